package dev.sinew.runtime.wiring;

import dev.sinew.runtime.safety.StopLadder;

/**
 * How a run begins and ends, which is where a simulation and a daemon differ.
 *
 * @param exclusiveName true to refuse a name that another run has, false to take the next free one.
 * @param endsWhenOff   true to end whenever the robot is switched off, false to wait to be armed again.
 * @param stop          how a controlled stop goes.
 * @param boxesKept     black boxes of earlier runs that stay, at least 1.
 */
public record Lifetime(boolean exclusiveName, boolean endsWhenOff, StopLadder.Settings stop, int boxesKept)
{
    /** A simulation: any free name, over when its time is over or its robot is switched off; nothing to damp. */
    public static final Lifetime SIMULATION = new Lifetime(false, true, new StopLadder.Settings(0, 0), 1);

    /**
     * @param stop      how a controlled stop goes.
     * @param boxesKept black boxes of earlier runs that stay, at least 1.
     * @return a daemon's.
     */
    public static Lifetime daemon(final StopLadder.Settings stop, final int boxesKept)
    {
        return new Lifetime(true, false, stop, boxesKept);
    }
}
