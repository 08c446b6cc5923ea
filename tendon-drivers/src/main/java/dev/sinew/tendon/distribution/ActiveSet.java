package dev.sinew.tendon.distribution;

/**
 * Any number of tendons: the improved closed form, made exact.
 *
 * <p>It begins at the closed form {@code ref + A^+ (b - A ref)} and, while a bound is violated, puts the worst tendon
 * on its bound and solves the rest again, which is the improved closed form of Pott (2014). That alone can end in a
 * corner although a solution exists, so the multipliers of the tendons on bounds are carried along, and one whose
 * multiplier would turn negative is freed again (the dual active-set method of Goldfarb and Idnani, with bounds
 * alone). The dual value grows with every step, so no set comes back and the number of steps is finite.</p>
 *
 * <p>How far an effort has to shrink follows from the {@link Faces} of the set of efforts that can be had. Where there
 * are too many of them to list, or rounding hides one, the multipliers help: where no step is left, they are the
 * normal of a face that the effort violates. Shrinking by one violated face after another ends on the true scale,
 * because there are finitely many and none is met twice.</p>
 */
public final class ActiveSet implements TensionDistribution
{
    /** Below this a tendon counts as determined by the joints: the projector's diagonal is between 0 and 1. */
    private static final double ROOM_MIN = 1e-20;
    private static final double SLOPE_MIN = 1e-13;
    private static final double BOUND_TOLERANCE = 1e-11;
    private static final double ROUNDING_N = 5e-8;
    private static final int FACES_MAX = 64;

    private final Faces faces;
    private final int joints;
    private final int tendons;
    private final double[] arms;
    private final double[] inverse;
    private final double[] lower;
    private final double[] upper;
    private final double toleranceN;
    private final int stepsMax;

    private final double[] wanted;
    private final double[] residual;
    private final double[] factor;
    private final double[] normal;
    private final double[] slope;
    private final double[] multiplier;
    /** 0 free, 1 on its lower bound, -1 on its upper bound: the sign of the bound's inward normal. */
    private final int[] bound;

    /**
     * @param arms    {@code A = R^T}, row by row, m.
     * @param joints  number of rows.
     * @param tendons number of columns.
     * @param lower   least tensions, N.
     * @param upper   greatest tensions, N.
     * @throws IllegalArgumentException when the rows are not independent.
     */
    public ActiveSet(
        final double[] arms,
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper)
    {
        this.joints = joints;
        this.tendons = tendons;
        this.arms = arms.clone();
        this.lower = lower.clone();
        this.upper = upper.clone();
        inverse = SmallMatrix.rightInverse(arms, joints, tendons);
        faces = new Faces(arms, joints, tendons, lower, upper);
        double largest = 1;
        for (int i = 0; i < tendons; i++)
        {
            largest = Math.max(largest, Math.max(Math.abs(lower[i]), Math.abs(upper[i])));
        }
        toleranceN = BOUND_TOLERANCE * largest;
        stepsMax = 20 + 10 * tendons;
        wanted = new double[joints];
        residual = new double[joints];
        factor = new double[joints * joints];
        normal = new double[joints];
        slope = new double[tendons];
        multiplier = new double[tendons];
        bound = new int[tendons];
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        System.arraycopy(effort, 0, wanted, 0, joints);
        closedForm(reference, tension);
        if (worstViolation(tension, toleranceN) < 0)
        {
            clamp(tension);
            return 1;
        }
        double scale = faces.greatestScale(effort);
        for (int face = 0; face < FACES_MAX; face++)
        {
            if (scale < 1)
            {
                scaleWanted(effort, scale);
                closedForm(reference, tension);
            }
            if (correct(tension))
            {
                polish(reference, tension);
                clamp(tension);
                return scale;
            }
            final double next = scaleAtFace(effort);
            polish(reference, tension);
            if (worstViolation(tension, ROUNDING_N) < 0 || next >= scale)
            {
                // On that face already: what is left is rounding, far below what a load cell resolves.
                clamp(tension);
                return scale;
            }
            scale = next;
        }
        clamp(tension);
        return scale;
    }

