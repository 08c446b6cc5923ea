package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Linear regression by Householder reflections, with what it takes to tell how sure a coefficient is: the covariance,
 * and how far neighbouring residuals resemble each other. Rows are given in the order of time. Allocates; one thread.
 */
final class LeastSquares
{
    /** A column whose part that the others do not explain is below this part of it cannot be told from them. */
    private static final double INDEPENDENT_MIN = 1e-7;
    /** Residuals further apart than this say nothing of each other, rows. */
    private static final int LAGS_MAX = 400;
    /** A correlation below this is noise of its own estimate. */
    private static final double CORRELATION_MIN = 0.05;

    private final int columns;
    private final List<double[]> rows = new ArrayList<>();

    private double[] coefficients;
    private double[] unitDeviations;
    private double[] residuals;
    private double[][] upper;
    private double rms;
    private double sigma;

    /**
     * @param columns number of coefficients.
     */
    LeastSquares(final int columns)
    {
        this.columns = columns;
    }

    /**
     * @param row    factors, {@code columns} long; kept.
     * @param answer what they should add up to.
     */
    void add(final double[] row, final double answer)
    {
        final double[] copy = Arrays.copyOf(row, columns + 1);
        copy[columns] = answer;
        rows.add(copy);
    }

    int rows()
    {
        return rows.size();
    }

    /**
     * Solves for the coefficients. Those of columns that cannot be told from the others become 0 with an infinite
     * deviation.
     *
     * @return true when there are enough rows.
     */
    boolean solve()
    {
        final int n = rows.size();
        if (n < 2 * columns + 10)
        {
            return false;
        }
        final double[][] a = new double[columns + 1][n];
        for (int r = 0; r < n; r++)
        {
            for (int c = 0; c <= columns; c++)
            {
                a[c][r] = rows.get(r)[c];
            }
        }
        final boolean[] dependent = new boolean[columns];
        upper = triangle(a, dependent, n);
        back(dependent);
        residuals = residuals();
        double squares = 0;
        for (final double e : residuals)
        {
            squares += e * e;
        }
        rms = Math.sqrt(squares / (n - columns));
        sigma = rms * Math.sqrt(correlation(residuals));
        unitDeviations = deviations(upper, columns, dependent);
        return true;
    }

    /** Reflects column by column; what is left is an upper triangle, with the reflected answer as its last column. */
    private double[][] triangle(final double[][] a, final boolean[] dependent, final int n)
    {
        final double[][] found = new double[columns][columns + 1];
        int row = 0;
        for (int c = 0; c < columns; c++)
        {
            final double before = norm(a[c], 0, n);
            final double left = norm(a[c], row, n);
            if (!(left > INDEPENDENT_MIN * before) || row >= n)
            {
                dependent[c] = true;
                continue;
            }
            final double alpha = a[c][row] > 0 ? -left : left;
            final double[] v = Arrays.copyOfRange(a[c], row, n);
            v[0] -= alpha;
            final double square = norm(v, 0, v.length);
            for (int d = c; d <= columns; d++)
            {
                double dot = 0;
                for (int r = 0; r < v.length; r++)
                {
                    dot += v[r] * a[d][row + r];
                }
                final double factor = 2 * dot / (square * square);
                for (int r = 0; r < v.length; r++)
                {
                    a[d][row + r] -= factor * v[r];
                }
            }
            for (int d = c; d <= columns; d++)
            {
                found[c][d] = a[d][row];
            }
            row++;
        }
        return found;
    }

    private static double norm(final double[] v, final int from, final int to)
    {
        double sum = 0;
        for (int r = from; r < to; r++)
        {
            sum += v[r] * v[r];
        }
        return Math.sqrt(sum);
    }

    private void back(final boolean[] dependent)
    {
        coefficients = new double[columns];
        for (int c = columns - 1; c >= 0; c--)
        {
            if (!dependent[c])
            {
                double sum = upper[c][columns];
                for (int d = c + 1; d < columns; d++)
                {
                    sum -= upper[c][d] * coefficients[d];
                }
                coefficients[c] = sum / upper[c][c];
            }
        }
    }

