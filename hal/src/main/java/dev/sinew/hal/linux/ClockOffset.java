package dev.sinew.hal.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Compares the JVM's clock with the kernel's monotonic clock; HotSpot on Linux uses the same one. */
final class ClockOffset
{
    private static final int SAMPLES = 200;
    /** Below this the difference is the time that the calls themselves take. */
    private static final long SAME_CLOCK_NS = 20_000;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private ClockOffset()
    {
    }

    /**
     * Kernel's time minus the JVM's.
     *
     * @return ns to add to a JVM time, 0 where both are the same clock.
     * @throws NativeCallException where the difference moves: then no sleep could end at a JVM time.
     */
    static long measure(final LongSupplier javaClock, final LongSupplier kernelClock)
    {
        final long first = tightest(javaClock, kernelClock);
        LockSupport.parkNanos(PAUSE_NS);
        final long second = tightest(javaClock, kernelClock);
        if (Math.abs(second - first) > SAME_CLOCK_NS)
        {
            throw new NativeCallException("clock_gettime", 0,
                "offset to System.nanoTime moves: first=" + first + " ns, 10 ms later=" + second + " ns",
                "use a HotSpot JVM, or the portable sleeper");
        }
        return Math.abs(second) <= SAME_CLOCK_NS ? 0 : second;
    }

    private static long tightest(final LongSupplier javaClock, final LongSupplier kernelClock)
    {
        long bestWidthNs = Long.MAX_VALUE;
        long offsetNs = 0;
        for (int i = 0; i < SAMPLES; i++)
        {
            final long beforeNs = javaClock.getAsLong();
            final long kernelNs = kernelClock.getAsLong();
            final long widthNs = javaClock.getAsLong() - beforeNs;
            if (widthNs < bestWidthNs)
            {
                bestWidthNs = widthNs;
                offsetNs = kernelNs - (beforeNs + widthNs / 2);
            }
        }
        return offsetNs;
    }
}
