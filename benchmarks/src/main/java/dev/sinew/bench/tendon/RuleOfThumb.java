package dev.sinew.bench.tendon;

import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.distribution.TensionDistribution;

/**
 * What others use, as rivals: they return tensions outside the bounds, or give up, where the exact rules do not. The
 * value of {@code solve} is 1 when the tensions are within the bounds, else 0.
 */
final class RuleOfThumb implements TensionDistribution
{
    private static final double TOLERANCE_N = 1e-9;

    /** Which rule. */
    enum Kind
    {
        /** Least-norm tensions: {@code A^+ b}. Half of them push. */
        PSEUDO_INVERSE,
        /** Least distance to the middle of the bounds, bounds ignored (Pott 2009). */
        CLOSED_FORM,
        /** The same, with the worst tendon put on its bound and the rest solved again (Pott 2014). */
        IMPROVED_CLOSED_FORM
    }

    private final Kind kind;
    private final int joints;
    private final int tendons;
    private final double[] arms;
    private double[] inverse;
    private final double[] lower;
    private final double[] upper;
    private final double[] factor;
    private final double[] left;
    private final boolean[] fixed;

    RuleOfThumb(final Kind kind, final Finger finger)
    {
        this.kind = kind;
        joints = finger.joints();
        tendons = finger.tendons();
        arms = finger.arms().clone();
        lower = finger.lower();
        upper = finger.upper();
        inverse = SmallMatrix.rightInverse(arms, joints, tendons);
        factor = new double[joints * joints];
        left = new double[joints];
        fixed = new boolean[tendons];
    }

    /** Allocates: nobody times it. */
    @Override
    public boolean arms(final double[] newArms)
    {
        System.arraycopy(newArms, 0, arms, 0, arms.length);
        inverse = SmallMatrix.rightInverse(arms, joints, tendons);
        return true;
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = kind == Kind.PSEUDO_INVERSE ? 0 : reference[i];
            fixed[i] = false;
        }
        rest(effort, tension);
        for (int i = 0; i < tendons; i++)
        {
            for (int j = 0; j < joints; j++)
            {
                tension[i] += inverse[i * joints + j] * left[j];
            }
        }
        int free = tendons;
        int worst = worst(tension);
        while (worst >= 0 && kind == Kind.IMPROVED_CLOSED_FORM && free > joints)
        {
            tension[worst] = tension[worst] < lower[worst] ? lower[worst] : upper[worst];
            fixed[worst] = true;
            free--;
            solveFree(effort, reference, tension);
            worst = worst(tension);
        }
        return worst < 0 ? 1 : 0;
    }

    private void rest(final double[] effort, final double[] tension)
    {
        for (int j = 0; j < joints; j++)
        {
            double sum = effort[j];
            for (int i = 0; i < tendons; i++)
            {
                sum -= arms[j * tendons + i] * tension[i];
            }
            left[j] = sum;
        }
    }

    private void solveFree(final double[] effort, final double[] reference, final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = fixed[i] ? tension[i] : reference[i];
        }
        rest(effort, tension);
        for (int j = 0; j < joints; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = 0;
                for (int i = 0; i < tendons; i++)
                {
                    sum += fixed[i] ? 0 : arms[j * tendons + i] * arms[k * tendons + i];
                }
                factor[j * joints + k] = sum;
            }
        }
        SmallMatrix.cholesky(factor, joints);
        SmallMatrix.choleskySolve(factor, joints, left);
        for (int i = 0; i < tendons; i++)
        {
            for (int j = 0; j < joints && !fixed[i]; j++)
            {
                tension[i] += arms[j * tendons + i] * left[j];
            }
        }
    }

    private int worst(final double[] tension)
    {
        int worst = -1;
        double most = TOLERANCE_N;
        for (int i = 0; i < tendons; i++)
        {
            final double violation = Math.max(lower[i] - tension[i], tension[i] - upper[i]);
            if (!fixed[i] && violation > most)
            {
                most = violation;
                worst = i;
            }
        }
        return worst;
    }
}
