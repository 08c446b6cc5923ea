package dev.sinew.hal.robot;

import java.util.List;

/**
 * One driver instance that serves part of the robot.
 *
 * @param name     unique name.
 * @param library  path or name of the driver's shared library.
 * @param config   configuration text that is handed to the driver unchanged.
 * @param motors   indices of the motors on this bus.
 */
public record BusDescription(String name, String library, String config, List<Integer> motors)
{
    /**
     * Makes the list unmodifiable.
     */
    public BusDescription
    {
        motors = List.copyOf(motors);
    }
}