    /**
     * @param row factors.
     * @return what they add up to with the coefficients that were found.
     */
    double at(final double[] row)
    {
        double sum = 0;
        for (int c = 0; c < columns; c++)
        {
            sum += row[c] * coefficients[c];
        }
        return sum;
    }

    private double[] residuals()
    {
        final double[] found = new double[rows.size()];
        for (int r = 0; r < found.length; r++)
        {
            found[r] = rows.get(r)[columns] - at(rows.get(r));
        }
        return found;
    }

    /** Square roots of the diagonal of {@code (U^T U)^-1}. */
    private static double[] deviations(final double[][] upper, final int columns, final boolean[] dependent)
    {
        final double[] found = new double[columns];
        final double[] x = new double[columns];
        for (int k = 0; k < columns; k++)
        {
            if (dependent[k])
            {
                found[k] = Double.POSITIVE_INFINITY;
                continue;
            }
            // The k-th row of U^-1: solve x U = e_k from the left.
            double squares = 0;
            for (int c = k; c < columns; c++)
            {
                if (dependent[c])
                {
                    x[c] = 0;
                    continue;
                }
                double sum = c == k ? 1 : 0;
                for (int d = k; d < c; d++)
                {
                    sum -= x[d] * upper[d][c];
                }
                x[c] = sum / upper[c][c];
                squares += x[c] * x[c];
            }
            found[k] = Math.sqrt(squares);
        }
        return found;
    }

    /** How many rows count as one: 1 + 2 times the sum of the correlations of neighbours. */
    static double correlation(final double[] residuals)
    {
        double variance = 0;
        for (final double e : residuals)
        {
            variance += e * e;
        }
        double sum = 1;
        final int most = Math.min(LAGS_MAX, residuals.length / 4);
        for (int lag = 1; lag <= most && variance > 0; lag++)
        {
            double product = 0;
            for (int r = lag; r < residuals.length; r++)
            {
                product += residuals[r] * residuals[r - lag];
            }
            if (product / variance < CORRELATION_MIN)
            {
                break;
            }
            sum += 2 * product / variance;
        }
        return sum;
    }

    /**
     * What the rows say of the last columns whatever the first ones are: few rows that can stand for all of them in
     * another regression, scaled so that their residuals have a deviation of 1.
     *
     * @param from first of the columns that are wanted.
     * @return rows of the wanted columns, the answer last.
     */
    double[][] reduced(final int from)
    {
        final double[][] found = new double[columns - from][columns - from + 1];
        for (int r = from; r < columns; r++)
        {
            for (int c = r; c <= columns; c++)
            {
                found[r - from][c - from] = upper[r][c] / sigma;
            }
        }
        return found;
    }

    /**
     * Solves for coefficients of which {@link #reduced} rows of several regressions tell; their deviations are known
     * from the scale of the rows, not from their residuals.
     *
     * @param stacked rows, the answer last.
     * @param columns number of coefficients.
     * @return coefficients and then their deviations, infinite where the rows do not tell.
     */
    static double[][] pooled(final List<double[]> stacked, final int columns)
    {
        final LeastSquares pool = new LeastSquares(columns);
        final double[][] a = new double[columns + 1][stacked.size()];
        for (int r = 0; r < stacked.size(); r++)
        {
            for (int c = 0; c <= columns; c++)
            {
                a[c][r] = stacked.get(r)[c];
            }
        }
        final boolean[] dependent = new boolean[columns];
        pool.upper = pool.triangle(a, dependent, stacked.size());
        pool.back(dependent);
        return new double[][] {pool.coefficients, deviations(pool.upper, columns, dependent)};
    }

    double coefficient(final int column)
    {
        return coefficients[column];
    }

    /** @return standard deviation of a coefficient, infinite where the rows do not tell it from the others. */
    double deviation(final int column)
    {
        return Double.isInfinite(unitDeviations[column]) ? unitDeviations[column] : sigma * unitDeviations[column];
    }

    /** @return the same for residuals that deviate by 1 and say nothing of each other. */
    double unitDeviation(final int column)
    {
        return unitDeviations[column];
    }

    /** @return root of the mean squared residual. */
    double rms()
    {
        return rms;
    }

    double[] residualsInOrder()
    {
        return residuals;
    }
}
