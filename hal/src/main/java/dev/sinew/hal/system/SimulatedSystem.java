package dev.sinew.hal.system;

import dev.sinew.hal.layout.TruthBlock;

/**
 * A system whose time is run by the loop: between two cycles it advances by exactly one period.
 */
public interface SimulatedSystem extends SystemInterface
{
    /**
     * Lets the simulated world run on by one period under the commands written last. Loop's thread, after the cycle's
     * frame has been published; no allocation.
     *
     * @return {@code OK}, or {@code ERROR} when the simulation has become unstable.
     */
    ReturnCode advance();

    /**
     * @return simulated time since the start, ns.
     */
    long simTimeNs();

    /**
     * The truth about the base at {@link #simTimeNs()}, for records and evaluation only.
     *
     * @param truth where it goes.
     */
    void truth(TruthBlock truth);
}
