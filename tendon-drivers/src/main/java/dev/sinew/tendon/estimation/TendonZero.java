package dev.sinew.tendon.estimation;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * One moment at which everything was known: where the joints stood, where the motors stood, and what the tendons
 * pulled. From then on motors and tensions tell how the paths have changed. Calibration writes one; a simulated robot
 * starts from one.
 *
 * @param jointPositionRad joint positions, rad, one a joint.
 * @param motorPositionRad what the motor encoders read, rad, one a motor.
 * @param tensionN         what the load cells read, N, one a tendon.
 */
public record TendonZero(double[] jointPositionRad, double[] motorPositionRad, double[] tensionN)
{
    /**
     * @param robot    robot.
     * @param restN    tension of each tendon at rest, N.
     * @return the moment of a reset: default pose, motors at 0, tendons at rest.
     */
    public static TendonZero atDefaultPose(final RobotDescription robot, final double[] restN)
    {
        return new TendonZero(
            robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray(),
            new double[robot.motorCount()],
            restN.clone());
    }

    /**
     * Checks the sizes.
     *
     * @param robot robot that it shall belong to.
     * @throws IllegalArgumentException when it belongs to another one.
     */
    void requireFits(final RobotDescription robot)
    {
        if (jointPositionRad.length != robot.jointCount() || motorPositionRad.length != robot.motorCount() ||
            tensionN.length != robot.tendonCount())
        {
            throw new IllegalArgumentException("tendon zero of another robot: joints=" + jointPositionRad.length +
                ", motors=" + motorPositionRad.length + ", tendons=" + tensionN.length + ", needed=" +
                robot.jointCount() + ", " + robot.motorCount() + ", " + robot.tendonCount());
        }
    }
}
