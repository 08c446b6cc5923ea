package dev.sinew.hal.robot;

/**
 * Gaussian elimination with partial pivoting. Set-up only.
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
}