    private void scaleWanted(final double[] effort, final double scale)
    {
        for (int j = 0; j < joints; j++)
        {
            wanted[j] = scale * effort[j];
        }
    }

    private void closedForm(final double[] reference, final double[] tension)
    {
        for (int j = 0; j < joints; j++)
        {
            double sum = wanted[j];
            for (int i = 0; i < tendons; i++)
            {
                sum -= arms[j * tendons + i] * reference[i];
            }
            residual[j] = sum;
        }
        for (int i = 0; i < tendons; i++)
        {
            double sum = reference[i];
            for (int j = 0; j < joints; j++)
            {
                sum += inverse[i * joints + j] * residual[j];
            }
            tension[i] = sum;
            bound[i] = 0;
            multiplier[i] = 0;
        }
    }

    /** Drives all tendons into their bounds; leaves the face's normal in {@link #normal} where that cannot be done. */
    private boolean correct(final double[] tension)
    {
        int steps = stepsMax;
        while (steps > 0)
        {
            final int worst = worstViolation(tension, toleranceN);
            if (worst < 0)
            {
                return true;
            }
            final int sign = tension[worst] < lower[worst] ? 1 : -1;
            double pushed = 0;
            boolean done = false;
            while (!done && steps-- > 0)
            {
                final double room = direction(worst, sign);
                final int blocking = firstToFree();
                final double untilFree = blocking < 0
                    ? Double.POSITIVE_INFINITY : Math.max(0, multiplier[blocking] / slope[blocking]);
                final double limit = sign > 0 ? lower[worst] : upper[worst];
                final double untilBound = room > ROOM_MIN
                    ? Math.max(0, sign * (limit - tension[worst]) / room) : Double.POSITIVE_INFINITY;
                final double step = Math.min(untilFree, untilBound);
                if (step == Double.POSITIVE_INFINITY)
                {
                    return false;
                }
                move(tension, room > ROOM_MIN ? step : 0, step);
                pushed += step;
                done = untilBound <= untilFree;
                if (done)
                {
                    tension[worst] = limit;
                    bound[worst] = sign;
                    multiplier[worst] = pushed;
                }
                else
                {
                    bound[blocking] = 0;
                    multiplier[blocking] = 0;
                }
            }
        }
        return false;
    }

    private int worstViolation(final double[] tension, final double tolerance)
    {
        int worst = -1;
        double most = tolerance;
        for (int i = 0; i < tendons; i++)
        {
            final double violation = Math.max(lower[i] - tension[i], tension[i] - upper[i]);
            if (bound[i] == 0 && violation > most)
            {
                most = violation;
                worst = i;
            }
        }
        return worst;
    }

    /**
     * Projects the violated bound's normal on what the free tendons can do without changing the effort. Leaves the
     * effort-side part in {@link #normal} and, per tendon, the primal direction (free) or the decrease of the
     * multiplier (on a bound) in {@link #slope}.
     *
     * @return how fast the violated tendon moves, 0 to 1.
     */
    private double direction(final int worst, final int sign)
    {
        for (int j = 0; j < joints; j++)
        {
            normal[j] = sign * arms[j * tendons + worst];
        }
        final int free = factorFree();
        SmallMatrix.choleskySolve(factor, joints, normal);
        refineNormal(worst, sign);
        for (int i = 0; i < tendons; i++)
        {
            double sum = 0;
            for (int j = 0; j < joints; j++)
            {
                sum += arms[j * tendons + i] * normal[j];
            }
            slope[i] = bound[i] == 0 ? -sum : -bound[i] * sum;
        }
        slope[worst] += sign;
        // The square of a projected unit vector is its own component; summed, it has no cancellation. As many free
        // tendons as joints cannot move at all; what rounding makes of that is no room.
        double room = 0;
        for (int i = 0; i < tendons; i++)
        {
            room += bound[i] == 0 && free > joints ? slope[i] * slope[i] : 0;
        }
        return room;
    }

