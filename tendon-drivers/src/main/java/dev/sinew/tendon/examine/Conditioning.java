package dev.sinew.tendon.examine;

import java.util.Arrays;

import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.GroupArms;

/**
 * Two numbers that say how well a group's moment arms are chosen. Set-up only.
 */
final class Conditioning
{
    private static final int SWEEPS = 50;
    private static final double MUCH_N = 1e7;
    private static final double REST_TOLERANCE = 1e-9;

    private Conditioning()
    {
    }

    /** Smallest over greatest singular value of the tendons' arms: 1 is best, near 0 a joint is hard to move alone. */
    static double of(final GroupArms space)
    {
        final int n = space.joints();
        final double[][] gram = new double[n][n];
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b < n; b++)
            {
                for (int i = 0; i < space.tendons(); i++)
                {
                    gram[a][b] += space.matrix()[a * space.columns() + i] * space.matrix()[b * space.columns() + i];
                }
            }
        }
        final double[] values = eigenvalues(gram);
        return values[n - 1] > 0 ? Math.sqrt(Math.max(0, values[0]) / values[n - 1]) : 0;
    }

    /** Least over greatest of the tensions that cancel out and are nearest to equal; 0 where no positive ones do. */
    static double balance(final GroupArms space)
    {
        final int n = space.joints();
        final int tendons = space.tendons();
        final double[] arms = new double[n * tendons];
        for (int j = 0; j < n; j++)
        {
            System.arraycopy(space.matrix(), j * space.columns(), arms, j * tendons, tendons);
        }
        final double[] most = new double[tendons];
        final double[] even = new double[tendons];
        Arrays.fill(most, MUCH_N);
        Arrays.fill(even, 1);
        final double[] tension = new double[tendons];
        TensionDistribution.nearest(arms, n, tendons, new double[tendons], most).solve(new double[n], even, tension);
        double size = 0;
        double off = 0;
        for (int j = 0; j < n; j++)
        {
            double made = 0;
            for (int i = 0; i < tendons; i++)
            {
                made += arms[j * tendons + i] * tension[i];
                size = Math.max(size, Math.abs(arms[j * tendons + i] * tension[i]));
            }
            off = Math.max(off, Math.abs(made));
        }
        final double greatest = Arrays.stream(tension).max().orElse(0);
        return size > 0 && off <= REST_TOLERANCE * size ? Arrays.stream(tension).min().orElse(0) / greatest : 0;
    }

    /** Jacobi's method; ascending. The matrix is symmetric and is overwritten. */
    static double[] eigenvalues(final double[][] matrix)
    {
        final int n = matrix.length;
        for (int sweep = 0; sweep < SWEEPS; sweep++)
        {
            boolean diagonal = true;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    diagonal &= matrix[p][q] * matrix[p][q] <= 1e-34 * Math.abs(matrix[p][p] * matrix[q][q]);
                    rotate(matrix, p, q);
                }
            }
            if (diagonal)
            {
                break;
            }
        }
        final double[] values = new double[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = matrix[i][i];
        }
        Arrays.sort(values);
        return values;
    }

    private static void rotate(final double[][] matrix, final int p, final int q)
    {
        if (matrix[p][q] == 0)
        {
            return;
        }
        final double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        final double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        final double cos = 1 / Math.sqrt(t * t + 1);
        final double sin = t * cos;
        for (int k = 0; k < matrix.length; k++)
        {
            final double left = matrix[k][p];
            final double right = matrix[k][q];
            matrix[k][p] = cos * left - sin * right;
            matrix[k][q] = sin * left + cos * right;
        }
        for (int k = 0; k < matrix.length; k++)
        {
            final double upper = matrix[p][k];
            final double lower = matrix[q][k];
            matrix[p][k] = cos * upper - sin * lower;
            matrix[q][k] = sin * upper + cos * lower;
        }
    }
}
