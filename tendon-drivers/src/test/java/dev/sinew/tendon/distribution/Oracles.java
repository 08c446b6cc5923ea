package dev.sinew.tendon.distribution;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;

/** Slow, independent solvers of the same problems: enumeration of every set of bounds and of every face. */
final class Oracles
{
    private Oracles()
    {
    }

    /** Least squared distance to the reference over all feasible points, by trying all 3^m sets; NaN for none. */
    static double leastCost(
        final double[] arms,
        final int n,
        final int m,
        final double[] lower,
        final double[] upper,
        final double[] reference,
        final double[] effort)
    {
        int sets = 1;
        for (int i = 0; i < m; i++)
        {
            sets *= 3;
        }
        double best = Double.NaN;
        final double[] f = new double[m];
        for (int set = 0; set < sets; set++)
        {
            if (candidate(arms, n, m, lower, upper, reference, effort, set, f))
            {
                double cost = 0;
                for (int i = 0; i < m; i++)
                {
                    cost += (f[i] - reference[i]) * (f[i] - reference[i]);
                }
                best = cost < best || Double.isNaN(best) ? cost : best;
            }
        }
        return best;
    }

    private static boolean candidate(
        final double[] arms,
        final int n,
        final int m,
        final double[] lower,
        final double[] upper,
        final double[] reference,
        final double[] effort,
        final int set,
        final double[] f)
    {
        final DMatrixRMaj free = new DMatrixRMaj(n, m);
        final DMatrixRMaj rest = new DMatrixRMaj(n, 1);
        int digits = set;
        final boolean[] isFree = new boolean[m];
        for (int i = 0; i < m; i++)
        {
            isFree[i] = digits % 3 == 0;
            f[i] = digits % 3 == 0 ? reference[i] : digits % 3 == 1 ? lower[i] : upper[i];
            digits /= 3;
        }
        for (int j = 0; j < n; j++)
        {
            double left = effort[j];
            for (int i = 0; i < m; i++)
            {
                left -= arms[j * m + i] * f[i];
                free.set(j, i, isFree[i] ? arms[j * m + i] : 0);
            }
            rest.set(j, 0, left);
        }
        final DMatrixRMaj inverse = new DMatrixRMaj(m, n);
        CommonOps_DDRM.pinv(free, inverse);
        final DMatrixRMaj step = new DMatrixRMaj(m, 1);
        CommonOps_DDRM.mult(inverse, rest, step);
        boolean feasible = true;
        for (int i = 0; i < m; i++)
        {
            f[i] += step.get(i, 0);
            feasible &= f[i] >= lower[i] - 1e-7 && f[i] <= upper[i] + 1e-7;
        }
        for (int j = 0; j < n; j++)
        {
            double left = effort[j];
            for (int i = 0; i < m; i++)
            {
                left -= arms[j * m + i] * f[i];
            }
            feasible &= Math.abs(left) < 1e-9;
        }
        return feasible;
    }

    /**
     * Greatest violation of the optimality conditions {@code f - ref = A^T y + u}, with {@code u} 0 between the bounds,
     * at least 0 on a lower and at most 0 on an upper one, N. 0 when too few tendons are free to tell {@code y}.
     */
    static double optimalityGap(
        final double[] arms,
        final int n,
        final int m,
        final double[] lower,
        final double[] upper,
        final double[] reference,
        final double[] f)
    {
        final DMatrixRMaj free = new DMatrixRMaj(m, n);
        final DMatrixRMaj distance = new DMatrixRMaj(m, 1);
        int count = 0;
        for (int i = 0; i < m; i++)
        {
            final boolean isFree = f[i] > lower[i] + 1e-7 && f[i] < upper[i] - 1e-7;
            count += isFree ? 1 : 0;
            distance.set(i, 0, isFree ? f[i] - reference[i] : 0);
            for (int j = 0; j < n; j++)
            {
                free.set(i, j, isFree ? arms[j * m + i] : 0);
            }
        }
        if (count < n || MatrixFeatures_DDRM.rank(free) < n)
        {
            return 0;
        }
        final DMatrixRMaj inverse = new DMatrixRMaj(n, m);
        CommonOps_DDRM.pinv(free, inverse);
        final DMatrixRMaj y = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.mult(inverse, distance, y);
        double worst = 0;
        for (int i = 0; i < m; i++)
        {
            double u = f[i] - reference[i];
            for (int j = 0; j < n; j++)
            {
                u -= arms[j * m + i] * y.get(j, 0);
            }
            final boolean onLower = f[i] <= lower[i] + 1e-7;
            final boolean onUpper = f[i] >= upper[i] - 1e-7;
            worst = Math.max(worst, onLower ? -u : onUpper ? u : Math.abs(u));
        }
        return worst;
    }

