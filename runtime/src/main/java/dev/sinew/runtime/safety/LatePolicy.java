package dev.sinew.runtime.safety;

/**
 * What a cycle that began a whole period late does.
 */
public enum LatePolicy
{
    /** No control step; the last command stays in force. */
    SKIP,
    /** The control step is made all the same. */
    USE_IF_LATE,
    /** As {@link #USE_IF_LATE}, but a run of late cycles is a latched fault. */
    SAFE_STOP_AFTER_N
}
