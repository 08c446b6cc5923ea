package dev.sinew.tendon.distribution;

/**
 * One tendon more than joints: all solutions lie on a line {@code f = f_p + λ n} along the strictly positive null
 * vector {@code n}, so both the bounds and the nearest point are intervals and numbers in λ.
 */
public final class OneRedundantTendon implements TensionDistribution
{
    /** A null vector whose smallest entry is below this part of the largest counts as not strictly positive. */
    private static final double CLOSURE_RATIO_MIN = 1e-6;

    private final int joints;
    private final int tendons;
    private final double[] inverse;
    private final double[] nullVector;
    private final double[] lower;
    private final double[] upper;
    private final double[] particular;

    /**
     * @param arms   {@code A = R^T}, row by row, m.
     * @param joints number of rows; one more column than rows.
     * @param lower  least tensions, N.
     * @param upper  greatest tensions, N.
     */
    public OneRedundantTendon(final double[] arms, final int joints, final double[] lower, final double[] upper)
    {
        if (!isClosed(arms, joints))
        {
            throw new IllegalArgumentException("the tendons do not pull each joint both ways: joints=" + joints);
        }
        this.joints = joints;
        tendons = joints + 1;
        inverse = SmallMatrix.rightInverse(arms, joints, tendons);
        nullVector = SmallMatrix.nullVector(arms, joints, tendons);
        this.lower = lower.clone();
        this.upper = upper.clone();
        particular = new double[tendons];
    }

    /**
     * @param arms   {@code A = R^T}, row by row, m.
     * @param joints number of rows; one more column than rows.
     * @return true when the rows are independent and the null vector is strictly of one sign (wrench closure).
     */
    public static boolean isClosed(final double[] arms, final int joints)
    {
        if (!SmallMatrix.isFullRowRank(arms, joints, joints + 1))
        {
            return false;
        }
        final double[] vector = SmallMatrix.nullVector(arms, joints, joints + 1);
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (final double entry : vector)
        {
            least = Math.min(least, entry);
            most = Math.max(most, entry);
        }
        return least > CLOSURE_RATIO_MIN * most;
    }

    /**
     * @return unit null vector, all entries positive; a copy.
     */
    public double[] nullVector()
    {
        return nullVector.clone();
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        double nearest = 0;
        for (int i = 0; i < tendons; i++)
        {
            double f = 0;
            for (int j = 0; j < joints; j++)
            {
                f += inverse[i * joints + j] * effort[j];
            }
            particular[i] = f;
            final double n = nullVector[i];
            final double low = (lower[i] - f) / n;
            final double high = (upper[i] - f) / n;
            from = low > from ? low : from; // shorter than Math.max, whose care for -0 makes no difference here
            to = high < to ? high : to;
            nearest += n * (reference[i] - f);
        }
        double scale = 1;
        double along = Math.min(Math.max(nearest, from), to);
        if (from > to)
        {
            scale = greatestScale();
            along = meetingPoint(scale);
        }
        for (int i = 0; i < tendons; i++)
        {
            final double f = scale * particular[i] + along * nullVector[i];
            tension[i] = Math.min(Math.max(f, lower[i]), upper[i]);
        }
        return scale;
    }

    /**
     * The interval {@code max_i (lo_i - s p_i) / n_i ≤ min_k (hi_k - s p_k) / n_k} stays non-empty while every pair
     * (i, k) allows it; each pair bounds {@code s} by one quotient.
     */
    private double greatestScale()
    {
        double scale = 1;
        for (int i = 0; i < tendons; i++)
        {
            final double slopeLow = particular[i] / nullVector[i];
            final double low = lower[i] / nullVector[i];
            for (int k = 0; k < tendons; k++)
            {
                final double slope = particular[k] / nullVector[k] - slopeLow;
                final double room = upper[k] / nullVector[k] - low;
                if (slope * scale > room)
                {
                    scale = Math.max(0, room / slope);
                }
            }
        }
        return scale;
    }

    private double meetingPoint(final double scale)
    {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tendons; i++)
        {
            from = Math.max(from, (lower[i] - scale * particular[i]) / nullVector[i]);
            to = Math.min(to, (upper[i] - scale * particular[i]) / nullVector[i]);
        }
        return 0.5 * (from + to);
    }
}
