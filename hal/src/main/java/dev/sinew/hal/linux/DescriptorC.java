package dev.sinew.hal.linux;

import java.util.Map;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The C library's calls on file descriptors: pseudo-terminals and packet sockets. Mapped directly like {@link LibC};
 * touch it only after {@link LinuxSupport#available()} said yes. The numbers are those of 64-bit Linux.
 */
@SuppressWarnings("checkstyle:methodname") // the names are the C library's
final class DescriptorC
{
    static final int O_RDWR = 0x2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int TCSANOW = 0;
    /** Reads a struct termios2, which holds the line speed as a number. */
    static final long TCGETS2 = 0x802C542AL;
    static final short POLLIN = 1;

    static final int AF_PACKET = 17;
    static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | O_NONBLOCK | O_CLOEXEC;
    static final int SOL_PACKET = 263;
    /** Since Linux 4.20: frames that this machine sends are not handed back. */
    static final int PACKET_IGNORE_OUTGOING = 23;

    static
    {
        Native.register(DescriptorC.class,
            NativeLibrary.getInstance("c", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private DescriptorC()
    {
    }

    static native int posix_openpt(int flags);

    static native int grantpt(int descriptor);

    static native int unlockpt(int descriptor);

    static native int ptsname_r(int descriptor, long nameAddress, long size);

    static native int open(long pathAddress, int flags);

    static native int close(int descriptor);

    static native long read(int descriptor, long address, long size);

    static native long write(int descriptor, long address, long size);

    static native int tcgetattr(int descriptor, long termiosAddress);

    static native int tcsetattr(int descriptor, int when, long termiosAddress);

    static native void cfmakeraw(long termiosAddress);

    static native int ioctl(int descriptor, long request, long address);

    static native int ppoll(long descriptorsAddress, long count, long timespecAddress, long maskAddress);

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, long addressAddress, int size);

    static native int setsockopt(int descriptor, int level, int name, long valueAddress, int size);

    static native int if_nametoindex(long nameAddress);

    static native long send(int descriptor, long address, long size, int flags);

    static native long recv(int descriptor, long address, long size, int flags);
}
