package dev.sinew.bench.loop;

import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.LockstepClock;

/**
 * Simulated time that goes on where it was when the loop is run again, so that a benchmark can run it a few cycles at a
 * time.
 */
final class ContinuingClock implements CycleClock
{
    private final LockstepClock clock;

    ContinuingClock(final long periodNs)
    {
        clock = new LockstepClock(periodNs);
        clock.start();
    }

    @Override
    public String name()
    {
        return clock.name();
    }

    @Override
    public boolean realTime()
    {
        return false;
    }

    @Override
    public void start()
    {
        // time goes on
    }

    @Override
    public long awaitRelease()
    {
        return clock.awaitRelease();
    }

    @Override
    public long releaseNs()
    {
        return clock.releaseNs();
    }

    @Override
    public long startNs()
    {
        return clock.startNs();
    }

    @Override
    public long nowNs()
    {
        return clock.nowNs();
    }

    @Override
    public long stampNs()
    {
        return clock.stampNs();
    }
}
