package dev.sinew.runtime.safety;

/**
 * The one judgement of a cycle's sample; only {@link #GOOD} and, where configured, {@link #LATE} lead to a control
 * step.
 * The ordinal is part of the frame format: append only.
 */
public enum Verdict
{
    /** New, complete, finite, on time. */
    GOOD,
    /** The cycle began a whole period or more after its release. */
    LATE,
    /** No sample newer than the one before. */
    STALE,
    /** The system did not answer. */
    LOST,
    /** A value is NaN or infinite. */
    BAD_VALUE,
    /** A channel group that control needs is marked invalid. */
    INCOMPLETE,
    /** The device reports an error of its own. */
    DEVICE_ERROR;

    private static final Verdict[] ALL = values();

    /**
     * @param ordinal a number that came from a frame.
     * @return its verdict.
     */
    public static Verdict ofOrdinal(final long ordinal)
    {
        return ordinal >= 0 && ordinal < ALL.length ? ALL[(int)ordinal] : DEVICE_ERROR;
    }
}
