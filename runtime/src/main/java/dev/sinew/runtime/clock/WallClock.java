package dev.sinew.runtime.clock;

import java.util.function.LongSupplier;

/**
 * The machine's monotonic clock. Releases lie on a fixed grid; a cycle that ends after its next release skips to the
 * first
 * grid point that has not passed, and the skipped periods are counted, never bunched.
 */
public final class WallClock implements CycleClock
{
    /** Waits until a time on the monotonic clock. */
    public interface Sleeper
    {
        /**
         * @param deadlineNs time to wait for, ns.
         * @return time at which the wait ended, ns, not before the deadline.
         */
        long sleepUntil(long deadlineNs);
    }

    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private final long periodNs;
    private long releaseNs;
    private long startNs;

    /**
     * @param nanoClock monotonic clock, ns.
     * @param sleeper   waits on the same clock.
     * @param periodNs  length of a cycle, ns.
     */
    public WallClock(final LongSupplier nanoClock, final Sleeper sleeper, final long periodNs)
    {
        this.nanoClock = nanoClock;
        this.sleeper = sleeper;
        this.periodNs = periodNs;
    }

    @Override
    public String name()
    {
        return "wall";
    }

    @Override
    public boolean realTime()
    {
        return true;
    }

    @Override
    public void start()
    {
        releaseNs = nanoClock.getAsLong();
    }

    @Override
    public long awaitRelease()
    {
        releaseNs += periodNs;
        final long behindNs = nanoClock.getAsLong() - releaseNs;
        long skipped = 0;
        if (behindNs > 0)
        {
            skipped = (behindNs + periodNs - 1) / periodNs;
            releaseNs += skipped * periodNs;
        }
        startNs = sleeper.sleepUntil(releaseNs);
        return skipped;
    }

    @Override
    public long releaseNs()
    {
        return releaseNs;
    }

    @Override
    public long startNs()
    {
        return startNs;
    }

    @Override
    public long nowNs()
    {
        return startNs;
    }

    @Override
    public long stampNs()
    {
        return nanoClock.getAsLong();
    }
}
