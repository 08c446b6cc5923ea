package dev.sinew.hal.robot;

import java.util.Arrays;

/**
 * Small dense linear algebra: Gaussian elimination, eigenvalues. Set-up only.
 */
final class LinearSystem
{
    private LinearSystem()
    {
    }

    /**
     * @param system n rows of n coefficients and a right side; overwritten.
     * @return the solution; 0 for an unknown that the equations leave free.
     */
    static double[] solve(final double[][] system)
    {
        final int n = system.length;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column]))
                {
                    pivot = row;
                }
            }
            final double[] swap = system[column];
            system[column] = system[pivot];
            system[pivot] = swap;
            if (Math.abs(system[column][column]) < 1e-300)
            {
                continue;
            }
            for (int row = column + 1; row < n; row++)
            {
                final double factor = system[row][column] / system[column][column];
                for (int k = column; k <= n && factor != 0; k++)
                {
                    system[row][k] -= factor * system[column][k];
                }
            }
        }
        final double[] x = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double sum = system[row][n];
            for (int k = row + 1; k < n; k++)
            {
                sum -= system[row][k] * x[k];
            }
            x[row] = Math.abs(system[row][row]) < 1e-300 ? 0 : sum / system[row][row];
        }
        return x;
    }

    /**
     * Jacobi's method.
     *
     * @param matrix symmetric; overwritten.
     * @return eigenvalues, ascending.
     */
    static double[] eigenvalues(final double[][] matrix)
    {
        final int n = matrix.length;
        for (int sweep = 0; sweep < 50; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    rotate(matrix, p, q);
                }
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
        final double angle = 0.5 * Math.atan2(2 * matrix[p][q], matrix[q][q] - matrix[p][p]);
        final double cos = Math.cos(angle);
        final double sin = Math.sin(angle);
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
