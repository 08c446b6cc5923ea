package dev.sinew.tendon;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * One finger, ankle or antagonist joint: its matrices, its solver, and the source of its velocities. Loop's thread.
 */
final class TransmissionGroup
{
    /** A tendon below this part of its least tension does not count as taut. */
    private static final double TAUT_RATIO = 0.5;

    private final int[] joint;
    private final int[] tendon;
    /** {@code A = R^T}, row by row, one row a joint. */
    private final double[] arms;
    /** {@code A^T (A A^T)^-1}, row by row, one row a tendon: its transpose is {@code R^+}. */
    private final double[] inverse;
    private final double[] tautAboveN;
    private final double[] pretension;
    private final double[] middle;
    private final TensionDistribution distribution;

    private final double[] effort;
    private final double[] reference;
    private final double[] tension;
    private VelocitySource velocitySource = VelocitySource.JOINTS;
    private double scale = 1;

    TransmissionGroup(final RobotDescription robot, final TendonGroup group, final TendonRouting routing)
    {
        final int joints = group.joints().size();
        final int tendons = group.tendons().size();
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        final double[] lower = new double[tendons];
        final double[] upper = new double[tendons];
        arms = new double[joints * tendons];
        tautAboveN = new double[tendons];
        pretension = new double[tendons];
        middle = new double[tendons];
        final double[] origin = new double[robot.jointCount()];
        for (int i = 0; i < tendons; i++)
        {
            final TendonDescription cable = robot.tendons().get(tendon[i]);
            lower[i] = cable.tensionMinN();
            upper[i] = TendonTransmission.tensionMax(cable, robot.motors().get(cable.motor()));
            if (!(upper[i] > lower[i]))
            {
                throw new IllegalArgumentException("tendon " + cable.name() + ": motor " +
                    robot.motors().get(cable.motor()).name() + " can pull " + upper[i] +
                    " N at most, which is not above the tendon's tension_min_n " + lower[i]);
            }
            tautAboveN[i] = TAUT_RATIO * lower[i];
            pretension[i] = Math.min(cable.pretensionN(), upper[i]);
            middle[i] = 0.5 * (lower[i] + upper[i]);
            for (int j = 0; j < joints; j++)
            {
                arms[j * tendons + i] = routing.momentArm(origin, tendon[i], joint[j]);
            }
        }
        WrenchClosure.require(robot, group, arms, lower, upper);
        inverse = SmallMatrix.rightInverse(arms, joints, tendons);
        distribution = TensionDistribution.of(arms, joints, tendons, lower, upper);
        effort = new double[joints];
        reference = new double[tendons];
        tension = new double[tendons];
    }

    VelocitySource velocitySource()
    {
        return velocitySource;
    }

    double scale()
    {
        return scale;
    }

    /** Tensions without effort, nearest to the file's pretension; {@code out} is indexed as the robot's tendons. */
    void rest(final double[] out)
    {
        for (int j = 0; j < joint.length; j++)
        {
            effort[j] = 0;
        }
        distribution.solve(effort, pretension, tension);
        for (int i = 0; i < tendon.length; i++)
        {
            out[tendon[i]] = tension[i];
        }
    }

    void velocity(
        final boolean fromMotors,
        final double[] tensionN,
        final double[] windingMS,
        final Column sensor,
        final Column out)
    {
        boolean taut = fromMotors;
        for (int i = 0; i < tendon.length; i++)
        {
            taut &= tensionN[tendon[i]] > tautAboveN[i];
        }
        velocitySource = taut ? VelocitySource.MOTORS : VelocitySource.JOINTS;
        for (int j = 0; j < joint.length; j++)
        {
            double velocity = 0;
            if (taut)
            {
                for (int i = 0; i < tendon.length; i++)
                {
                    velocity += inverse[i * joint.length + j] * windingMS[tendon[i]];
                }
            }
            else
            {
                velocity = sensor.get(joint[j]);
            }
            out.set(joint[j], velocity);
        }
    }

    double distribute(
        final Column wanted,
        final double coContraction,
        final Column tensionOut,
        final Column achievedOut)
    {
        double check = 0;
        for (int j = 0; j < joint.length; j++)
        {
            effort[j] = wanted.get(joint[j]);
            check += effort[j] * 0.0;
        }
        final boolean finite = check == 0;
        for (int j = 0; j < joint.length && !finite; j++)
        {
            effort[j] = 0;
        }
        for (int i = 0; i < tendon.length; i++)
        {
            reference[i] = pretension[i] + coContraction * (middle[i] - pretension[i]);
        }
        scale = distribution.solve(effort, reference, tension);
        if (!finite)
        {
            scale = 0;
        }
        for (int i = 0; i < tendon.length; i++)
        {
            tensionOut.set(tendon[i], tension[i]);
        }
        for (int j = 0; j < joint.length; j++)
        {
            double sum = 0;
            for (int i = 0; i < tendon.length; i++)
            {
                sum += arms[j * tendon.length + i] * tension[i];
            }
            achievedOut.set(joint[j], sum);
        }
        return scale;
    }
}
