package dev.sinew.runtime.frame;

/**
 * Keys of the facts about a run in a black box's header. Every key is optional for a reader. Keys are part of the file
 * format: append only, never rename.
 */
public final class FrameMeta
{
    /** Name of the robot. */
    public static final String ROBOT = "robot";
    /** Hash of the robot's file. */
    public static final String ROBOT_SHA256 = "robot_sha256";
    /** Length of a cycle, ns. */
    public static final String PERIOD_NS = "period_ns";
    /** {@code wall}, {@code lockstep} or {@code hardware}. */
    public static final String CLOCK = "clock";
    /** Process of the loop. */
    public static final String PID = "pid";
    /** Begin of that process, ms since 1970, which tells it from a later process of the same number. */
    public static final String PID_START_MS = "pid_start_ms";
    /** Names of verdicts, {@link NameTable#ofOrdinals}. */
    public static final String VERDICT_NAMES = "verdict_names";
    /** Names of modes, {@link NameTable#ofOrdinals}. */
    public static final String MODE_NAMES = "mode_names";
    /** Names of bits in {@link FrameField#GATE_ACTIONS}, {@link NameTable#ofOrdinals}. */
    public static final String GATE_ACTION_NAMES = "gate_action_names";
    /** Names of operator commands, {@link NameTable#ofOrdinals}. */
    public static final String OPERATOR_COMMAND_NAMES = "operator_command_names";
    /** Names of faults by their number, {@link NameTable.Builder}. */
    public static final String FAULT_NAMES = "fault_names";

    /** Names of the states in columns {@code tendon_life} and {@code group_life}, {@link NameTable#ofOrdinals}. */
    public static final String LIFE_NAMES = "life_names";
    /** Names of bits in column {@code tendon_findings}, {@link NameTable#ofOrdinals}. */
    public static final String FINDING_NAMES = "finding_names";
    /** Names of bits in {@link FrameField#LIMITS}, {@link NameTable#ofOrdinals}. */
    public static final String LIMIT_NAMES = "limit_names";

    private FrameMeta()
    {
    }

    /**
     * @return begin of this process, ms since 1970, or 0 where the system does not tell.
     */
    public static long startOfThisProcessMs()
    {
        return startMs(ProcessHandle.current());
    }

    /**
     * @param process a process.
     * @return its begin, ms since 1970, or 0 where the system does not tell.
     */
    public static long startMs(final ProcessHandle process)
    {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
}
