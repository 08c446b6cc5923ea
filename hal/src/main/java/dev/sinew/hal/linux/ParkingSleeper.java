package dev.sinew.hal.linux;

import java.util.concurrent.locks.LockSupport;

/**
 * Portable sleeper for systems without the Linux calls: parks for the time that is left, then spins. The sleep is
 * relative, so a thread held up between reading the clock and parking wakes late by as much.
 */
public final class ParkingSleeper implements PreciseSleeper
{
    private final String why;

    /**
     * Constructor.
     *
     * @param why reason for not using the absolute sleeper, in one line; part of the name.
     */
    public ParkingSleeper(final String why)
    {
        this.why = why;
    }

    @Override
    public long sleepUntil(final long deadlineNs, final long spinNs)
    {
        long nowNs = System.nanoTime();
        final long wakeNs = deadlineNs - spinNs;
        while (nowNs - wakeNs < 0)
        {
            if (Thread.currentThread().isInterrupted())
            {
                break;          // parking would return at once; spin instead
            }
            LockSupport.parkNanos(wakeNs - nowNs);
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
        return "portable: parkNanos then spin, relative (" + why + ")";
    }

    @Override
    public boolean isAbsolute()
    {
        return false;
    }

    @Override
    public long failures()
    {
        return 0;
    }
}
