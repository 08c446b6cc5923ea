package dev.sinew.tendon.distribution;

/**
 * Linear algebra for the handful of rows and columns that a finger has. Matrices are row by row in one array.
 */
public final class SmallMatrix
{
    /** A Cholesky pivot below this part of its diagonal entry means that the row depends on earlier ones. */
    private static final double PIVOT_RATIO_MIN = 1e-12;
    /** Pivots are raised to this part, so that a nearly dependent row still leaves a factor to solve with. */
    private static final double PIVOT_RATIO_FLOOR = 1e-15;

    private SmallMatrix()
    {
    }

    /**
     * Factors a symmetric positive definite matrix in place; only the lower triangle is read and written.
     *
     * @param a matrix, {@code n} by {@code n}.
     * @param n size.
     * @return -1 on success, else the first row that, within rounding, depends on the ones before it; a factor is left
     * in either case.
     */
    public static int cholesky(final double[] a, final int n)
    {
        int dependent = -1;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= a[i * n + k] * a[j * n + k];
                }
                a[i * n + j] = sum / a[j * n + j];
            }
            final double diagonal = a[i * n + i];
            double pivot = diagonal;
            for (int k = 0; k < i; k++)
            {
                pivot -= a[i * n + k] * a[i * n + k];
            }
            if (!(pivot > PIVOT_RATIO_MIN * diagonal) && dependent < 0)
            {
                dependent = i;
            }
            a[i * n + i] = Math.sqrt(Math.max(pivot, PIVOT_RATIO_FLOOR * diagonal));
        }
        return dependent;
    }

    /**
     * Solves {@code L L^T x = x} in place.
     *
     * @param factor what {@link #cholesky} left.
     * @param n      size.
     * @param x      in, right-hand side; out, solution.
     */
    public static void choleskySolve(final double[] factor, final int n, final double[] x)
    {
        for (int i = 0; i < n; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[i * n + k] * x[k];
            }
            x[i] = sum / factor[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = x[i];
            for (int k = i + 1; k < n; k++)
            {
                sum -= factor[k * n + i] * x[k];
            }
            x[i] = sum / factor[i * n + i];
        }
    }

    /**
     * @param a       matrix, {@code rows} by {@code columns}.
     * @param rows    number of rows.
     * @param columns number of columns.
     * @return {@code A A^T}; allocates.
     */
    public static double[] gram(final double[] a, final int rows, final int columns)
    {
        final double[] gram = new double[rows * rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                double sum = 0;
                for (int k = 0; k < columns; k++)
                {
                    sum += a[i * columns + k] * a[j * columns + k];
                }
                gram[i * rows + j] = sum;
            }
        }
        return gram;
    }

    /**
     * @param a       matrix, {@code rows} by {@code columns}.
     * @param rows    number of rows.
     * @param columns number of columns.
     * @return true when the rows are independent.
     */
    public static boolean isFullRowRank(final double[] a, final int rows, final int columns)
    {
        return columns >= rows && cholesky(gram(a, rows, columns), rows) < 0;
    }

    /**
     * @param a       matrix with independent rows, {@code rows} by {@code columns}.
     * @param rows    number of rows.
     * @param columns number of columns, at least {@code rows}.
     * @return {@code A^T (A A^T)^-1}, {@code columns} by {@code rows}; its transpose is the pseudo-inverse of
     * {@code A^T}; allocates.
     * @throws IllegalArgumentException when the rows are not independent.
     */
    public static double[] rightInverse(final double[] a, final int rows, final int columns)
    {
        final double[] factor = gram(a, rows, columns);
        final int dependent = cholesky(factor, rows);
        if (dependent >= 0)
        {
            throw new IllegalArgumentException("rows of the moment arm matrix are not independent: row=" + dependent);
        }
        final double[] inverse = new double[columns * rows];
        final double[] x = new double[rows];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                x[j] = a[j * columns + i];
            }
            choleskySolve(factor, rows, x);
            System.arraycopy(x, 0, inverse, i * rows, rows);
        }
        refine(a, inverse, rows, columns);
        refine(a, inverse, rows, columns);
        return inverse;
    }

    /** One step of Newton's iteration {@code P (2 I - A P)}: wins back what squaring the matrix lost. */
    private static void refine(final double[] a, final double[] inverse, final int rows, final int columns)
    {
        final double[] correction = new double[rows * rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                double sum = i == j ? 2 : 0;
                for (int k = 0; k < columns; k++)
                {
                    sum -= a[i * columns + k] * inverse[k * rows + j];
                }
                correction[i * rows + j] = sum;
            }
        }
        final double[] row = new double[rows];
        for (int k = 0; k < columns; k++)
        {
            for (int j = 0; j < rows; j++)
            {
                double sum = 0;
                for (int i = 0; i < rows; i++)
                {
                    sum += inverse[k * rows + i] * correction[i * rows + j];
                }
                row[j] = sum;
            }
            System.arraycopy(row, 0, inverse, k * rows, rows);
        }
    }

    /**
     * @param a       matrix with independent rows, {@code rows} by {@code rows + 1}.
     * @param rows    number of rows.
     * @param columns {@code rows + 1}.
     * @return the unit vector with {@code A n = 0} and a sum that is not negative; allocates.
     */
    public static double[] nullVector(final double[] a, final int rows, final int columns)
    {
        final double[] inverse = rightInverse(a, rows, columns);
        // The projector on the null space is n n^T: its column with the largest diagonal entry is the best conditioned.
        double[] best = null;
        double largest = -1;
        for (int k = 0; k < columns; k++)
        {
            final double[] column = new double[columns];
            for (int i = 0; i < columns; i++)
            {
                double sum = i == k ? 1 : 0;
                for (int j = 0; j < rows; j++)
                {
                    sum -= inverse[i * rows + j] * a[j * columns + k];
                }
                column[i] = sum;
            }
            if (column[k] > largest)
            {
                largest = column[k];
                best = column;
            }
        }
        for (int j = 0; j < rows; j++)
        {
            double left = 0;
            for (int i = 0; i < columns; i++)
            {
                left += a[j * columns + i] * best[i];
            }
            for (int i = 0; i < columns; i++)
            {
                best[i] -= inverse[i * rows + j] * left;
            }
        }
        double square = 0;
        double total = 0;
        for (final double entry : best)
        {
            square += entry * entry;
            total += entry;
        }
        final double factor = (total < 0 ? -1 : 1) / Math.sqrt(square);
        for (int i = 0; i < columns; i++)
        {
            best[i] *= factor;
        }
        return best;
    }
}
