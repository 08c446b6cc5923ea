package dev.sinew.hal.driver.conformance;

/**
 * The rules that the kit checks. The ids are part of the public contract: append only, never rename.
 */
public enum Rule
{
    /** Loading. */
    ABI_VERSION("abi-version", "exports every verb and speaks this host's ABI"),
    /** Names. */
    IDENTITY("identity", "has a name without blanks and a version"),
    /** Crashes and hangs. */
    SURVIVES("survives", "no verb exits, aborts, raises a signal or hangs"),
    /** Refusing configuration. */
    OPEN_REFUSES("open-refuses", "refuses configuration that it does not understand, in one line, claiming nothing"),
    /** Description of the blocks. */
    LAYOUT("layout", "describes blocks and channels that are known, aligned, inside and apart"),
    /** Order of calls. */
    LIFECYCLE("lifecycle", "keeps the order of calls; activate and deactivate twice are harmless"),
    /** Sample numbers. */
    SEQUENCE("sequence", "a new sample has a greater number; without one the block stays as it is"),
    /** Device time. */
    DEVICE_TIME("device-time", "the device's time runs forwards"),
    /** Arrival time. */
    ARRIVAL_TIME("arrival-time", "says when a sample arrived, on the host's clock, or 0"),
    /** Validity. */
    VALIDITY("validity", "marks only groups that it has; no number is NaN, reserved fields are 0"),
    /** Run time. */
    TIME_BOUND("time-bound", "receive and send return quickly"),
    /** Allocation. */
    NO_ALLOCATION("no-allocation", "receive and send allocate and free nothing"),
    /** Printing and files. */
    QUIET("quiet", "receive and send print nothing and open no file"),
    /** Errors of the cycle. */
    ERRORS("errors", "refuses a NaN and an unknown request with a reason, and goes on afterwards"),
    /** Stopping. */
    DEACTIVATED_STOPS("deactivated-stops", "no motor pulls after deactivate, because of activate or when not enabled"),
    /** Watchdog. */
    WATCHDOG("watchdog", "the device stops within its time when sends cease, not before, and says so"),
    /** Several handles. */
    INSTANCES("instances", "two handles do not disturb each other, and may change threads"),
    /** Leaks. */
    NO_LEAK("no-leak", "gives memory, files and threads back at close and after a refusal");

    private final String id;
    private final String sentence;

    Rule(final String id, final String sentence)
    {
        this.id = id;
        this.sentence = sentence;
    }

    /**
     * @return its stable name.
     */
    public String id()
    {
        return id;
    }

    /**
     * @return what it asks, in a few words.
     */
    public String sentence()
    {
        return sentence;
    }
}
