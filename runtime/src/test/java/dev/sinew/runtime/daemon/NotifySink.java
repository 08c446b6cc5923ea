package dev.sinew.runtime.daemon;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The service manager's end of the notification socket. */
@SuppressWarnings("checkstyle:methodname") // the names are the C library's
final class NotifySink implements AutoCloseable
{
    private static final int DONT_WAIT = 0x40;

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
        close(socket);
    }

    private static native int socket(int domain, int type, int protocol);

    private static native int bind(int socket, long address, int length);

    private static native long recv(int socket, long buffer, long length, int flags);

    private static native int close(int descriptor);
}
