package dev.sinew.tendon.estimation;

/**
 * What the estimator thinks of a joint's encoder.
 */
public enum EncoderState
{
    /** The joint has none. */
    MISSING,
    /** It is used. */
    HEALTHY,
    /** Its device declares it invalid. Noticed in the same cycle. */
    INVALID,
    /** It reads NaN or infinity, or an angle far outside the joint's limits. Noticed in the same cycle. */
    IMPOSSIBLE,
    /** It moved faster than the joint can. Noticed in the same cycle. */
    JUMPED,
    /** It repeats one value to the last bit while the tendons say that the joint moves. */
    FROZEN,
    /** It disagrees with tendons that agree among themselves. */
    DISAGREES
}
