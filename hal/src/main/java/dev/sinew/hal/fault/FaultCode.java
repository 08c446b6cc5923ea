package dev.sinew.hal.fault;

/**
 * Faults that latch. 1-99 transport and samples, 100-199 robot and commands, 200-299 the loop itself. Numbers are part
 * of
 * the public contract: append only, never renumber.
 */
public enum FaultCode
{
    /** No fault. */
    NONE(0, "none", "nothing to do"),
    /** The system has not answered for as many cycles as the robot file allows. */
    SAMPLES_LOST(1, "no good sample for lost_cycles_to_freeze cycles", "check cable, power and driver, then rearm"),
    /** A driver reported an error and was deactivated. */
    SYSTEM_ERROR(2, "the driver or simulator reported an error", "read its last error, mend it, restart"),
    /** A write was refused or lost. */
    COMMAND_NOT_SENT(3, "a command could not be sent", "check the bus, then rearm"),
    /** The simulation became unstable. */
    SIMULATION_UNSTABLE(4, "the simulated state is not finite", "check robot file and scenario"),
    /** A policy or operator produced NaN or infinity. */
    COMMAND_NOT_FINITE(100, "a target or effort is not finite", "check the policy, then rearm"),
    /** The policy's action is older than its time to live. */
    COMMAND_TOO_OLD(101, "the action in force is too old", "find out why the policy is late, then rearm"),
    /** The robot fell. */
    BASE_TILT(110, "the base is tilted beyond the limit of the robot file", "set the robot up again, then rearm"),
    /** A calibration could not see its joints, or gave commands that are no numbers. */
    CALIBRATION_FAILED(111, "joint encoders were not answered during a calibration, or it computed nonsense",
        "check the encoders' bus, then calibrate with --resume"),
    /** A leg or the trunk lost a tendon. */
    TENDON_LOST_UNDER_LOAD(120, "a tendon of a joint that the robot stands on is lost",
        "set the robot down, mend the tendon, calibrate, then rearm"),
    /** More late cycles in a row than configured. */
    TOO_MANY_LATE_CYCLES(200, "too many cycles in a row were late", "run sinew doctor, then rearm"),
    /** A stage threw. */
    UNEXPECTED_EXCEPTION(201, "a stage of the loop threw an exception", "report it with the black box; restart"),
    /** The policy worker died. */
    POLICY_FAILED(202, "the policy's engine failed", "run sinew policy check on the bundle, then restart");

    private static final FaultCode[] ALL = values();

    private final int number;
    private final String cause;
    private final String remedy;

    FaultCode(final int number, final String cause, final String remedy)
    {
        this.number = number;
        this.cause = cause;
        this.remedy = remedy;
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

    /**
     * @param number a number that came from a frame.
     * @return its fault, {@link #NONE} for an unknown number.
     */
    public static FaultCode ofNumber(final long number)
    {
        for (final FaultCode code : ALL)
        {
            if (code.number == number)
            {
                return code;
            }
        }
        return NONE;
    }
}
