package dev.sinew.policy.bundle;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

import java.util.List;

/**
 * What of a robot a policy must fit. Arrays are per joint, shared and not to be written.
 *
 * @param name       of the robot.
 * @param jointNames in the robot's order.
 * @param lowerRad   lower position limits.
 * @param upperRad   upper position limits.
 * @param baseHz     control cycles per second.
 */
public record RobotFit(String name, List<String> jointNames, double[] lowerRad, double[] upperRad, int baseHz)
{
    public static RobotFit of(final RobotDescription robot)
    {
        return of(robot, robot.rates().baseHz());
    }

    /** @param baseHz the rate that the loop really runs at, where it differs from the robot's own. */
    public static RobotFit of(final RobotDescription robot, final int baseHz)
    {
        return new RobotFit(
            robot.name(),
            robot.jointNames(),
            robot.joints().stream().mapToDouble(JointDescription::lowerRad).toArray(),
            robot.joints().stream().mapToDouble(JointDescription::upperRad).toArray(),
            baseHz);
    }
}
