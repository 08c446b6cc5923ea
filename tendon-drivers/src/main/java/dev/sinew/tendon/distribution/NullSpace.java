package dev.sinew.tendon.distribution;

/**
 * All tensions that make an effort: {@code f = A^+ b + N z} with any {@code z}. {@code A^+ b = A^T (A A^T)^-1 b} is the
 * least of them, the columns of {@code N} are orthonormal and make no effort. {@code (A A^T)^-1} is made for each pose;
 * {@code N}, needed only where a bound is in the way, when it is asked for, by Householder reflections of {@code A^T}
 * (Golub and Van Loan, Matrix Computations, section 5.2). Allocation-free after construction.
 */
final class NullSpace
{
    /** A row that has less than this part of its squared length left beside the earlier ones depends on them. */
    private static final double PIVOT_RATIO_MIN = 1e-12;
    /** With less than this, what rounding leaves of an effort is worth a correction. */
    private static final double DELICATE_RATIO = 1e-2;

    private final int joints;
    private final int tendons;
    /** {@code A}, row by row. */
    final double[] arms;
    /** {@code A^T}, row by row, one row a tendon. */
    private final double[] byTendon;
    private final double[] triangle;
    private final double[] triangleInverse;
    private final double[] gramInverse;
    private final double[] share;
    private double leastPivot;
    private boolean delicate;

    private final double[] basis;
    private boolean hasBasis;
    /** Reflections: below and on the diagonal of {@code A^T}, 0 above it; column by column. */
    private final double[] reflected;
    private final double[] beta;
    private final double[] column;

    NullSpace(final int joints, final int tendons)
    {
        this.joints = joints;
        this.tendons = tendons;
        arms = new double[joints * tendons];
        byTendon = new double[tendons * joints];
        triangle = new double[joints * joints];
        triangleInverse = new double[joints * joints];
        gramInverse = new double[joints * joints];
        share = new double[joints];
        basis = new double[tendons * (tendons - joints)];
        reflected = new double[joints * tendons];
        beta = new double[joints];
        column = new double[tendons];
    }

