package dev.sinew.bench.faults;

/** What goes wrong in one row of the table of faults. */
enum FaultCase
{
    /** Answers that never come. */
    DROPPED("dropped answers", "drop_reply share=0.2", Kind.FRAME),
    /** Answers that come 20 ms late. */
    LATE("answers 20 ms late", "late_reply delay_s=0.02 share=0.1", Kind.DELAY),
    /** Answers with a wrong check. */
    WRONG_CHECK("wrong check", "wrong_checksum share=0.2", Kind.FRAME),
    /** Answers of motor 1 that seem to be motor 2's. */
    WRONG_ID("wrong id", "wrong_id id=1 other_id=2 share=0.2", Kind.FRAME),
    /** Answers of zeros. */
    ZERO_FRAME("frames of zeros", "zero_frame share=0.2", Kind.FRAME),
    /** Answers with a right check over zeros. */
    ZERO_DATA("data of zeros", "zero_data share=0.2", Kind.FRAME),
    /** Answers that end after six bytes. */
    TRUNCATED("answers cut short", "truncated_reply bytes=6 share=0.2", Kind.FRAME),
    /** Random bytes in front of answers. */
    NOISE("noise", "noise bytes=5 share=0.2", Kind.FRAME),
    /** The encoder of motor 1 repeats itself. */
    ENCODER_STUCK("encoder stuck", "encoder_stuck id=1", Kind.TRUE_TO_THE_WIRE),
    /** The shaft of motor 1 does not turn. */
    STALL("shaft stalled", "stall id=1", Kind.MOTOR),
    /** Motor 1 is too hot. */
    OVERHEAT("too hot", "overheat id=1 celsius=130", Kind.FAULT),
    /** The wire is cut for half a second. */
    BUS_CUT("bus cut 0.5 s", "bus_cut for_s=0.5", Kind.CUT),
    /** Motor 1 restarts while it turns. */
    RESET("reset in motion", "reset id=1 for_s=0.001", Kind.FAULT);

    /** What has to show. */
    enum Kind
    {
        /** Some frames are bad: they are counted, and none of their values is used. */
        FRAME,
        /** Good frames come late: a driver may wait for them, or count them and show their true age. */
        DELAY,
        /** Frames are good and their content is not true: no driver can see it. */
        TRUE_TO_THE_WIRE,
        /** Something happens to the motor that is no fault of the device: its values stay true. */
        MOTOR,
        /** A device is ill: the status says so, or the motors are stopped. */
        FAULT,
        /** Nobody can talk: LOST, and motors with a watchdog stop by themselves. */
        CUT
    }

    private final String title;
    private final String line;
    private final Kind kind;

    FaultCase(final String title, final String line, final Kind kind)
    {
        this.title = title;
        this.line = line;
        this.kind = kind;
    }

    /** @return words for a table. */
    String title()
    {
        return title;
    }

    /** @return the emulator's command, without the word fault. */
    String line()
    {
        return line;
    }

    /** @return the emulator's word for it. */
    String word()
    {
        return line.substring(0, line.indexOf(' '));
    }

    /** @return whether answers are spoiled while commands arrive all the same. */
    boolean isOfAnswers()
    {
        return kind == Kind.FRAME || kind == Kind.DELAY;
    }

    /** @return what has to show. */
    Kind kind()
    {
        return kind;
    }
}
