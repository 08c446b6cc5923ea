package dev.sinew.hal.system;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;

/**
 * What somebody wants of a {@link SystemFactory}.
 *
 * @param robot     the robot.
 * @param scenario  scripted events; {@link Scenario#NONE} for none.
 * @param seed      seed of every random number that the system draws.
 * @param noise     false switches the simulated sensors' noise off.
 * @param plantSeed seed from which a simulator draws tendons that are off the robot's file, as far as
 *                  {@link dev.sinew.hal.robot.PlantVariation} allows; {@link #AS_DESCRIBED} for the file's own.
 */
public record SystemRequest(RobotDescription robot, Scenario scenario, long seed, boolean noise, long plantSeed)
{
    /** The simulated tendons are those of the file. */
    public static final long AS_DESCRIBED = 0;

    /**
     * A system whose tendons are those of the file.
     *
     * @param robot    the robot.
     * @param scenario scripted events.
     * @param seed     seed.
     * @param noise    false switches noise off.
     */
    public SystemRequest(final RobotDescription robot, final Scenario scenario, final long seed, final boolean noise)
    {
        this(robot, scenario, seed, noise, AS_DESCRIBED);
    }
}
