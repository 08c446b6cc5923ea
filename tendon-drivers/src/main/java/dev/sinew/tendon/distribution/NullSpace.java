package dev.sinew.tendon.distribution;

/**
 * All tensions that make an effort: {@code f = A^+ b + N z} with any {@code z}. {@code A^+ b} is the least of them, the
 * columns of {@code N} are orthonormal and make no effort. From Householder reflections of {@code A^T} (Golub and Van
 * Loan, Matrix Computations, section 5.2), which do not square the condition of {@code A}. Allocation-free after
 * construction.
 */
final class NullSpace
{
    /** A row that has less than this part of its length left beside the earlier ones depends on them. */
    private static final double PIVOT_RATIO_MIN = 1e-9;

    final int joints;
    final int tendons;
    /** {@code A}, row by row. */
    final double[] arms;
    /** {@code A^+}, row by row, one row a tendon. */
    final double[] inverse;
    /** {@code N}, row by row, one row a tendon. */
    final double[] basis;

    /** Reflections below, triangle above the diagonal of {@code A^T}; column by column. */
    private final double[] reflected;
    private final double[] beta;
    private final double[] diagonalInverse;
    private final double[] column;

    NullSpace(final int joints, final int tendons)
    {
        this.joints = joints;
        this.tendons = tendons;
        arms = new double[joints * tendons];
        inverse = new double[tendons * joints];
        basis = new double[tendons * (tendons - joints)];
        reflected = new double[joints * tendons];
        beta = new double[joints];
        diagonalInverse = new double[joints];
        column = new double[tendons];
    }

    /**
     * @param newArms {@code A}, row by row; copied.
     * @return true when the rows are independent; else nothing but {@link #arms} may be used.
     */
    boolean factor(final double[] newArms)
    {
        System.arraycopy(newArms, 0, arms, 0, arms.length);
        System.arraycopy(newArms, 0, reflected, 0, arms.length);
        for (int j = 0; j < joints; j++)
        {
            if (!reflect(j))
            {
                return false;
            }
        }
        for (int j = 0; j < joints; j++)
        {
            leastTensions(j);
            for (int i = 0; i < tendons; i++)
            {
                inverse[i * joints + j] = column[i];
            }
        }
        final int free = tendons - joints;
        for (int c = 0; c < free; c++)
        {
            unit(joints + c);
            rotate(joints - 1);
            for (int i = 0; i < tendons; i++)
            {
                basis[i * free + c] = column[i];
            }
        }
        return true;
    }

    private boolean reflect(final int j)
    {
        final int at = j * tendons;
        double whole = 0;
        double rest = 0;
        for (int i = 0; i < tendons; i++)
        {
            final double square = reflected[at + i] * reflected[at + i];
            whole += square;
            rest += i >= j ? square : 0;
        }
        if (!(rest > PIVOT_RATIO_MIN * PIVOT_RATIO_MIN * whole))
        {
            return false;
        }
        final double head = reflected[at + j];
        final double length = head > 0 ? -Math.sqrt(rest) : Math.sqrt(rest);
        diagonalInverse[j] = 1 / length;
        reflected[at + j] = head - length;
        beta[j] = 1 / (rest - head * length);
        for (int k = j + 1; k < joints; k++)
        {
            final int other = k * tendons;
            double sum = 0;
            for (int i = j; i < tendons; i++)
            {
                sum += reflected[at + i] * reflected[other + i];
            }
            sum *= beta[j];
            for (int i = j; i < tendons; i++)
            {
                reflected[other + i] -= sum * reflected[at + i];
            }
        }
        return true;
    }

    /** Leaves {@code A^+ e_j} in {@link #column}: {@code Q R^-T e_j}. */
    private void leastTensions(final int j)
    {
        for (int k = 0; k < tendons; k++)
        {
            column[k] = 0;
        }
        column[j] = diagonalInverse[j];
        for (int k = j + 1; k < joints; k++)
        {
            double sum = 0;
            for (int l = j; l < k; l++)
            {
                sum -= reflected[k * tendons + l] * column[l];
            }
            column[k] = sum * diagonalInverse[k];
        }
        rotate(joints - 1);
    }

    private void unit(final int i)
    {
        for (int k = 0; k < tendons; k++)
        {
            column[k] = 0;
        }
        column[i] = 1;
    }

    /** Multiplies {@link #column} with the reflections, the last one first. */
    private void rotate(final int from)
    {
        for (int j = from; j >= 0; j--)
        {
            final int at = j * tendons;
            double sum = 0;
            for (int i = j; i < tendons; i++)
            {
                sum += reflected[at + i] * column[i];
            }
            sum *= beta[j];
            for (int i = j; i < tendons; i++)
            {
                column[i] -= sum * reflected[at + i];
            }
        }
    }
}
