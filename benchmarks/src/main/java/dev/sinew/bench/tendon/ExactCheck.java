package dev.sinew.bench.tendon;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Proves or disproves a solution with forty digits: which tendons are on bounds is taken from it, everything else is
 * computed anew, with the signs that make it the best one.
 */
final class ExactCheck
{
    private static final MathContext DIGITS = new MathContext(40);
    private static final double ON_BOUND_N = 1e-7;
    private static final BigDecimal SINGULAR = new BigDecimal("1e-25");

    private final Finger finger;
    private final double[] lower;
    private final double[] upper;

    /** Furthest that a tension is from the exact one, N. */
    double tensionGap;
    /** Greatest difference of the distances to the reference, N. */
    double costGap;
    /** Furthest that a scale is from the exact one. */
    double scaleGap;
    /** Greatest amount by which a sign is wrong: N for tensions and multipliers, parts of the effort for the scale. */
    double signGap;

    ExactCheck(final Finger finger)
    {
        this.finger = finger;
        lower = finger.lower();
        upper = finger.upper();
    }

    /**
     * @return false where the tendons between their bounds do not settle the matter, and nothing was checked.
     */
    boolean check(final double[] effort, final double[] reference, final double scale, final double[] tension)
    {
        return scale < 1 ? checkScaled(effort, scale, tension) : checkNearest(effort, reference, tension);
    }

    private boolean isFree(final double[] tension, final int i)
    {
        return tension[i] > lower[i] + ON_BOUND_N && tension[i] < upper[i] - ON_BOUND_N;
    }

    private double bound(final double[] tension, final int i)
    {
        return tension[i] <= lower[i] + ON_BOUND_N ? lower[i] : upper[i];
    }

    private BigDecimal arm(final int joint, final int tendon)
    {
        return new BigDecimal(finger.arms()[joint * finger.tendons() + tendon]);
    }

    /** {@code f = ref + A_F^T y} on the free ones, with {@code A f = b}: solves for y. */
    private boolean checkNearest(final double[] effort, final double[] reference, final double[] tension)
    {
        final int n = finger.joints();
        final BigDecimal[][] matrix = new BigDecimal[n][n + 1];
        for (int j = 0; j < n; j++)
        {
            BigDecimal right = new BigDecimal(effort[j]);
            for (int k = 0; k < n; k++)
            {
                matrix[j][k] = BigDecimal.ZERO;
            }
            for (int i = 0; i < finger.tendons(); i++)
            {
                final boolean free = isFree(tension, i);
                right = right.subtract(arm(j, i).multiply(new BigDecimal(free ? reference[i] : bound(tension, i))));
                for (int k = 0; k < n && free; k++)
                {
                    matrix[j][k] = matrix[j][k].add(arm(j, i).multiply(arm(k, i)));
                }
            }
            matrix[j][n] = right;
        }
        final BigDecimal[] y = solve(matrix);
        if (y == null)
        {
            return false;
        }
        double ours = 0;
        double theirs = 0;
        for (int i = 0; i < finger.tendons(); i++)
        {
            BigDecimal f = new BigDecimal(reference[i]);
            for (int j = 0; j < n; j++)
            {
                f = f.add(arm(j, i).multiply(y[j]));
            }
            final double exact = f.doubleValue();
            final double best = isFree(tension, i) ? exact : bound(tension, i);
            ours += (tension[i] - reference[i]) * (tension[i] - reference[i]);
            theirs += (best - reference[i]) * (best - reference[i]);
            if (isFree(tension, i))
            {
                tensionGap = Math.max(tensionGap, Math.abs(exact - tension[i]));
                signGap = Math.max(signGap, Math.max(lower[i] - exact, exact - upper[i]));
            }
            else
            {
                tensionGap = Math.max(tensionGap, Math.abs(bound(tension, i) - tension[i]));
                final double beyond = bound(tension, i) == lower[i] ? exact - lower[i] : upper[i] - exact;
                signGap = Math.max(signGap, beyond);
            }
        }
        costGap = Math.max(costGap, Math.abs(Math.sqrt(ours) - Math.sqrt(theirs)));
        return true;
    }

