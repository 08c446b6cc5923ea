package dev.sinew.tendon.distribution;

/**
 * Tensions of one tendon group for a wanted effort. Not thread-safe; allocation-free; the same input gives the same
 * bits, whatever came before.
 */
public interface TensionDistribution
{
    /**
     * Takes the moment arms of another pose. Costs about as much as one {@link #solve}; not needed while they stay.
     *
     * @param arms {@code A = R^T}, row by row, one row a joint, one column a tendon, m, finite; copied.
     * @return true when the rows are independent; where they are not, no tensions make every effort, and {@code solve}
     * comes as near as it can.
     */
    boolean arms(double[] arms);

    /**
     * Finds the tensions nearest to a reference that make the wanted effort, or as much of it as the bounds allow.
     *
     * <p>In a pose in which no part of it can be had within the bounds (the tendons have no wrench closure there), the
     * tensions make the effort that is nearest to the wanted one.</p>
     *
     * @param effort    in, wanted joint efforts, N·m, finite.
     * @param reference in, tensions to stay near to, N, finite: a pretension, the lower bounds for the least tensions,
     *                  the last tensions for the least change.
     * @param tension   out, N, each within its bounds.
     * @return scale {@code s} in [0, 1]: the tensions make {@code s} times the wanted effort, and no greater part could
     * be had; 1 when all of it was had. In a pose in which no part of it can be had alone, how much of it the nearest
     * effort has along it.
     */
    double solve(double[] effort, double[] reference, double[] tension);

    /**
     * Picks the fastest exact rule for a group.
     *
     * @param arms    {@code A = R^T}, row by row, one row a joint, one column a tendon, m.
     * @param joints  number of rows.
     * @param tendons number of columns, more than rows.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     * @return a solver.
     * @throws IllegalArgumentException when the rows are not independent.
     */
    static TensionDistribution of(
        final double[] arms,
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper)
    {
        if (joints == 1 && tendons == 2 && arms[0] * arms[1] < 0)
        {
            return new AntagonistPair(arms, lower, upper);
        }
        if (tendons == joints + 1 && OneRedundantTendon.isClosed(arms, joints))
        {
            return new OneRedundantTendon(arms, joints, lower, upper);
        }
        return new ActiveSet(arms, joints, tendons, lower, upper);
    }

    /**
     * Picks the fastest rule for a group whose moment arms move with the pose: as {@link #of}, but an effort that
     * cannot be had is scaled by up to a fiftieth more than it has to be: that keeps tensions continuous in the arms.
     *
     * @param arms    {@code A = R^T} in some pose, row by row, one row a joint, one column a tendon, m.
     * @param joints  number of rows.
     * @param tendons number of columns, more than rows.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     * @return a solver.
     * @throws IllegalArgumentException when the rows are not independent in that pose.
     */
    static TensionDistribution ofMoving(
        final double[] arms,
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper)
    {
        final TensionDistribution fixed = of(arms, joints, tendons, lower, upper);
        if (!(fixed instanceof ActiveSet))
        {
            return fixed;
        }
        final ActiveSet moving =
            new ActiveSet(joints, tendons, lower, upper, new NearestEffort(joints, tendons, lower, upper), true);
        moving.arms(arms);
        return moving;
    }

    /**
     * For a group that need not be able to make every effort.
     *
     * @param arms    {@code A = R^T}, row by row, one row a joint, one column a tendon, m.
     * @param joints  number of rows.
     * @param tendons number of columns, any number.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     * @return a solver; where an effort cannot be had, it makes the nearest one.
     */
    static TensionDistribution nearest(
        final double[] arms,
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper)
    {
        if (tendons <= joints)
        {
            return new FewTendons(arms, joints, tendons, lower, upper);
        }
        final ActiveSet solver =
            new ActiveSet(joints, tendons, lower, upper, new NearestEffort(joints, tendons, lower, upper), false);
        solver.arms(arms);
        return solver;
    }
}
