package dev.sinew.hal.calibration;

/**
 * What is being done to a group. The ordinal goes over to other threads: append only.
 */
public enum CalibrationStep
{
    /** Nothing yet. */
    WAITING("waiting"),
    /** Winds its cables until they are taut and stand still. */
    TENSION("winding its cables"),
    /** Moves all of its joints to their lower stops. */
    SEEK_LOWER("seeking the lower stops"),
    /** Leans on them and reads the encoders. */
    ANCHOR_LOWER("leaning on the lower stops"),
    /** Lets go, and waits until nothing moves. */
    RELEASE_LOWER("releasing torque at the lower stops"),
    /** Reads motors and tensions. */
    READ_LOWER("reading motors at the lower stops"),
    /** As {@link #SEEK_LOWER}. */
    SEEK_UPPER("seeking the upper stops"),
    /** As {@link #ANCHOR_LOWER}. */
    ANCHOR_UPPER("leaning on the upper stops"),
    /** As {@link #RELEASE_LOWER}. */
    RELEASE_UPPER("releasing torque at the upper stops"),
    /** As {@link #READ_LOWER}. */
    READ_UPPER("reading motors at the upper stops"),
    /** Goes back to where the robot's file wants it to stand. */
    RETURN("going back"),
    /** Over. */
    FINISHED("finished");

    private static final CalibrationStep[] ALL = values();

    private final String text;

    CalibrationStep(final String text)
    {
        this.text = text;
    }

    /**
     * @return a few words for people.
     */
    public String text()
    {
        return text;
    }

    /**
     * @param ordinal a number that came from another thread.
     * @return its step.
     */
    public static CalibrationStep ofOrdinal(final int ordinal)
    {
        return ALL[Math.max(0, Math.min(ALL.length - 1, ordinal))];
    }
}