    /** Greatest s in [0, 1] with s b reachable, from all hyperplanes through n - 1 columns. */
    static double greatestScale(
        final double[] arms,
        final int n,
        final int m,
        final double[] lower,
        final double[] upper,
        final double[] effort)
    {
        double scale = 1;
        for (int set = 0; set < 1 << m; set++)
        {
            if (Integer.bitCount(set) == n - 1)
            {
                final double[] normal = normalOf(arms, n, m, set);
                for (int sign = 1; sign >= -1 && normal != null; sign -= 2)
                {
                    double along = 0;
                    for (int j = 0; j < n; j++)
                    {
                        along += sign * normal[j] * effort[j];
                    }
                    double most = 0;
                    for (int i = 0; i < m; i++)
                    {
                        double c = 0;
                        for (int j = 0; j < n; j++)
                        {
                            c += sign * normal[j] * arms[j * m + i];
                        }
                        most += (set >> i & 1) == 1 ? 0 : Math.max(c * lower[i], c * upper[i]);
                    }
                    scale = along * scale > most ? Math.max(0, most / along) : scale;
                }
            }
        }
        return scale;
    }

    /** Vector normal to the chosen columns, by cofactors; null when they do not span a hyperplane. */
    private static double[] normalOf(final double[] arms, final int n, final int m, final int set)
    {
        final double[] normal = new double[n];
        double square = 0;
        for (int j = 0; j < n; j++)
        {
            final DMatrixRMaj minor = new DMatrixRMaj(Math.max(1, n - 1), Math.max(1, n - 1));
            minor.set(0, 0, 1);
            int column = 0;
            for (int i = 0; i < m; i++)
            {
                if ((set >> i & 1) == 1)
                {
                    for (int k = 0, row = 0; k < n; k++)
                    {
                        if (k != j)
                        {
                            minor.set(row++, column, arms[k * m + i] * 100);
                        }
                    }
                    column++;
                }
            }
            normal[j] = (j % 2 == 0 ? 1 : -1) * CommonOps_DDRM.det(minor);
            square += normal[j] * normal[j];
        }
        final double length = Math.sqrt(square);
        if (length < 1e-9)
        {
            return null;
        }
        for (int j = 0; j < n; j++)
        {
            normal[j] /= length;
        }
        return normal;
    }

    /** Random moment arms, 2 to 12 mm either way, that can pull each way; some with two nearly parallel columns. */
    static double[] closedArms(
        final SplittableRandom random,
        final int n,
        final int m,
        final boolean withParallels)
    {
        while (true)
        {
            final double[] arms = new double[n * m];
            for (int k = 0; k < arms.length; k++)
            {
                arms[k] = (random.nextBoolean() ? 1 : -1) * (0.002 + 0.01 * random.nextDouble());
            }
            if (withParallels && m > n + 1 && random.nextInt(4) == 0)
            {
                for (int j = 0; j < n; j++)
                {
                    arms[j * m + 1] = arms[j * m] * (1 + 1e-3 * random.nextDouble());
                }
            }
            if (isClosed(arms, n, m))
            {
                return arms;
            }
        }
    }

    private static boolean isClosed(final double[] arms, final int n, final int m)
    {
        if (!SmallMatrix.isFullRowRank(arms, n, m))
        {
            return false;
        }
        final double[] lower = new double[m];
        final double[] upper = new double[m];
        final double[] effort = new double[n];
        Arrays.fill(lower, 3);
        Arrays.fill(upper, 110);
        boolean closed = true;
        for (int j = 0; j < n; j++)
        {
            for (int sign = 1; sign >= -1; sign -= 2)
            {
                Arrays.fill(effort, 0);
                effort[j] = sign * 1e-3;
                closed = closed && greatestScale(arms, n, m, lower, upper, effort) == 1;
            }
        }
        return closed;
    }
}
