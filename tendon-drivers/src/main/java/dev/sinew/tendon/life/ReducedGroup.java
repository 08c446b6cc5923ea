package dev.sinew.tendon.life;

import dev.sinew.tendon.distribution.SmallMatrix;

/**
 * A group without one tendon, in which the reaction of a joint's hard stop may stand in for it: a stop can push one way
 * and not pull, just as a tendon can pull and not push. A parked joint is asked for no effort, so tendons and stop
 * balance there, and the joint stays at its stop whatever the others do. Set-up only.
 */
final class ReducedGroup
{
    /** A stop is leant on with at least this part of the joint's greatest effort. */
    static final double LEAN_MIN = 0.06;
    /** Part of the joint's greatest effort that is aimed for. */
    private static final double LEAN = 0.12;
    private static final double LEAN_MAX = 1;

    final int joints;
    final int columns;
    /** Column of the whole group that a column of this one is, -1 for a stop. */
    final int[] source;
    final double[] arms;
    final double[] lower;
    final double[] upper;
    final double[] reference;

    /**
     * @param group group.
     * @param lost  column of the lost tendon.
     * @param rows  rows of the joints that are parked.
     * @param signs direction of the stop of each, -1 or 1.
     */
    ReducedGroup(final GroupNumbers group, final int lost, final int[] rows, final int[] signs)
    {
        joints = group.joints();
        columns = group.tendons() - 1 + rows.length;
        source = new int[columns];
        arms = new double[joints * columns];
        lower = new double[columns];
        upper = new double[columns];
        reference = new double[columns];
        int c = 0;
        for (int i = 0; i < group.tendons(); i++)
        {
            if (i != lost)
            {
                for (int row = 0; row < joints; row++)
                {
                    arms[row * columns + c] = group.arm(row, i);
                }
                lower[c] = group.lowerN()[i];
                upper[c] = group.upperN()[i];
                reference[c] = group.pretension()[i];
                source[c++] = i;
            }
        }
        for (int k = 0; k < rows.length; k++)
        {
            final double arm = group.meanArm(rows[k]);
            final double full = group.effortMax()[rows[k]] / arm;
            arms[rows[k] * columns + c] = -signs[k] * arm;
            lower[c] = LEAN_MIN * full;
            upper[c] = LEAN_MAX * full;
            reference[c] = LEAN * full;
            source[c++] = -1;
        }
    }

    /** True when there are more columns than joints and the joints are independent of each other. */
    boolean solvable()
    {
        return columns > joints && SmallMatrix.cholesky(SmallMatrix.gram(arms, joints, columns), joints) < 0;
    }
}
