package dev.sinew.hal.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sleeps with clock_nanosleep to an absolute time of CLOCK_MONOTONIC, then spins. */
public final class AbsoluteSleeper implements PreciseSleeper
{
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Kept for the life of the sleeper: the kernel reads the request through its address. */
    private final ByteBuffer timespec = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
    private final long timespecAddress;
    private final long kernelMinusJavaNs;
    private long failures;

    /**
     * Measures the JVM's clock against the kernel's. Set-up only; takes some 10 ms.
     *
     * @throws NativeCallException outside Linux, or where the two clocks drift against one another.
     */
    public AbsoluteSleeper()
    {
        if (!LinuxSupport.available())
        {
            throw new NativeCallException("clock_nanosleep", Errno.ENOSYS, LinuxSupport.reason(),
                "use the portable sleeper");
        }
        timespecAddress = Pointer.nativeValue(Native.getDirectBufferPointer(timespec));
        kernelMinusJavaNs = ClockOffset.measure(System::nanoTime, this::kernelTimeNs);
    }

    @Override
    public long sleepUntil(final long deadlineNs, final long spinNs)
    {
        long nowNs = System.nanoTime();
        final long wakeNs = deadlineNs - spinNs;
        if (nowNs - wakeNs < 0)
        {
            sleepTo(wakeNs + kernelMinusJavaNs);
            nowNs = System.nanoTime();
        }
        while (nowNs - deadlineNs < 0)
        {
            Thread.onSpinWait();
            nowNs = System.nanoTime();
        }
        return nowNs;
    }

    @Override
    public String name()
    {
        final String offset = 0 == kernelMinusJavaNs ? "" : ", clock offset " + kernelMinusJavaNs + " ns";
        return "clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME) then spin" + offset;
    }

    @Override
    public boolean isAbsolute()
    {
        return true;
    }

    @Override
    public long failures()
    {
        return failures;
    }

    private void sleepTo(final long kernelNs)
    {
        timespec.putLong(0, kernelNs / NANOS_PER_SECOND);
        timespec.putLong(Long.BYTES, kernelNs % NANOS_PER_SECOND);
        int error = Errno.EINTR;
        while (Errno.EINTR == error)
        {
            error = LibC.clock_nanosleep(LibC.CLOCK_MONOTONIC, LibC.TIMER_ABSTIME, timespecAddress, 0);
        }
        if (0 != error)
        {
            failures++;
        }
    }

    private long kernelTimeNs()
    {
        LibC.clock_gettime(LibC.CLOCK_MONOTONIC, timespecAddress);
        return timespec.getLong(0) * NANOS_PER_SECOND + timespec.getLong(Long.BYTES);
    }
}
