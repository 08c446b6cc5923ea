package dev.sinew.runtime.frame;

/**
 * The whole numbers in front of a frame's blocks. The ordinal is the place, part of the file format: append only.
 */
public enum FrameField
{
    /** Number of the frame, written first; equal to the number behind the last block in a whole frame. */
    BEGIN,
    /** Number of the cycle since the loop began, warm-up not counted. */
    CYCLE,
    /** Planned start of the cycle, ns. */
    RELEASE_NS,
    /** Actual start of the cycle, ns. */
    START_NS,
    /** The one time that control decisions of the cycle see, ns. */
    NOW_NS,
    /** {@code Verdict} of the cycle. */
    VERDICT,
    /** {@code Mode} at the end of the cycle. */
    MODE,
    /** Latched fault, 0 for none. */
    FAULT,
    /** Bits of {@code GateAction}: what the gate changed in this cycle. */
    GATE_ACTIONS,
    /** Whole periods skipped before this cycle. */
    SKIPPED_PERIODS,
    /** Cycle whose observation the action in force answers, -1 before the first. */
    ACTION_OBSERVATION_CYCLE,
    /** Cycle in which the action in force arrived, -1 before the first. */
    ACTION_ARRIVAL_CYCLE,
    /** Number of the operator's newest command that was taken. */
    OPERATOR_SEQUENCE,
    /** The operator's newest command. */
    OPERATOR_COMMAND,
    /** Stamp after read, ns. */
    READ_DONE_NS,
    /** Stamp after judge and estimate, ns. */
    ESTIMATE_DONE_NS,
    /** Stamp after decide, ns. */
    DECIDE_DONE_NS,
    /** Stamp after distribute and gate, ns. */
    DISTRIBUTE_DONE_NS,
    /** Stamp after write, ns. */
    WRITE_DONE_NS,
    /** Cycles run since the start. */
    COUNT_CYCLES,
    /** Whole periods skipped since the start. */
    COUNT_SKIPPED,
    /** Writes that left later than their cycle's deadline, since the start. */
    COUNT_DEADLINE_MISSES,
    /** Cycles without the verdict GOOD since the start. */
    COUNT_BAD_VERDICTS,
    /** Cycles in which the gate changed something since the start. */
    COUNT_GATED,
    /** Duration of the cycle before this one, ns: from its start until its frame was published. */
    PREVIOUS_CYCLE_NS,
    /** 1 when the smallest distribution scale of the cycle was below 1. */
    EFFORT_SCALED,
    /** First active cycle, -1 before. */
    FIRST_ACTIVE_CYCLE,
    /** Stamp at the start, ns, on the clock of the other stamps; 0 when not taken. */
    START_STAMP_NS,
    /** Cycle in which the latched fault came up, -1 without one. */
    FAULT_CYCLE,
    /** {@code OperatorOutcome} of the operator's newest command. */
    OPERATOR_OUTCOME,
    /** Bits of {@code LimitCode}: limits that are active in this cycle while control goes on. */
    LIMITS,
    /** Tendons that are lost in this cycle. */
    TENDONS_LOST,
    /** Joint encoders that the robot has and that the estimate of this cycle did not use. */
    ENCODERS_OUT;

    /** Bytes that all fields take, a multiple of the cache line. */
    public static final int TOTAL_BYTES = (values().length * Long.BYTES + 63) / 64 * 64;

    private static final FrameField[] ALL = values();

    /**
     * @return number of fields.
     */
    public static int count()
    {
        return ALL.length;
    }

    /**
     * @return offset in the frame, bytes.
     */
    public int offset()
    {
        return ordinal() * Long.BYTES;
    }
}
