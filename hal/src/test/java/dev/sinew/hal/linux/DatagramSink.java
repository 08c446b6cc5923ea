package dev.sinew.hal.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** A unix datagram socket that listens, for tests of those who send. */
@SuppressWarnings("checkstyle:methodname") // the names are the C library's
final class DatagramSink implements AutoCloseable
{
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    private final int socket;

    static
    {
        Native.register(DatagramSink.class, "c");
    }

    /**
     * @param name a path, or {@code @} and an abstract name.
     */
    DatagramSink(final String name)
    {
        socket = socket(1, 2, 0);
        final byte[] path = name.getBytes(StandardCharsets.UTF_8);
        final boolean abstractName = path[0] == '@';
        try (Memory address = new Memory(110); Memory patience = new Memory(16))
        {
            address.clear();
            address.setShort(0, (short)1);
            path[0] = abstractName ? 0 : path[0];
            address.write(2, path, 0, path.length);
            if (bind(socket, Pointer.nativeValue(address), 2 + path.length + (abstractName ? 0 : 1)) != 0)
            {
                throw new IllegalStateException("bind: errno=" + Native.getLastError() + ", name=" + name);
            }
            patience.setLong(0, 5);
            patience.setLong(8, 0);
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, Pointer.nativeValue(patience), 16);
        }
    }

    static DatagramSink at(final Path path)
    {
        return new DatagramSink(path.toString());
    }

    /** @return the next datagram, null when none came for five seconds. */
    String next()
    {
        try (Memory buffer = new Memory(8192))
        {
            final long length = recv(socket, Pointer.nativeValue(buffer), buffer.size(), 0);
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

    private static native int setsockopt(int socket, int level, int name, long value, int length);

    private static native long recv(int socket, long buffer, long length, int flags);

    private static native int close(int descriptor);
}
