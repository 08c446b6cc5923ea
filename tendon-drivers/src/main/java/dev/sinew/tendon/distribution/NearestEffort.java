package dev.sinew.tendon.distribution;

import java.util.Arrays;

/**
 * For a pose in which no part of an effort can be had: the tensions within their bounds whose effort is nearest to the
 * wanted one, and among those nearly the ones nearest to the reference. Each joint gets a tendon more, without bounds
 * and with a moment arm so short that using it is very dear; what that one has to pull is what is missing. With it the
 * problem always has a solution, and {@link ActiveSet} finds it. Allocation-free after construction.
 */
final class NearestEffort
{
    /** The additional moment arms, as a part of the mean size of the others. */
    private static final double ARM_RATIO = 1e-5;

    private final int joints;
    private final int tendons;
    private final ActiveSet solver;
    private final double[] arms;
    private final double[] reference;
    private final double[] tension;

    NearestEffort(final int joints, final int tendons, final double[] lower, final double[] upper)
    {
        this.joints = joints;
        this.tendons = tendons;
        final int all = tendons + joints;
        final double[] low = Arrays.copyOf(lower, all);
        final double[] high = Arrays.copyOf(upper, all);
        Arrays.fill(low, tendons, all, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, tendons, all, Double.POSITIVE_INFINITY);
        solver = new ActiveSet(joints, all, low, high, null, false);
        arms = new double[joints * all];
        reference = new double[all];
        tension = new double[all];
    }

    /** Returns the part of the effort that is made along its own direction, 0 to 1; 0 where none is wanted. */
    double solve(
        final double[] ownArms,
        final double[] effort,
        final double[] ownReference,
        final double[] ownTension)
    {
        final int all = tendons + joints;
        double squares = 0;
        for (final double arm : ownArms)
        {
            squares += arm * arm;
        }
        final double small = ARM_RATIO * Math.sqrt(squares / ownArms.length) + Double.MIN_NORMAL;
        for (int j = 0; j < joints; j++)
        {
            for (int i = 0; i < all; i++)
            {
                arms[j * all + i] = i < tendons ? ownArms[j * tendons + i] : i == tendons + j ? small : 0;
            }
        }
        System.arraycopy(ownReference, 0, reference, 0, tendons);
        solver.arms(arms);
        solver.solve(effort, reference, tension);
        System.arraycopy(tension, 0, ownTension, 0, tendons);
        double along = 0;
        double square = 0;
        for (int j = 0; j < joints; j++)
        {
            double made = 0;
            for (int i = 0; i < tendons; i++)
            {
                made += ownArms[j * tendons + i] * tension[i];
            }
            along += made * effort[j];
            square += effort[j] * effort[j];
        }
        return square > 0 ? Math.max(0, Math.min(1, along / square)) : 0;
    }
}
