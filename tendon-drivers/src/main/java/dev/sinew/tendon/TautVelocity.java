package dev.sinew.tendon;

/**
 * Joint velocities from motors while every tendon of the robot is taut, {@code q' = R^+ v}, in one sparse matrix: the
 * usual case without a walk through the groups. Loop's thread; allocation-free after construction.
 */
final class TautVelocity
{
    private final double[] tautAboveN;
    /** Entries of joint {@code j} are at {@code first[j]} to {@code first[j + 1] - 1}. */
    private final int[] first;
    private final int[] tendon;
    private final double[] gain;

    private TautVelocity(final int joints, final int entries, final int tendons)
    {
        tautAboveN = new double[tendons];
        first = new int[joints + 1];
        tendon = new int[entries];
        gain = new double[entries];
    }

    /**
     * @param groups  all groups.
     * @param joints  joints of the robot.
     * @param tendons its tendons.
     * @return null where a group's matrix follows the pose, or is open.
     */
    static TautVelocity of(final TransmissionGroup[] groups, final int joints, final int tendons)
    {
        final TransmissionGroup[] groupOf = new TransmissionGroup[joints];
        final int[] rowOf = new int[joints];
        int entries = 0;
        for (final TransmissionGroup group : groups)
        {
            if (!group.hasInverse())
            {
                return null;
            }
            entries += group.joints().length * group.tendons().length;
            for (int row = 0; row < group.joints().length; row++)
            {
                groupOf[group.joints()[row]] = group;
                rowOf[group.joints()[row]] = row;
            }
        }
        final TautVelocity all = new TautVelocity(joints, entries, tendons);
        int next = 0;
        for (int j = 0; j < joints; j++)
        {
            all.first[j] = next;
            for (int i = 0; i < groupOf[j].tendons().length; i++)
            {
                all.tendon[next] = groupOf[j].tendons()[i];
                all.gain[next++] = groupOf[j].inverse(i, rowOf[j]);
                all.tautAboveN[groupOf[j].tendons()[i]] = groupOf[j].tautAboveN(i);
            }
        }
        all.first[joints] = next;
        return all;
    }

    /**
     * @param tensionN tensions of all tendons, N.
     * @return true when all of them are taut; not a number is not.
     */
    boolean isTaut(final double[] tensionN)
    {
        boolean taut = true;
        for (int i = 0; i < tautAboveN.length; i++)
        {
            taut &= tensionN[i] >= tautAboveN[i];
        }
        return taut;
    }

    /**
     * @param windingMS speed at which each tendon is wound in, m/s.
     * @param velocity  out, velocity of each joint, rad/s.
     */
    void solve(final double[] windingMS, final double[] velocity)
    {
        for (int j = 0; j < velocity.length; j++)
        {
            double sum = 0;
            for (int k = first[j]; k < first[j + 1]; k++)
            {
                sum += gain[k] * windingMS[tendon[k]];
            }
            velocity[j] = sum;
        }
    }
}
