package dev.sinew.hal.robot;

import java.util.Arrays;

/**
 * Minimises |A x - b| over x &gt;= 0 (Lawson and Hanson's active set method), for a few rows and columns. Set-up only.
 */
final class NonNegativeLeastSquares
{
    private static final double TOLERANCE = 1e-10;

    private final double[][] columns;
    private final int rows;

    /**
     * @param columns columns of A, all of one length.
     * @param rows    that length.
     */
    NonNegativeLeastSquares(final double[][] columns, final int rows)
    {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * @param b right side.
     * @return x, one value a column, at least 0.
     */
    double[] solve(final double[] b)
    {
        final int count = columns.length;
        final double[] x = new double[count];
        final boolean[] free = new boolean[count];
        final int limit = 30 * count + 30;
        for (int round = 0; round < limit; round++)
        {
            final double[] residual = residual(x, b);
            int best = -1;
            double steepest = TOLERANCE;
            for (int i = 0; i < count; i++)
            {
                final double slope = free[i] ? 0 : dot(columns[i], residual);
                if (slope > steepest)
                {
                    steepest = slope;
                    best = i;
                }
            }
            if (best < 0)
            {
                break;
            }
            free[best] = true;
            descend(x, free, b);
        }
        return x;
    }

    /**
     * @param x a point.
     * @param b right side.
     * @return b - A x.
     */
    double[] residual(final double[] x, final double[] b)
    {
        final double[] rest = Arrays.copyOf(b, rows);
        for (int i = 0; i < columns.length; i++)
        {
            for (int r = 0; r < rows; r++)
            {
                rest[r] -= columns[i][r] * x[i];
            }
        }
        return rest;
    }

    private void descend(final double[] x, final boolean[] free, final double[] b)
    {
        for (int round = 0; round <= columns.length; round++)
        {
            final double[] goal = leastSquares(free, b);
            double step = 1;
            for (int i = 0; i < goal.length; i++)
            {
                if (free[i] && goal[i] <= 0)
                {
                    step = Math.min(step, x[i] / Math.max(x[i] - goal[i], Double.MIN_NORMAL));
                }
            }
            for (int i = 0; i < goal.length; i++)
            {
                x[i] += free[i] ? step * (goal[i] - x[i]) : 0;
                if (free[i] && x[i] <= TOLERANCE && step < 1)
                {
                    x[i] = 0;
                    free[i] = false;
                }
            }
            if (step >= 1)
            {
                return;
            }
        }
    }

    /** Normal equations over the free columns, with a trace of regularisation for dependent ones. */
    private double[] leastSquares(final boolean[] free, final double[] b)
    {
        final int[] index = new int[free.length];
        int size = 0;
        for (int i = 0; i < free.length; i++)
        {
            if (free[i])
            {
                index[size++] = i;
            }
        }
        final double[][] system = new double[size][size + 1];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                system[i][j] = dot(columns[index[i]], columns[index[j]]);
            }
            system[i][i] += 1e-13;
            system[i][size] = dot(columns[index[i]], b);
        }
        final double[] reduced = LinearSystem.solve(system);
        final double[] x = new double[free.length];
        for (int i = 0; i < size; i++)
        {
            x[index[i]] = reduced[i];
        }
        return x;
    }

    private static double dot(final double[] a, final double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
