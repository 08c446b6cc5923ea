package dev.sinew.hal.robot;

import java.util.List;

import dev.sinew.hal.yaml.YamlMap;

/**
 * One driver instance that serves part of the robot.
 *
 * @param name      unique name.
 * @param library   path or name of the driver's shared library.
 * @param config    configuration text that is handed to the driver unchanged.
 * @param motors    indices of the motors on this bus.
 * @param isolation where the driver runs: {@link #IN_PROCESS}, {@link #PROCESS} or {@link #PROCESS_SPIN}.
 */
public record BusDescription(String name, String library, String config, List<Integer> motors, String isolation)
{
    /** The driver runs in the loop's own process. */
    public static final String IN_PROCESS = "none";

    /** The driver runs in a process of its own; whoever waits sleeps. */
    public static final String PROCESS = "process";
    /** The driver runs in a process of its own; both sides spin. */
    public static final String PROCESS_SPIN = "process-spin";

    private static final List<String> ISOLATIONS = List.of(IN_PROCESS, PROCESS, PROCESS_SPIN);

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
