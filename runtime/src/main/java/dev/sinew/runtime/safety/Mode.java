package dev.sinew.runtime.safety;

/**
 * What the robot is allowed to do. The ordinal is part of the frame format: append only.
 */
public enum Mode
{
    /** Drives off. */
    OFF,
    /** Samples are checked while the robot holds the pose that it was found in. */
    CALIBRATE,
    /** Holds the measured pose and waits to be armed. */
    READY,
    /** The policy's targets are followed. */
    ACTIVE,
    /** Holds the last targets stiffly. */
    FREEZE,
    /** The drives damp their rotors, tendons at rest tension; needs neither policy nor sample. */
    DAMP,
    /** Motors give no torque. */
    LIMP,
    /** A fault that leaves no trust in the samples: motors only damp. */
    FAULT;

    private static final Mode[] ALL = values();

    /**
     * @param ordinal a number that came from a frame.
     * @return its mode.
     */
    public static Mode ofOrdinal(final long ordinal)
    {
        return ordinal >= 0 && ordinal < ALL.length ? ALL[(int)ordinal] : FAULT;
    }

    /**
     * @return true when joint targets are computed and followed.
     */
    public boolean controls()
    {
        return this == CALIBRATE || this == READY || this == ACTIVE || this == FREEZE;
    }
}
