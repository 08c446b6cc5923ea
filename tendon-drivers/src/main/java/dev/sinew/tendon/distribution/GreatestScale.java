package dev.sinew.tendon.distribution;

/**
 * How much of an effort can be had: the greatest {@code s} with {@code A f = s b} and {@code lo ≤ f ≤ hi}, and tensions
 * that make it. A linear program with one equation a joint, solved by the dual simplex method in a tableau.
 *
 * <p>Basic, and so determined by the others, are {@code s} and one tendon less than there are joints. All the others
 * are on a bound: each on the one at which it makes {@code s} greatest. So the {@code s} of every such tableau is too
 * great or just right. While a basic tendon is out of its bounds, it changes places with the tendon that brings it back
 * at the least loss; one that cannot do that over its whole range goes to its other bound on the way (bound flipping,
 * Maros 2003). Allocation-free after construction.</p>
 */
final class GreatestScale
{
    /** Less than this part of the largest moment arm is rounding. */
    private static final double PIVOT_RATIO_MIN = 1e-12;
    /** A change of a tension over its whole range that costs less of {@code s} than this leaves the tensions open. */
    private static final double LOSS_MIN = 1e-10;

    private final int joints;
    private final int tendons;
    private final int width;
    private final double[] lower;
    private final double[] upper;
    private final double toleranceN;
    private final int stepsMax;
    /** One row a basic variable; columns are the tendons, then {@code s}. */
    private final double[] tableau;
    /** Which variable each row is solved for; {@link #tendons} stands for {@code s}, always in row 0. */
    private final int[] basic;
    private final boolean[] isBasic;
    private final boolean[] onUpper;
    private final double[] value;
    /** Tensions of those on bounds; 0 for the basic ones. */
    private final double[] point;
    private double pivotMin;

    GreatestScale(
        final int joints,
        final int tendons,
        final double[] lower,
        final double[] upper,
        final double toleranceN)
    {
        this.joints = joints;
        this.tendons = tendons;
        width = tendons + 1;
        this.lower = lower;
        this.upper = upper;
        this.toleranceN = toleranceN;
        stepsMax = 20 + 10 * tendons;
        tableau = new double[joints * width];
        basic = new int[joints];
        isBasic = new boolean[tendons];
        onUpper = new boolean[tendons];
        value = new double[joints];
        point = new double[tendons];
    }

    /**
     * @param arms    {@code A}, row by row, rows independent.
     * @param effort  {@code b}.
     * @param tension out, tensions that make {@code s b}, within their bounds but for rounding.
     * @return the greatest {@code s}, which may be above 1 or below 0; not a number when there is none.
     */
    double solve(final double[] arms, final double[] effort, final double[] tension)
    {
        if (!prepare(arms, effort))
        {
            return Double.NaN;
        }
        for (int i = 0; i < tendons; i++)
        {
            put(i, tableau[i] < 0);
        }
        for (int step = 0; step < stepsMax; step++)
        {
            int row = -1;
            double most = toleranceN;
            for (int k = 1; k < joints; k++)
            {
                final int i = basic[k];
                final double f = -Dots.dot(tableau, k * width, point, 0, tendons);
                final double violation = Math.max(lower[i] - f, f - upper[i]);
                value[k] = f;
                row = violation > most ? k : row;
                most = Math.max(most, violation);
            }
            if (row < 0)
            {
                spread(tension);
                return -Dots.dot(tableau, 0, point, 0, tendons);
            }
            if (!exchange(row, most))
            {
                return Double.NaN;
            }
        }
        return Double.NaN;
    }

    /** @return whether the tensions of the last solution are the only ones that make that much of the effort. */
    boolean isOnly()
    {
        boolean only = true;
        for (int i = 0; i < tendons; i++)
        {
            final double range = upper[i] - lower[i];
            only &= isBasic[i] || range == 0 || Math.abs(tableau[i]) * range > LOSS_MIN;
        }
        return only;
    }

