package dev.sinew.runtime.safety;

/**
 * What the gate changed in a cycle; bits of a frame's {@code gate_actions}. The ordinal is part of the frame format:
 * append
 * only.
 */
public enum GateAction
{
    /** A target position was moved inside the joint's limits. */
    POSITION,
    /** Effort that would speed up a joint beyond its greatest speed was taken away. */
    VELOCITY,
    /** An effort was cut to the joint's greatest effort. */
    EFFORT,
    /** An increase of effort was slowed down. */
    SLEW,
    /** Effort that pushes a joint further out of its limits was taken away. */
    JOINT_LIMIT,
    /** A finger's or limb's tensions were moved toward the rest tension. */
    TENSION,
    /** A motor is too hot and its finger or limb went to the rest tension. */
    TEMPERATURE,
    /** A target or effort was not finite; the rest tension is sent. */
    NOT_FINITE,
    /** The action in force is too old. */
    AGE,
    /** A finger's or limb's tensions were moved toward the rest tension, so that no winding comes to its limit. */
    DERATED,
    /** Joint gains were lowered to what the age of the samples bears. */
    GAINS;

    /**
     * @return this action's bit.
     */
    public long mask()
    {
        return 1L << ordinal();
    }
}
