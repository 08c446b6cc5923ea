package dev.sinew.runtime.clock;

/**
 * Simulated time: every cycle is one period after the one before it, at once. Two runs see the same times.
 */
public final class LockstepClock implements CycleClock
{
    private final long periodNs;
    private long nowNs;

    /**
     * @param periodNs length of a cycle, ns.
     */
    public LockstepClock(final long periodNs)
    {
        this.periodNs = periodNs;
    }

    @Override
    public String name()
    {
        return "lockstep";
    }

    @Override
    public boolean realTime()
    {
        return false;
    }

    @Override
    public void start()
    {
        nowNs = 0;
    }

    @Override
    public long awaitRelease()
    {
        nowNs += periodNs;
        return 0;
    }

    @Override
    public long releaseNs()
    {
        return nowNs;
    }

    @Override
    public long startNs()
    {
        return nowNs;
    }

    @Override
    public long nowNs()
    {
        return nowNs;
    }

    @Override
    public long stampNs()
    {
        return System.nanoTime();
    }
}
