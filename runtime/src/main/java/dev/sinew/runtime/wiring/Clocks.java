package dev.sinew.runtime.wiring;

import dev.sinew.hal.linux.PreciseSleeper;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.clock.WallClock;

/**
 * Clocks by the name that users give them.
 */
final class Clocks
{
    /** Follows real time. */
    static final String WALL = "wall";
    /** As fast as it goes. */
    static final String LOCKSTEP = "lockstep";

    private Clocks()
    {
    }

    /**
     * @param mode     {@link #WALL} or {@link #LOCKSTEP}.
     * @param periodNs period, ns.
     * @param spinNs   stretch before each release that a wall clock spins instead of sleeping, ns.
     * @return a clock that has not begun.
     * @throws UserException when there is none of that name.
     */
    static CycleClock of(final String mode, final long periodNs, final long spinNs)
    {
        if (LOCKSTEP.equals(mode))
        {
            return new LockstepClock(periodNs);
        }
        if (!WALL.equals(mode))
        {
            throw new UserException("no clock of that name: " + mode + " (wall, lockstep)");
        }
        final PreciseSleeper sleeper = PreciseSleeper.ofThisMachine();
        return new WallClock(System::nanoTime, deadlineNs -> sleeper.sleepUntil(deadlineNs, spinNs), periodNs);
    }
}
