package dev.sinew.runtime.policy;

import dev.sinew.runtime.frame.CycleFrame;

/**
 * A policy as the loop sees it. Loop's thread; allocation-free after construction.
 */
public interface PolicyRunner extends AutoCloseable
{
    /** What became of a cycle. */
    enum Outcome
    {
        /** An action is in force. */
        OK,
        /** No action has arrived yet. */
        NO_ACTION_YET,
        /** The newest action holds a number that is not finite; it was not taken. */
        NOT_FINITE,
        /** The engine failed; its last action must not be used any more. */
        FAILED
    }

    /**
     * @return {@code inline}, {@code beside} or {@code none}.
     */
    String placement();

    /**
     * Forgets histories and actions; the next observation is the first.
     */
    void reset();

    /**
     * Observes and acts where this cycle is due. Called in every cycle with a good sample while the robot is armed.
     *
     * @param frame estimate in; observation, action and the cycles that they belong to out.
     * @param cycle number of the cycle.
     * @param nowNs time since the system was activated, ns.
     * @return outcome.
     */
    Outcome onCycle(CycleFrame frame, long cycle, long nowNs);

    /**
     * Writes the joint targets of the action in force; before the first action those of the default pose.
     *
     * @param frame targets out.
     */
    void targets(CycleFrame frame);

    /**
     * @return cycle whose observation the action in force answers, -1 before the first.
     */
    long actionObservationCycle();

    @Override
    void close();
}
