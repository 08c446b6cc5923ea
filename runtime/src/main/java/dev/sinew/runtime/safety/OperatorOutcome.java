package dev.sinew.runtime.safety;

/**
 * What became of an operator's command. The ordinal is part of the frame format and of the control page's: append only.
 */
public enum OperatorOutcome
{
    /** Not answered yet. */
    NONE,
    /** Obeyed. */
    OBEYED,
    /** The mode does not allow it. */
    MODE_REFUSES,
    /** The run is on its way down to its end and takes no more commands. */
    STOPPING,
    /** The robot lacks sensors without which nothing can be controlled: it can be watched, not armed. */
    WATCH_ONLY;

    private static final OperatorOutcome[] ALL = values();

    /**
     * @param ordinal a number from a frame or a control page.
     * @return its outcome; {@link #MODE_REFUSES} for an unknown number.
     */
    public static OperatorOutcome ofOrdinal(final long ordinal)
    {
        return ordinal >= 0 && ordinal < ALL.length ? ALL[(int)ordinal] : MODE_REFUSES;
    }
}