    /** One free tendon less than joints: solves for them and for s, then for the face that the effort meets. */
    private boolean checkScaled(final double[] effort, final double scale, final double[] tension)
    {
        final int n = finger.joints();
        final int[] free = new int[n];
        int count = 0;
        for (int i = 0; i < finger.tendons(); i++)
        {
            if (isFree(tension, i))
            {
                if (count == n - 1)
                {
                    return false;
                }
                free[count++] = i;
            }
        }
        if (count < n - 1)
        {
            return false;
        }
        final BigDecimal[][] matrix = new BigDecimal[n][n + 1];
        final BigDecimal[][] transposed = new BigDecimal[n][n + 1];
        for (int j = 0; j < n; j++)
        {
            BigDecimal right = BigDecimal.ZERO;
            for (int i = 0; i < finger.tendons(); i++)
            {
                if (!isFree(tension, i))
                {
                    right = right.subtract(arm(j, i).multiply(new BigDecimal(bound(tension, i))));
                }
            }
            for (int k = 0; k < n; k++)
            {
                matrix[j][k] = k < n - 1 ? arm(j, free[k]) : new BigDecimal(-effort[j]);
                transposed[k][j] = k < n - 1 ? matrix[j][k] : new BigDecimal(effort[j]);
            }
            matrix[j][n] = right;
            transposed[j][n] = j < n - 1 ? BigDecimal.ZERO : BigDecimal.ONE;
        }
        final BigDecimal[] exact = solve(matrix);
        final BigDecimal[] face = solve(transposed);
        if (exact == null || face == null)
        {
            return false;
        }
        scaleGap = Math.max(scaleGap, Math.abs(exact[n - 1].doubleValue() - scale));
        for (int k = 0; k < n - 1; k++)
        {
            final double f = exact[k].doubleValue();
            tensionGap = Math.max(tensionGap, Math.abs(f - tension[free[k]]));
            signGap = Math.max(signGap, Math.max(lower[free[k]] - f, f - upper[free[k]]));
        }
        checkFace(face, tension);
        return true;
    }

    /** With w of the face, {@code s = sum of (w · a_i) f_i}: each tendon has to be on the bound that makes it most. */
    private void checkFace(final BigDecimal[] face, final double[] tension)
    {
        for (int i = 0; i < finger.tendons(); i++)
        {
            BigDecimal gain = BigDecimal.ZERO;
            for (int j = 0; j < finger.joints(); j++)
            {
                gain = gain.add(face[j].multiply(arm(j, i)));
            }
            if (!isFree(tension, i))
            {
                final double range = upper[i] - lower[i];
                final double lost = gain.doubleValue() * (bound(tension, i) == lower[i] ? range : -range);
                signGap = Math.max(signGap, lost);
            }
        }
    }

    /** Gauss with the largest pivot; null where the matrix is singular. */
    private static BigDecimal[] solve(final BigDecimal[][] rows)
    {
        final int n = rows.length;
        BigDecimal largest = BigDecimal.ZERO;
        for (final BigDecimal[] row : rows)
        {
            for (int k = 0; k < n; k++)
            {
                largest = largest.max(row[k].abs());
            }
        }
        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < n; r++)
            {
                pivot = rows[r][c].abs().compareTo(rows[pivot][c].abs()) > 0 ? r : pivot;
            }
            final BigDecimal[] row = rows[pivot];
            rows[pivot] = rows[c];
            rows[c] = row;
            if (row[c].abs().compareTo(largest.multiply(SINGULAR)) <= 0)
            {
                return null;
            }
            for (int r = 0; r < n; r++)
            {
                if (r != c && rows[r][c].signum() != 0)
                {
                    final BigDecimal factor = rows[r][c].divide(row[c], DIGITS);
                    for (int k = c; k <= n; k++)
                    {
                        rows[r][k] = rows[r][k].subtract(factor.multiply(row[k], DIGITS), DIGITS);
                    }
                }
            }
        }
        final BigDecimal[] x = new BigDecimal[n];
        for (int c = 0; c < n; c++)
        {
            x[c] = rows[c][n].divide(rows[c][c], DIGITS);
        }
        return x;
    }
}
