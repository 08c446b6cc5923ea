package dev.sinew.hal.linux;

/** Scheduling classes of Linux. */
public enum SchedulingClass
{
    /** The normal, time-sharing class. */
    OTHER(0, "SCHED_OTHER"),
    /** Real-time, runs until it sleeps or a higher priority is ready. */
    FIFO(1, "SCHED_FIFO"),
    /** Real-time, takes turns with equals. */
    RR(2, "SCHED_RR"),
    /** Time-sharing without interactivity bonus. */
    BATCH(3, "SCHED_BATCH"),
    /** Runs only where nobody else wants to. */
    IDLE(5, "SCHED_IDLE"),
    /** Earliest deadline first; read only, this package does not set it. */
    DEADLINE(6, "SCHED_DEADLINE"),
    /** A class that this package does not know. */
    UNKNOWN(-1, "unknown class");

    private final int code;
    private final String label;

    SchedulingClass(final int code, final String label)
    {
        this.code = code;
        this.label = label;
    }

    /**
     * Number of the class in the kernel's interface.
     *
     * @return the policy number.
     */
    public int code()
    {
        return code;
    }

    /**
     * Name in the kernel's documentation.
     *
     * @return for example {@code SCHED_FIFO}.
     */
    public String label()
    {
        return label;
    }

    /**
     * Whether threads of this class have a real-time priority of 1 to 99.
     *
     * @return true for FIFO and RR.
     */
    public boolean isRealtime()
    {
        return FIFO == this || RR == this;
    }

    static SchedulingClass of(final int code)
    {
        final int bare = code & ~LibC.SCHED_RESET_ON_FORK;
        for (final SchedulingClass candidate : values())
        {
            if (candidate.code == bare)
            {
                return candidate;
            }
        }
        return UNKNOWN;
    }
}
