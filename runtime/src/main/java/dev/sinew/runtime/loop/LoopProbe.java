package dev.sinew.runtime.loop;

import java.lang.management.ManagementFactory;

/**
 * Measures what the loop's threads allocate, from the first active cycle plus a margin to the end. Besides the mean it
 * counts windows without any allocation on the loop's own thread: the virtual machine itself allocates a few hundred
 * bytes
 * when it throws compiled code away, so a rare window with some is its doing, every window with some is ours. Loop's
 * thread.
 */
public final class LoopProbe
{
    /** Length of a window, cycles. */
    public static final int WINDOW_CYCLES = 1000;

    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
    private long[] stageThreads = {};
    private long ownFirstBytes = -1;
    private long ownWindowBytes;
    private long stageFirstBytes;
    private long windows;
    private long freeWindows;
    private double bytesPerCycle = Double.NaN;
    private long firstStampNs;
    private long endStampNs;

    /**
     * Touches the counters once, because their first call allocates.
     */
    public LoopProbe()
    {
        threads.getCurrentThreadAllocatedBytes();
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
            final long own = Thread.currentThread().getId();
            stageThreads = java.util.Arrays.stream(runner.threadIds()).filter(id -> id != own).toArray();
            firstStampNs = System.nanoTime();
        }
        if (activeCycle % WINDOW_CYCLES != 0)
        {
            return;
        }
        if (ownFirstBytes < 0)
        {
            stageFirstBytes = stageBytes();
            ownFirstBytes = threads.getCurrentThreadAllocatedBytes();
            ownWindowBytes = ownFirstBytes;
            return;
        }
        final long bytes = threads.getCurrentThreadAllocatedBytes();
        windows++;
        if (bytes == ownWindowBytes)
        {
            freeWindows++;
        }
        ownWindowBytes = bytes;
    }

    /**
     * @param activeCycles cycles since the first active one.
     */
    void onEnd(final long activeCycles)
    {
        endStampNs = System.nanoTime();
        if (ownFirstBytes >= 0 && activeCycles > WINDOW_CYCLES)
        {
            final long own = threads.getCurrentThreadAllocatedBytes() - ownFirstBytes;
            bytesPerCycle = (own + stageBytes() - stageFirstBytes) / (double)(activeCycles - WINDOW_CYCLES);
        }
    }

    private long stageBytes()
    {
        long bytes = 0;
        for (final long id : stageThreads)
        {
            bytes += threads.getThreadAllocatedBytes(id);
        }
        return bytes;
    }

    /**
     * @return mean over all threads that run stages, bytes per cycle; NaN for a run too short to tell.
     */
    public double bytesPerCycle()
    {
        return bytesPerCycle;
    }

    /**
     * @return windows of {@link #WINDOW_CYCLES} cycles that were measured on the loop's thread.
     */
    public long windows()
    {
        return windows;
    }

    /**
     * @return windows in which the loop's thread allocated nothing at all.
     */
    public long freeWindows()
    {
        return freeWindows;
    }

    /**
     * @return wall-clock time from the first active cycle to the end, ns.
     */
    public long activeWallNs()
    {
        return endStampNs - firstStampNs;
    }
}
