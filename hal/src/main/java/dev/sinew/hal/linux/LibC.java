package dev.sinew.hal.linux;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Native;
import java.util.Map;

/**
 * The C library, mapped directly: arguments are primitives, addresses are {@code long}, so a call makes no garbage.
 * Touch this class only after {@link LinuxSupport#available()} said yes: loading it elsewhere fails.
 */
@SuppressWarnings("checkstyle:methodname") // the names are the C library's
final class LibC
{
    static final int CLOCK_MONOTONIC = 1;
    static final int TIMER_ABSTIME = 1;
    static final int MCL_CURRENT = 1;
    static final int MCL_FUTURE = 2;
    static final int MCL_ONFAULT = 4;
    static final int PR_SET_TIMERSLACK = 29;
    static final int PR_GET_TIMERSLACK = 30;
    static final int AF_UNIX = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    /** Children of a real-time thread start in the normal class. */
    static final int SCHED_RESET_ON_FORK = 0x40000000;

    static
    {
        Native.register(LibC.class, NativeLibrary.getInstance("c", Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    }

    private LibC()
    {
    }

    /** Loads the mapping; throws UnsatisfiedLinkError where it cannot be had. */
    static void load()
    {
        // The static block above does the work.
    }

    /** @return error number of the calling thread's last call that failed. */
    static int errno()
    {
        return Native.getLastError();
    }

    static native int gettid();

    static native int sched_setscheduler(int pid, int policy, long paramAddress);

    static native int sched_getscheduler(int pid);

    static native int sched_getparam(int pid, long paramAddress);

    static native int sched_setaffinity(int pid, long size, long maskAddress);

    static native int sched_getaffinity(int pid, long size, long maskAddress);

    static native int sched_getcpu();

    static native int mlockall(int flags);

    static native int munlockall();

    static native int prctl(int option, long arg2, long arg3, long arg4, long arg5);

    static native int clock_nanosleep(int clock, int flags, long requestAddress, long remainAddress);

    static native int clock_gettime(int clock, long timespecAddress);

    static native int socket(int domain, int type, int protocol);

    static native long sendto(int socket, long bufferAddress, long length, int flags, long address, int addressLength);

    static native int close(int descriptor);
}
