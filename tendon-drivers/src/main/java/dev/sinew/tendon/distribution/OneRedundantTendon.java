package dev.sinew.tendon.distribution;

/**
 * One tendon more than joints: all solutions lie on a line {@code f = f_p + λ n} along the strictly positive null
 * vector {@code n}, so both the bounds and the nearest point are intervals and numbers in λ.
 */
public final class OneRedundantTendon implements TensionDistribution
{
    /** A null vector whose smallest entry is below this part of the largest counts as not strictly positive. */
    private static final double CLOSURE_RATIO_MIN = 1e-6;
    /** Rows that are nearly dependent make the line's numbers great and their differences small: not for this rule. */
    private static final double PIVOT_MIN = 1e-4;

    private final int joints;
    private final int tendons;
    private final NullSpace space;
    /** {@code A^+}, row by row, one row a tendon. */
    private final double[] inverse;
    private final double[] nullVector;
    private final double[] nullInverse;
    private final double[] lower;
    private final double[] upper;
    private final double[] particular;
    private final double[] slope;
    /** For poses in which the tendons do not pull each joint both ways, or cannot rest, or nearly dependent ones. */
    private final ActiveSet anyPose;
    private final double toleranceN;
    private boolean closed;

    /**
     * @param arms   {@code A = R^T}, row by row, m.
     * @param joints number of rows; one more column than rows.
     * @param lower  least tensions, N.
     * @param upper  greatest tensions, N.
     */
    public OneRedundantTendon(final double[] arms, final int joints, final double[] lower, final double[] upper)
    {
        this.joints = joints;
        tendons = joints + 1;
        space = new NullSpace(joints, tendons);
        inverse = new double[tendons * joints];
        nullVector = new double[tendons];
        nullInverse = new double[tendons];
        this.lower = lower.clone();
        this.upper = upper.clone();
        particular = new double[tendons];
        slope = new double[tendons];
        toleranceN = ActiveSet.tolerance(lower, upper);
        anyPose = new ActiveSet(joints, tendons, lower, upper, new NearestEffort(joints, tendons, lower, upper),
            false);
        arms(arms);
        if (!isClosed(arms, joints))
        {
            throw new IllegalArgumentException("the tendons do not pull each joint both ways: joints=" + joints);
        }
    }

    /**
     * @param arms   {@code A = R^T}, row by row, m.
     * @param joints number of rows; one more column than rows.
     * @return true when the rows are independent and the null vector is strictly of one sign (wrench closure).
     */
    public static boolean isClosed(final double[] arms, final int joints)
    {
        final NullSpace space = new NullSpace(joints, joints + 1);
        final double[] inverse = new double[(joints + 1) * joints];
        final double[] vector = new double[joints + 1];
        return space.factor(arms) && isClosed(space, inverse, vector, new double[joints + 1]);
    }

    private static boolean isClosed(
        final NullSpace space,
        final double[] inverse,
        final double[] vector,
        final double[] reciprocal)
    {
        space.inverse(inverse);
        space.nullVector(inverse, vector);
        double sum = 0;
        for (final double entry : vector)
        {
            sum += entry;
        }
        final double sign = sum < 0 ? -1 : 1;
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 0; i < vector.length; i++)
        {
            vector[i] *= sign;
            reciprocal[i] = 1 / vector[i];
            least = Math.min(least, vector[i]);
            most = Math.max(most, vector[i]);
        }
        return least > CLOSURE_RATIO_MIN * most;
    }

    @Override
    public boolean arms(final double[] arms)
    {
        closed = space.factor(arms) && space.leastPivot() > PIVOT_MIN &&
            isClosed(space, inverse, nullVector, nullInverse);
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tendons && closed; i++)
        {
            from = Math.max(from, lower[i] * nullInverse[i]);
            to = Math.min(to, upper[i] * nullInverse[i]);
        }
        closed &= from <= to;
        return closed || anyPose.arms(arms);
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
        if (!closed)
        {
            return anyPose.solve(effort, reference, tension);
        }
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        double nearest = 0;
        for (int i = 0; i < tendons; i++)
        {
            final double f = Dots.dot(inverse, i * joints, effort, 0, joints);
            particular[i] = f;
            final double n = nullVector[i];
            final double low = (lower[i] - f) * nullInverse[i];
            final double high = (upper[i] - f) * nullInverse[i];
            from = low > from ? low : from; // shorter than Math.max, whose care for -0 makes no difference here
            to = high < to ? high : to;
            nearest += n * (reference[i] - f);
        }
        double scale = 1;
        double along = Math.min(Math.max(nearest, from), to);
        if (from > to)
        {
            // An effort on the edge of what can be had is not beyond it because of rounding.
            scale = from - to > toleranceN ? greatestScale() : 1;
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
        for (int i = 0; i < tendons; i++)
        {
            slope[i] = particular[i] * nullInverse[i];
        }
        double scale = 1;
        for (int i = 0; i < tendons; i++)
        {
            final double low = lower[i] * nullInverse[i];
            for (int k = 0; k < tendons; k++)
            {
                final double steeper = slope[k] - slope[i];
                final double room = upper[k] * nullInverse[k] - low;
                if (steeper * scale > room)
                {
                    scale = room > 0 ? room / steeper : 0;
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
            from = Math.max(from, (lower[i] - scale * particular[i]) * nullInverse[i]);
            to = Math.min(to, (upper[i] - scale * particular[i]) * nullInverse[i]);
        }
        return 0.5 * (from + to);
    }
}
