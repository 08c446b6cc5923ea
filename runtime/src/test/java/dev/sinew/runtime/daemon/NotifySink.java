package dev.sinew.runtime.daemon;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The service manager's end of the notification socket. */
@SuppressWarnings("checkstyle:methodname") // the names are the C library's
final class NotifySink implements AutoCloseable
{
    private static final int DONT_WAIT = 0x40;

    private volatile boolean closed;
    private final int socket = socket(1, 2, 0);

    static
    {
        Native.register(NotifySink.class, "c");
    }

    NotifySink(final Path path)
    {
        final byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        try (Memory address = new Memory(110))
        {
            address.clear();
            address.setShort(0, (short)1);
            address.write(2, name, 0, name.length);
            if (bind(socket, Pointer.nativeValue(address), 3 + name.length) != 0)
            {
                throw new IllegalStateException("bind: errno=" + Native.getLastError() + ", path=" + path);
            }
        }
    }

    /**
     * Reads on a thread of its own until it is closed, as a manager does: the queue of a socket is short.
     *
     * @return lines as they come.
     */
    List<String> follow()
    {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final Thread thread = new Thread(() ->
        {
            while (!closed)
            {
                final String datagram = poll();
                if (datagram == null)
                {
                    LockSupport.parkNanos(5_000_000L);
                }
                else
                {
                    lines.addAll(datagram.lines().toList());
                }
            }
        }, "manager");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    /** @return the next datagram, null when there is none now. */
    String poll()
    {
        try (Memory buffer = new Memory(8192))
        {
            final long length = recv(socket, Pointer.nativeValue(buffer), buffer.size(), DONT_WAIT);
            return length < 0 ? null : new String(buffer.getByteArray(0, (int)length), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close()
    {
        closed = true;
        close(socket);
    }

    private static native int socket(int domain, int type, int protocol);

    private static native int bind(int socket, long address, int length);

    private static native long recv(int socket, long buffer, long length, int flags);

    private static native int close(int descriptor);
}