    /** Gauss and Jordan: solves for {@code s} and the tendon with the longest arm of each row that is left. */
    private boolean prepare(final double[] arms, final double[] effort)
    {
        int first = 0;
        double largest = 0;
        for (int j = 0; j < joints; j++)
        {
            first = Math.abs(effort[j]) > Math.abs(effort[first]) ? j : first;
        }
        for (int i = 0; i < tendons; i++)
        {
            isBasic[i] = false;
        }
        for (int j = 0; j < joints; j++)
        {
            final int row = j == first ? 0 : j == 0 ? first : j;
            for (int i = 0; i < tendons; i++)
            {
                final double arm = arms[j * tendons + i];
                tableau[row * width + i] = arm;
                largest = Math.max(largest, Math.abs(arm));
            }
            tableau[row * width + tendons] = -effort[j];
        }
        pivotMin = PIVOT_RATIO_MIN * largest;
        if (!(Math.abs(effort[first]) > Double.MIN_NORMAL))
        {
            return false;
        }
        basic[0] = tendons;
        pivot(0, tendons);
        for (int k = 1; k < joints; k++)
        {
            int column = 0;
            for (int i = 1; i < tendons; i++)
            {
                column = Math.abs(tableau[k * width + i]) > Math.abs(tableau[k * width + column]) ? i : column;
            }
            if (!(Math.abs(tableau[k * width + column]) > pivotMin))
            {
                return false;
            }
            basic[k] = column;
            isBasic[column] = true;
            pivot(k, column);
        }
        return true;
    }

    private void pivot(final int row, final int column)
    {
        final int at = row * width;
        final double factor = 1 / tableau[at + column];
        for (int i = 0; i < width; i++)
        {
            tableau[at + i] *= factor;
        }
        tableau[at + column] = 1;
        for (int k = 0; k < joints; k++)
        {
            if (k != row)
            {
                final int other = k * width;
                Dots.add(tableau, other, -tableau[other + column], tableau, at, width);
                tableau[other + column] = 0;
            }
        }
    }

    private void put(final int tendon, final boolean isUpper)
    {
        onUpper[tendon] = isUpper;
        point[tendon] = isBasic[tendon] ? 0 : isUpper ? upper[tendon] : lower[tendon];
    }

    /**
     * Brings the tendon of a row to the bound that it violates, at the least loss of {@code s}.
     *
     * @return false when all the others together cannot.
     */
    private boolean exchange(final int row, final double violation)
    {
        final int leaving = basic[row];
        final boolean tooMuch = value[row] > upper[leaving];
        double left = violation;
        while (true)
        {
            final int entering = cheapest(row, tooMuch);
            if (entering < 0)
            {
                return false;
            }
            final double reach = Math.abs(tableau[row * width + entering]) * (upper[entering] - lower[entering]);
            if (reach < left)
            {
                left -= reach;
                put(entering, !onUpper[entering]);
                continue;
            }
            basic[row] = entering;
            isBasic[entering] = true;
            isBasic[leaving] = false;
            put(entering, false);
            put(leaving, tooMuch);
            pivot(row, entering);
            return true;
        }
    }

    /** The tendon on a bound that moves the row's tendon the right way, at the least loss of {@code s} per newton. */
    private int cheapest(final int row, final boolean tooMuch)
    {
        int best = -1;
        double bestLoss = 0;
        double bestArm = 1;
        for (int i = 0; i < tendons; i++)
        {
            final double arm = tableau[row * width + i];
            final boolean helps = tooMuch == (onUpper[i] ? arm < 0 : arm > 0);
            final double size = Math.abs(arm);
            final double loss = Math.abs(tableau[i]);
            if (!isBasic[i] && helps && size > PIVOT_RATIO_MIN && (best < 0 || loss * bestArm < bestLoss * size))
            {
                best = i;
                bestLoss = loss;
                bestArm = size;
            }
        }
        return best;
    }

    private void spread(final double[] tension)
    {
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = point[i];
        }
        for (int k = 1; k < joints; k++)
        {
            tension[basic[k]] = value[k];
        }
    }
}
