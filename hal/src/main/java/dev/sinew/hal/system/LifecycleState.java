package dev.sinew.hal.system;

/**
 * Where a system is in its life; only {@link ManagedSystem} changes it.
 */
public enum LifecycleState
{
    /** Made, nothing claimed yet. */
    UNCONFIGURED,
    /** Memory and device are claimed; samples may be read, no command is sent. */
    INACTIVE,
    /** Samples are read and commands sent. */
    ACTIVE,
    /** Given back for good. */
    CLOSED
}
