package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Friction of a group's cables from the balance of torques at its joints. A load cell at the motor does not see the
 * tension at the joint, but the joint does:
 * <pre>
 *   sum_i R_ji f_i exp(-x_i s_i) = M_j(q, q', q'')
 * </pre>
 * <p>{@code x} is friction coefficient times wrap angle, {@code s} the way in which the cable slides. What the joints
 * need for gravity, their own friction and inertia is the same whichever way the cables slide, so it needs no model: it
 * is a polynomial of the positions, plus speed and accelerations, that is fitted beside. Only rows count in which every
 * cable of the group surely slides.</p>
 */
final class FrictionFit
{
    private final GroupData data;
    private final double[][][] arms;
    private final Sliding[] sliding;
    /** Column of each tendon: cables that are opposed on one motor always slide against each other and share one. */
    private final int[] column;
    private final int columns;
    private final double[] exponents;
    private final double[] deviations;
    private double rmsNm;
    private int rows;

    /**
     * @param data    recording of the group.
     * @param arms    moment arm by tendon, joint of the group and row, m; null where a tendon does not cross.
     * @param sliding ways of its tendons.
     * @param column  of which exponent each tendon has; opposed cables on one motor share one.
     * @param start   first guess of the exponents.
     */
    FrictionFit(
        final GroupData data,
        final double[][][] arms,
        final Sliding[] sliding,
        final int[] column,
        final double[] start)
    {
        this.column = column;
        columns = Arrays.stream(column).max().orElse(-1) + 1;
        this.data = data;
        this.arms = arms;
        this.sliding = sliding;
        exponents = start.clone();
        deviations = new double[start.length];
        Arrays.fill(deviations, Double.POSITIVE_INFINITY);
    }

    /**
     * @param iterations steps of Gauss and Newton; the exponential is nearly straight over some per cent.
     * @return true when there was enough to solve for.
     */
    boolean solve(final int iterations)
    {
        boolean good = true;
        for (int n = 0; good && n < iterations; n++)
        {
            good = step();
        }
        return good;
    }

    private boolean step()
    {
        final int m = columns;
        final int nuisance = nuisanceCount();
        final List<double[]> pool = new ArrayList<>();
        double squares = 0;
        rows = 0;
        for (int j = 0; j < data.joints; j++)
        {
            final LeastSquares joint = new LeastSquares(nuisance + m);
            for (int r = 0; r < data.rows; r++)
            {
                if (isSure(j, r))
                {
                    joint.add(row(j, r, nuisance), torque(j, r));
                }
            }
            if (joint.solve())
            {
                pool.addAll(Arrays.asList(joint.reduced(nuisance)));
                squares += joint.rms() * joint.rms() * joint.rows();
                rows += joint.rows();
            }
        }
        if (pool.isEmpty())
        {
            return false;
        }
        final double[][] found = LeastSquares.pooled(pool, m);
        for (int i = 0; i < data.tendons; i++)
        {
            deviations[i] = found[1][column[i]];
            exponents[i] += Double.isInfinite(deviations[i]) ? 0 : found[0][column[i]];
        }
        rmsNm = Math.sqrt(squares / rows);
        return true;
    }

    private double torque(final int j, final int r)
    {
        double torque = 0;
        for (int i = 0; i < data.tendons; i++)
        {
            torque += pull(i, j, r);
        }
        return torque;
    }

    private double pull(final int i, final int j, final int r)
    {
        return arms[i][j] == null ? 0 :
            arms[i][j][r] * data.tension[i][r] * Math.exp(-exponents[i] * sliding[i].sure[r]);
    }

    /** Every tendon that crosses the joint slides, so that no unknown state of a guide gets into its torque. */
    private boolean isSure(final int j, final int r)
    {
        for (int i = 0; i < data.tendons; i++)
        {
            if (arms[i][j] != null && sliding[i].sure[r] == 0)
            {
                return false;
            }
        }
        return true;
    }

    private int nuisanceCount()
    {
        final int n = data.joints;
        return 1 + n + n * (n + 1) / 2 + 1 + 1 + n;
    }

    private double[] row(final int j, final int r, final int nuisance)
    {
        final double[] row = new double[nuisance + columns];
        int c = 0;
        row[c++] = 1;
        for (int a = 0; a < data.joints; a++)
        {
            final double q = data.position[a][r];
            row[c++] = q;
            row[c++] = data.acceleration[a][r];
            for (int b = a; b < data.joints; b++)
            {
                row[c++] = q * data.position[b][r];
            }
        }
        final double own = data.position[j][r];
        row[c++] = own * own * own;
        row[c++] = data.speed[j][r];
        for (int i = 0; i < data.tendons; i++)
        {
            row[c + column[i]] += sliding[i].sure[r] * pull(i, j, r);
        }
        return row;
    }

    double exponent(final int i)
    {
        return exponents[i];
    }

    double deviation(final int i)
    {
        return deviations[i];
    }

    double rmsNm()
    {
        return rmsNm;
    }

    int rows()
    {
        return rows;
    }
}
