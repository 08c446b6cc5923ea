package dev.sinew.runtime.loop;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * Joint control: a spring and a damper from each joint to its target, an effort in advance, and what the joint's own
 * damping d takes at the wanted speed, {@code tau = tau_ff + kp (q* - q) + kd (q'* - q') + d q'*}. The wanted speed and
 * not the measured one: so it cannot make a joint swing. In arrays of its own, for a frame's columns are memory that a
 * compiler cannot look through. Loop's thread; allocation-free.
 */
final class Impedance
{
    private final double[] effort;
    private final double[] kp;
    private final double[] kd;
    private final double[] targetPosition;
    private final double[] targetVelocity;
    private final double[] position;
    private final double[] velocity;
    private final double[] damping;

    /**
     * @param robot joints, and whether their damping is made up for.
     */
    Impedance(final RobotDescription robot)
    {
        final int joints = robot.jointCount();
        effort = new double[joints];
        kp = new double[joints];
        kd = new double[joints];
        targetPosition = new double[joints];
        targetVelocity = new double[joints];
        position = new double[joints];
        velocity = new double[joints];
        damping = robot.joints().stream()
            .mapToDouble(joint -> robot.compensation().jointDamping() ? joint.dampingNmsRad() : 0).toArray();
    }

    /**
     * @param frame in: targets and estimates; out: wanted efforts, N·m.
     */
    void wanted(final CycleFrame frame)
    {
        frame.targetEffort.copyTo(effort);
        frame.targetKp.copyTo(kp);
        frame.targetKd.copyTo(kd);
        frame.targetPosition.copyTo(targetPosition);
        frame.targetVelocity.copyTo(targetVelocity);
        frame.estimatePosition.copyTo(position);
        frame.estimateVelocity.copyTo(velocity);
        for (int j = 0; j < effort.length; j++)
        {
            effort[j] += kp[j] * (targetPosition[j] - position[j]) + kd[j] * (targetVelocity[j] - velocity[j]) +
                damping[j] * targetVelocity[j];
        }
        frame.effortWanted.setAll(effort);
    }
}
