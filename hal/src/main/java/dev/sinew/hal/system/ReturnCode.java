package dev.sinew.hal.system;

/**
 * What became of one {@code read} or {@code write}. The hot path's outcomes are values, never exceptions.
 */
public enum ReturnCode
{
    /** Done; a read brought a new sample. */
    OK,
    /** The device is there but had no sample newer than the last one. */
    NO_NEW_SAMPLE,
    /** The device did not answer. */
    LOST,
    /** The system is not active; nothing was done. */
    NOT_ACTIVE,
    /** The system failed and has been deactivated. */
    ERROR
}
