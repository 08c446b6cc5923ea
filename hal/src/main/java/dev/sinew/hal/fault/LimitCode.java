package dev.sinew.hal.fault;

/**
 * Limits that are active while control goes on: they do not latch and change no mode. The ordinal is a bit of a frame's
 * {@code limits}; numbers are part of the public contract: append only, never renumber. Numbers from 220 on, beside
 * those of {@link FaultCode}.
 */
public enum LimitCode
{
    /** A finger or arm works without one of its tendons. */
    TENDON_LOST(220, "a tendon is lost; its group goes on with the others", "mend the tendon, then rearm"),
    /** A group pulls on nothing. */
    GROUP_SAFE(221, "a group has lost too much to be controlled and only damps", "mend its tendons, then rearm"),
    /** A tendon is slack. */
    TENDON_SLACK(222, "a tendon is below half of its least tension", "raise pretension_n, or tension the tendon"),
    /** A tendon carries too much. */
    TENDON_OVER_TENSION(223, "a tendon carries more than its greatest tension", "find out what pulls on the joint"),
    /** Sensors of a tendon contradict each other. */
    TENDON_DISAGREES(224, "tension, motor and joint readings of a tendon contradict each other",
        "check its load cell and the encoders of its joints, then calibrate"),
    /** A motor gets less torque because it warms. */
    MOTOR_DERATED(225, "a motor gets less torque, so that its winding stays below its limit",
        "let it cool, or ask for less"),
    /** A motor is at its temperature limit. */
    MOTOR_HOT(226, "a motor is at its temperature limit; its group went to the rest tension", "let it cool"),
    /** A joint's position comes from motors and tendons because its encoder is not used. */
    ENCODER_OUT(227, "a joint encoder is not used; motors and tendons tell where the joint is",
        "check the encoder of the joints whose estimate_source is not 0"),
    /** Joint gains are lower than asked for, because they act on old samples. */
    GAINS_LOWERED(228, "joint gains are lower than asked for, because samples are old",
        "make the bus faster (bus_age_s says which), or ask for lower gains");

    private final int number;
    private final String cause;
    private final String remedy;

    LimitCode(final int number, final String cause, final String remedy)
    {
        this.number = number;
        this.cause = cause;
        this.remedy = remedy;
    }

    /**
     * @return this limit's bit.
     */
    public long mask()
    {
        return 1L << ordinal();
    }

    /**
     * @return stable number.
     */
    public int number()
    {
        return number;
    }

    /**
     * @return what happened, one line.
     */
    public String cause()
    {
        return cause;
    }

    /**
     * @return what to do, one line.
     */
    public String remedy()
    {
        return remedy;
    }
}
