package dev.sinew.runtime.grasp;

/**
 * What a finger is doing. The ordinal is what frames carry: append only.
 */
public enum GripState
{
    /** It follows its targets; no force is wanted. */
    IDLE,
    /** It closes until it feels something. */
    CLOSING,
    /** It presses; without a wish any more, ever less. */
    HOLDING,
    /** It goes back to its targets. */
    RETURNING
}
