package dev.sinew.tendon.routing;

import java.util.List;

/**
 * Moment arms of tendons at the joints that they cross, and nothing for the others; kept by tendon and by joint,
 * because lengths sum over a tendon's joints and efforts over a joint's tendons. One thread.
 */
final class ArmTable
{
    final int jointCount;
    final int tendonCount;
    /** Arms of tendon {@code i} are at {@code first[i]} to {@code first[i + 1] - 1}. */
    final int[] first;
    final double[] arm;
    private final int[] joint;
    /** The same arms by joint: those of joint {@code j}, tendons in rising order, from {@code jointFirst[j]} on. */
    private final int[] jointFirst;
    private final int[] jointTendon;
    private final double[] jointArm;
    /** Place in {@link #jointArm} of each arm. */
    private final int[] twin;

    /**
     * @param jointCount number of joints of the robot.
     * @param crossed    joints that each tendon crosses, in the order in which it has its arms.
     */
    ArmTable(final int jointCount, final List<List<Integer>> crossed)
    {
        this.jointCount = jointCount;
        tendonCount = crossed.size();
        first = new int[tendonCount + 1];
        for (int i = 0; i < tendonCount; i++)
        {
            first[i + 1] = first[i] + crossed.get(i).size();
        }
        final int count = first[tendonCount];
        joint = new int[count];
        arm = new double[count];
        twin = new int[count];
        jointFirst = new int[jointCount + 1];
        jointTendon = new int[count];
        jointArm = new double[count];
        for (int i = 0; i < tendonCount; i++)
        {
            for (int k = first[i]; k < first[i + 1]; k++)
            {
                joint[k] = crossed.get(i).get(k - first[i]);
            }
        }
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
                        twin[k] = next++;
                    }
                }
            }
        }
        jointFirst[jointCount] = next;
    }

    /** After a tendon's arms were written to {@link #arm}. */
    void changed(final int tendon)
    {
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            jointArm[twin[k]] = arm[k];
        }
    }

    /** @return what a tendon's arms make of one number a joint. */
    double along(final int tendon, final double[] perJoint)
    {
        double sum = 0;
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            sum += arm[k] * perJoint[joint[k]];
        }
        return sum;
    }

    void efforts(final double[] tension, final double[] effort)
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

    boolean crosses(final int tendon, final int jointIndex)
    {
        for (int k = first[tendon]; k < first[tendon + 1]; k++)
        {
            if (joint[k] == jointIndex)
            {
                return true;
            }
        }
        return false;
    }

    double at(final int tendon, final int jointIndex)
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
}