    /** Wins back what squaring the matrix lost where two tendons are nearly parallel. */
    private void refineNormal(final int worst, final int sign)
    {
        for (int j = 0; j < joints; j++)
        {
            residual[j] = sign * arms[j * tendons + worst];
        }
        for (int i = 0; i < tendons; i++)
        {
            if (bound[i] == 0)
            {
                double along = 0;
                for (int j = 0; j < joints; j++)
                {
                    along += arms[j * tendons + i] * normal[j];
                }
                for (int j = 0; j < joints; j++)
                {
                    residual[j] -= arms[j * tendons + i] * along;
                }
            }
        }
        SmallMatrix.choleskySolve(factor, joints, residual);
        for (int j = 0; j < joints; j++)
        {
            normal[j] += residual[j];
        }
    }

    /** Leaves the Cholesky factor of {@code A_F A_F^T} over the free tendons; returns how many there are. */
    private int factorFree()
    {
        int free = 0;
        for (int i = 0; i < tendons; i++)
        {
            free += bound[i] == 0 ? 1 : 0;
        }
        for (int j = 0; j < joints; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = 0;
                for (int i = 0; i < tendons; i++)
                {
                    if (bound[i] == 0)
                    {
                        sum += arms[j * tendons + i] * arms[k * tendons + i];
                    }
                }
                factor[j * joints + k] = sum;
            }
        }
        SmallMatrix.cholesky(factor, joints);
        return free;
    }

    /**
     * Solves once more for the set as it is, from the reference and with one refinement: what the single steps left of
     * rounding is then gone also where two tendons are nearly parallel.
     */
    private void polish(final double[] reference, final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = bound[i] == 0 ? reference[i] : bound[i] > 0 ? lower[i] : upper[i];
        }
        factorFree();
        for (int pass = 0; pass < 2; pass++)
        {
            for (int j = 0; j < joints; j++)
            {
                double left = wanted[j];
                for (int i = 0; i < tendons; i++)
                {
                    left -= arms[j * tendons + i] * tension[i];
                }
                residual[j] = left;
            }
            SmallMatrix.choleskySolve(factor, joints, residual);
            for (int i = 0; i < tendons; i++)
            {
                double step = 0;
                for (int j = 0; j < joints && bound[i] == 0; j++)
                {
                    step += arms[j * tendons + i] * residual[j];
                }
                tension[i] += step;
            }
        }
    }

    private int firstToFree()
    {
        int first = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tendons; i++)
        {
            if (bound[i] != 0 && slope[i] > SLOPE_MIN && multiplier[i] < least * slope[i])
            {
                least = multiplier[i] / slope[i];
                first = i;
            }
        }
        return first;
    }

    private void move(final double[] tension, final double primalStep, final double dualStep)
    {
        for (int i = 0; i < tendons; i++)
        {
            if (bound[i] == 0)
            {
                tension[i] += primalStep * slope[i];
            }
            else
            {
                multiplier[i] -= dualStep * slope[i];
            }
        }
    }

    /** With w the face's normal, {@code s (w · b)} is no less than the least {@code w · A f} within the bounds. */
    private double scaleAtFace(final double[] effort)
    {
        double least = 0;
        double along = 0;
        for (int j = 0; j < joints; j++)
        {
            along += normal[j] * effort[j];
        }
        for (int i = 0; i < tendons; i++)
        {
            double sum = 0;
            for (int j = 0; j < joints; j++)
            {
                sum += arms[j * tendons + i] * normal[j];
            }
            least += sum > 0 ? sum * lower[i] : sum * upper[i];
        }
        return along < 0 ? Math.min(1, Math.max(0, least / along)) : 1;
    }

    private void clamp(final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = Math.min(Math.max(tension[i], lower[i]), upper[i]);
        }
    }
}
