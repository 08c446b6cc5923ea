package dev.sinew.hal.system;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;

/**
 * What somebody wants of a {@link SystemFactory}.
 *
 * @param robot    the robot.
 * @param scenario scripted events; {@link Scenario#NONE} for none.
 * @param seed     seed of every random number that the system draws.
 * @param noise    false switches the simulated sensors' noise off.
 */
public record SystemRequest(RobotDescription robot, Scenario scenario, long seed, boolean noise)
{
}
