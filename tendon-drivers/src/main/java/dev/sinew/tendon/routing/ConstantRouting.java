package dev.sinew.tendon.routing;

import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Tendons over round pulleys: every moment arm is a constant, {@code l(q) = rest - R q}. Immutable; thread-safe.
 */
public final class ConstantRouting implements TendonRouting
{
    private final int jointCount;
    private final int tendonCount;
    /** Arms of tendon {@code i} are at {@code first[i]} to {@code first[i + 1] - 1}. */
    private final int[] first;
    private final int[] joint;
    private final double[] arm;
    private final double[] rest;
    /** The same arms by joint: those of joint {@code j}, tendons in rising order, from {@code jointFirst[j]} on. */
    private final int[] jointFirst;
    private final int[] jointTendon;
    private final double[] jointArm;

    /**
     * @param robot robot whose tendons are meant.
     */
    public ConstantRouting(final RobotDescription robot)
    {
        jointCount = robot.jointCount();
        tendonCount = robot.tendonCount();
        first = new int[tendonCount + 1];
        rest = new double[tendonCount];
        int count = 0;
        for (int i = 0; i < tendonCount; i++)
        {
            first[i] = count;
            rest[i] = robot.tendons().get(i).restLengthM();
            count += robot.tendons().get(i).momentArms().size();
        }
        first[tendonCount] = count;
        joint = new int[count];
        arm = new double[count];
        for (int i = 0; i < tendonCount; i++)
        {
            final List<TendonDescription.MomentArm> arms = robot.tendons().get(i).momentArms();
            for (int k = 0; k < arms.size(); k++)
            {
                joint[first[i] + k] = arms.get(k).joint();
                arm[first[i] + k] = arms.get(k).momentArmM();
            }
        }
        jointFirst = new int[jointCount + 1];
        jointTendon = new int[count];
        jointArm = new double[count];
        int next = 0;
        for (int j = 0; j < jointCount; j++)
        {
            jointFirst[j] = next;
            for (int i = 0; i < tendonCount; i++)
            {
                for (int k = first[i]; k < first[i + 1]; k++)
                {
                    if (joint[k] == j)
                    {
                        jointTendon[next] = i;
                        jointArm[next++] = arm[k];
                    }
                }
            }
        }
        jointFirst[jointCount] = next;
    }

    @Override
    public int jointCount()
    {
        return jointCount;
    }

    @Override
    public int tendonCount()
    {
        return tendonCount;
    }

    @Override
    public void lengths(final double[] q, final double[] length)
    {
        for (int i = 0; i < tendonCount; i++)
        {
            length[i] = rest[i] - along(i, q);
        }
    }

    @Override
    public void velocities(final double[] q, final double[] qd, final double[] velocity)
    {
        for (int i = 0; i < tendonCount; i++)
        {
            velocity[i] = -along(i, qd);
        }
    }

    @Override
    public void efforts(final double[] q, final double[] tension, final double[] effort)
    {
        for (int j = 0; j < jointCount; j++)
        {
            double sum = 0;
            for (int k = jointFirst[j]; k < jointFirst[j + 1]; k++)
            {
                sum += jointArm[k] * tension[jointTendon[k]];
            }
            effort[j] = sum;
        }
    }

    @Override
    public double momentArm(final double[] q, final int tendon, final int jointIndex)
    {
        double sum = 0;
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            if (joint[k] == jointIndex)
            {
                sum += arm[k];
            }
        }
        return sum;
    }

    @Override
    public boolean isConstant()
    {
        return true;
    }

    private double along(final int tendon, final double[] perJoint)
    {
        double sum = 0;
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            sum += arm[k] * perJoint[joint[k]];
        }
        return sum;
    }
}
