package dev.sinew.hal.robot;

import java.util.List;

/**
 * One driver instance that serves part of the robot.
 *
 * @param name      unique name.
 * @param library   path or name of the driver's shared library.
 * @param config    configuration text that is handed to the driver unchanged.
 * @param motors    indices of the motors on this bus.
 * @param isolation where the driver runs: {@link #IN_PROCESS} or another word that the system understands.
 */
public record BusDescription(String name, String library, String config, List<Integer> motors, String isolation)
{
    /** The driver runs in the loop's own process. */
    public static final String IN_PROCESS = "none";

    /**
     * Makes the list unmodifiable.
     */
    public BusDescription
    {
        motors = List.copyOf(motors);
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
