package dev.sinew.tendon;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * What a fast motion of a tendon group feels at least, in the default pose: the joints' armature, and the rotors
 * through spools and moment arms, {@code M = diag(armature) + R^T diag(J / r^2) R}. Links swing on their cables behind
 * it. Set-up only.
 */
final class RotorInertia
{
    private final RobotDescription robot;
    private final TendonRouting routing;
    private final double[] q;

    RotorInertia(final RobotDescription robot, final TendonRouting routing)
    {
        this.robot = robot;
        this.routing = routing;
        q = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
    }

    /** @return magnitudes of the inverse of M, row by row in the order of the group's joints, 1/(kg·m²). */
    double[] inverse(final TendonGroup group)
    {
        final int n = group.joints().size();
        double[] factor = matrix(group, false);
        if (SmallMatrix.cholesky(factor, n) >= 0)
        {
            factor = matrix(group, true);
            SmallMatrix.cholesky(factor, n);
        }
        final double[] inverse = new double[n * n];
        for (int c = 0; c < n; c++)
        {
            final double[] column = new double[n];
            column[c] = 1;
            SmallMatrix.choleskySolve(factor, n, column);
            for (int r = 0; r < n; r++)
            {
                inverse[r * n + c] = Math.abs(column[r]);
            }
        }
        return inverse;
    }

    /** Links count only where joints without armature have fewer rotors than there are joints. */
    private double[] matrix(final TendonGroup group, final boolean links)
    {
        final int n = group.joints().size();
        final double[] m = new double[n * n];
        for (int r = 0; r < n; r++)
        {
            final JointDescription joint = robot.joints().get(group.joints().get(r));
            m[r * n + r] = joint.armatureKgM2() + (links ? least(joint) : 0);
        }
        for (final int t : group.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(t);
            final MotorDescription motor = robot.motors().get(tendon.motor());
            final double spoolM = robot.spoolRadiusM(tendon);
            final double massKg = motor.rotorInertiaKgM2() / (motor.tendons().size() * spoolM * spoolM);
            final double[] armM = group.joints().stream().mapToDouble(j -> routing.momentArm(q, t, j)).toArray();
            for (int r = 0; r < n; r++)
            {
                for (int c = 0; c < n; c++)
                {
                    m[r * n + c] += massKg * armM[r] * armM[c];
                }
            }
        }
        return m;
    }

    private double least(final JointDescription joint)
    {
        final Vector3 moment = robot.links().get(joint.childLink()).inertiaKgM2();
        return Math.min(moment.x(), Math.min(moment.y(), moment.z()));
    }
}
