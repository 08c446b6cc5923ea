package dev.sinew.runtime.loop;

import java.lang.management.ManagementFactory;

/**
 * Measures what the loop's threads allocate, from the first active cycle plus a margin to the end. Loop's thread.
 */
public final class LoopProbe
{
    private static final long MARGIN_CYCLES = 1000;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
    private long[] threadIds = {};
    private long firstBytes = -1;
    private long firstCycle;
    private double bytesPerCycle = Double.NaN;
    private long firstStampNs;
    private long endStampNs;

    /**
     * Touches the counters once, because their first call allocates.
     */
    public LoopProbe()
    {
        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /**
     * @param activeCycle number of the cycle, counted from 1 at the first active one.
     * @param runner      whose threads are meant.
     */
    void onActiveCycle(final long activeCycle, final StageRunner runner)
    {
        if (activeCycle == 1)
        {
            threadIds = runner.threadIds();
            firstStampNs = System.nanoTime();
        }
        if (activeCycle == MARGIN_CYCLES)
        {
            firstCycle = activeCycle;
            firstBytes = sum();
        }
    }

    /**
     * @param activeCycles cycles since the first active one.
     */
    void onEnd(final long activeCycles)
    {
        endStampNs = System.nanoTime();
        if (firstBytes >= 0 && activeCycles > firstCycle)
        {
            bytesPerCycle = (sum() - firstBytes) / (double)(activeCycles - firstCycle);
        }
    }

    private long sum()
    {
        long bytes = 0;
        for (final long id : threadIds)
        {
            bytes += threads.getThreadAllocatedBytes(id);
        }
        return bytes;
    }

    /**
     * @return bytes per cycle, NaN for a run too short to tell.
     */
    public double bytesPerCycle()
    {
        return bytesPerCycle;
    }

    /**
     * @return wall-clock time from the first active cycle to the end, ns.
     */
    public long activeWallNs()
    {
        return endStampNs - firstStampNs;
    }
}
