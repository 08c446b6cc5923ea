package dev.sinew.hal.robot;

import java.util.List;

import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.YamlMap;

/**
 * One driver instance that serves part of the robot.
 *
 * @param name      unique name.
 * @param library   path or name of the driver's shared library.
 * @param config    configuration text that is handed to the driver unchanged.
 * @param motors    indices of the motors on this bus.
 * @param isolation where the driver runs: {@link #IN_PROCESS}, {@link #PROCESS} or {@link #PROCESS_SPIN}.
 * @param rateHz    rated samples a second of a bus that is slower than the loop; {@link #EVERY_CYCLE} for one that has
 *                  a new sample in each cycle.
 */
public record BusDescription(
    String name,
    String library,
    String config,
    List<Integer> motors,
    String isolation,
    double rateHz)
{
    /** Rate of a bus that is expected to have a new sample in each cycle. */
    public static final double EVERY_CYCLE = 0;

    /** The driver runs in the loop's own process. */
    public static final String IN_PROCESS = "none";

    /** The driver runs in a process of its own; whoever waits sleeps. */
    public static final String PROCESS = "process";
    /** The driver runs in a process of its own; both sides spin. */
    public static final String PROCESS_SPIN = "process-spin";

    private static final List<String> ISOLATIONS = List.of(IN_PROCESS, PROCESS, PROCESS_SPIN);
    private static final Range RATE = Range.of(1, 10_000, "Hz");

    /**
     * Makes the list unmodifiable.
     */
    public BusDescription
    {
        motors = List.copyOf(motors);
    }

    /**
     * @param entry an entry of a list of buses.
     * @return its {@code isolation}, {@link #IN_PROCESS} when it has none; a word that means nothing is a mistake.
     */
    public static String isolation(final YamlMap entry)
    {
        if (!entry.has("isolation"))
        {
            return IN_PROCESS;
        }
        final String word = entry.string("isolation");
        if (!word.isEmpty() && !ISOLATIONS.contains(word))
        {
            entry.mistake("isolation", "'" + word + "' is not known; write one of " + String.join(", ", ISOLATIONS));
        }
        return word;
    }

    /**
     * @param entry an entry of a list of buses.
     * @return its {@code rate_hz}, {@link #EVERY_CYCLE} when it has none.
     */
    public static double rate(final YamlMap entry)
    {
        return entry.has("rate_hz") ? entry.number("rate_hz", RATE) : EVERY_CYCLE;
    }

    /**
     * A bus that has a new sample in each cycle.
     *
     * @param name      unique name.
     * @param library   path or name of the driver's shared library.
     * @param config    configuration text that is handed to the driver unchanged.
     * @param motors    indices of the motors on this bus.
     * @param isolation where the driver runs.
     */
    public BusDescription(
        final String name,
        final String library,
        final String config,
        final List<Integer> motors,
        final String isolation)
    {
        this(name, library, config, motors, isolation, EVERY_CYCLE);
    }

    /**
     * A driver in the loop's own process.
     *
     * @param name    unique name.
     * @param library path or name of the driver's shared library.
     * @param config  configuration text that is handed to the driver unchanged.
     * @param motors  indices of the motors on this bus.
     */
    public BusDescription(final String name, final String library, final String config, final List<Integer> motors)
    {
        this(name, library, config, motors, IN_PROCESS);
    }
}