    /**
     * @param newArms {@code A}, row by row; copied.
     * @return true when the rows are independent; else nothing but {@link #arms} may be used.
     */
    boolean factor(final double[] newArms)
    {
        System.arraycopy(newArms, 0, arms, 0, arms.length);
        hasBasis = false;
        leastPivot = 1;
        delicate = false;
        for (int j = 0; j < joints; j++)
        {
            final int at = j * tendons;
            for (int i = 0; i < tendons; i++)
            {
                byTendon[i * joints + j] = arms[at + i];
            }
            for (int k = 0; k <= j; k++)
            {
                triangle[j * joints + k] = Dots.dot(arms, at, arms, k * tendons, tendons);
            }
        }
        for (int j = 0; j < joints; j++)
        {
            if (!eliminate(j))
            {
                return false;
            }
        }
        for (int j = 0; j < joints; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = 0;
                for (int l = j; l < joints; l++)
                {
                    sum += triangleInverse[l * joints + j] * triangleInverse[l * joints + k];
                }
                gramInverse[j * joints + k] = sum;
                gramInverse[k * joints + j] = sum;
            }
        }
        return true;
    }

    /** One row of the Cholesky factor of {@code A A^T}, and of the factor's inverse. */
    private boolean eliminate(final int j)
    {
        final int at = j * joints;
        double pivot = triangle[at + j];
        final double whole = pivot;
        for (int k = 0; k < j; k++)
        {
            double sum = triangle[at + k];
            for (int l = 0; l < k; l++)
            {
                sum -= triangle[at + l] * triangle[k * joints + l];
            }
            sum *= triangleInverse[k * joints + k];
            triangle[at + k] = sum;
            pivot -= sum * sum;
        }
        if (!(pivot > PIVOT_RATIO_MIN * whole))
        {
            return false;
        }
        leastPivot = Math.min(leastPivot, pivot / whole);
        delicate |= leastPivot < DELICATE_RATIO;
        final double reciprocal = 1 / Math.sqrt(pivot);
        triangleInverse[at + j] = reciprocal;
        for (int k = 0; k < j; k++)
        {
            double sum = 0;
            for (int l = k; l < j; l++)
            {
                sum -= triangle[at + l] * triangleInverse[l * joints + k];
            }
            triangleInverse[at + k] = sum * reciprocal;
        }
        return true;
    }

    /**
     * @return whether a result should be corrected once more by what it leaves of the effort.
     */
    boolean isDelicate()
    {
        return delicate;
    }

    /**
     * @return least part of a row's squared length that is left beside the earlier rows: 1 is best.
     */
    double leastPivot()
    {
        return leastPivot;
    }

    /**
     * Prepares {@link #leastOf} for an effort. Where the rows are nearly dependent, what it leaves of the effort is
     * worth a second call: see {@link #isDelicate}.
     *
     * @param effort {@code b}, N·m.
     */
    void least(final double[] effort)
    {
        for (int j = 0; j < joints; j++)
        {
            share[j] = Dots.dot(gramInverse, j * joints, effort, 0, joints);
        }
    }

    /**
     * @param tendon index.
     * @return its part of {@code A^+ b}, N, for the effort of the last {@link #least}.
     */
    double leastOf(final int tendon)
    {
        return Dots.dot(byTendon, tendon * joints, share, 0, joints);
    }

    /**
     * @param inverse out, {@code A^+}, row by row, one row a tendon.
     */
    void inverse(final double[] inverse)
    {
        for (int i = 0; i < tendons; i++)
        {
            for (int j = 0; j < joints; j++)
            {
                inverse[i * joints + j] = Dots.dot(byTendon, i * joints, gramInverse, j * joints, joints);
            }
        }
        for (int pass = 0; pass < 2 && delicate; pass++)
        {
            refine(inverse);
        }
    }

    /** One step of Newton's iteration {@code P (2 I - A P)}: wins back what squaring the matrix lost. */
    private void refine(final double[] inverse)
    {
        for (int k = 0; k < joints; k++)
        {
            for (int j = 0; j < joints; j++)
            {
                double sum = k == j ? 2 : 0;
                for (int i = 0; i < tendons; i++)
                {
                    sum -= arms[k * tendons + i] * inverse[i * joints + j];
                }
                triangle[k * joints + j] = sum; // no longer needed, and of the right size
            }
        }
        for (int i = 0; i < tendons; i++)
        {
            for (int j = 0; j < joints; j++)
            {
                double sum = 0;
                for (int k = 0; k < joints; k++)
                {
                    sum += inverse[i * joints + k] * triangle[k * joints + j];
                }
                share[j] = sum;
            }
            System.arraycopy(share, 0, inverse, i * joints, joints);
        }
    }

    /**
     * For one tendon too many: the vector that makes no effort.
     *
     * @param inverse in, what {@link #inverse} left.
     * @param vector  out, of length 1.
     */
    void nullVector(final double[] inverse, final double[] vector)
    {
        // I - A^+ A is n n^T: its column with the largest diagonal entry is the best conditioned.
        int best = 0;
        double largest = 0;
        for (int i = 0; i < tendons; i++)
        {
            final double square = 1 - Dots.dot(inverse, i * joints, byTendon, i * joints, joints);
            best = square > largest ? i : best;
            largest = Math.max(largest, square);
        }
        for (int i = 0; i < tendons; i++)
        {
            vector[i] = (i == best ? 1 : 0) - Dots.dot(inverse, i * joints, byTendon, best * joints, joints);
        }
        for (int pass = 0; pass < (delicate ? 2 : 1); pass++)
        {
            for (int j = 0; j < joints; j++)
            {
                share[j] = Dots.dot(arms, j * tendons, vector, 0, tendons);
            }
            for (int i = 0; i < tendons; i++)
            {
                vector[i] -= Dots.dot(inverse, i * joints, share, 0, joints);
            }
        }
        final double square = Dots.dot(vector, 0, vector, 0, tendons);
        final double factor = 1 / Math.sqrt(square);
        for (int i = 0; i < tendons; i++)
        {
            vector[i] *= factor;
        }
    }

    /**
     * @return {@code N}, row by row, one row a tendon; of this pose.
     */
    double[] basis()
    {
        if (!hasBasis)
        {
            makeBasis();
            hasBasis = true;
        }
        return basis;
    }

    private void makeBasis()
    {
        System.arraycopy(arms, 0, reflected, 0, arms.length);
        for (int j = 0; j < joints; j++)
        {
            final int at = j * tendons;
            for (int i = 0; i < j; i++)
            {
                reflected[at + i] = 0; // the triangle above the diagonal is not needed
            }
            final double square = Dots.dot(reflected, at, reflected, at, tendons);
            final double head = reflected[at + j];
            final double length = head > 0 ? -Math.sqrt(square) : Math.sqrt(square);
            reflected[at + j] = head - length;
            beta[j] = 1 / (square - head * length);
            for (int k = j + 1; k < joints; k++)
            {
                reflect(j, reflected, k * tendons);
            }
        }
        final int free = tendons - joints;
        for (int c = 0; c < free; c++)
        {
            for (int i = 0; i < tendons; i++)
            {
                column[i] = 0;
            }
            column[joints + c] = 1;
            for (int j = joints - 1; j >= 0; j--)
            {
                reflect(j, column, 0);
            }
            for (int i = 0; i < tendons; i++)
            {
                basis[i * free + c] = column[i];
            }
        }
    }

    private void reflect(final int j, final double[] x, final int at)
    {
        final double along = beta[j] * Dots.dot(reflected, j * tendons, x, at, tendons);
        Dots.add(x, at, -along, reflected, j * tendons, tendons);
    }
}
