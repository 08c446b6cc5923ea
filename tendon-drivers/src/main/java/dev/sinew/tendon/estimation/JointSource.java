package dev.sinew.tendon.estimation;

/**
 * Where a joint's position comes from. The ordinal is what frames carry: append only.
 */
public enum JointSource
{
    /** Its encoder. */
    ENCODER,
    /** Motors and tendons: it has no encoder, or its encoder is not used now. */
    TENDONS,
    /** Nothing fresh: too few taut tendons; the position is carried on and its variance grows. */
    NOTHING
}
