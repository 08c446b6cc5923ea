package dev.sinew.tendon.distribution;

/**
 * The tendons that are held on a bound while others are still being driven into theirs: an orthonormal basis of what
 * their rows of the null space span, by Gram and Schmidt, twice where needed, and the triangle that leads back to the
 * rows. Rows have as many entries as there are tendons too many. Allocation-free after construction.
 */
final class WorkingSet
{
    /** Less than this part of a vector left after a projection means that rounding is seen in it: project again. */
    private static final double AGAIN = 0.25;

    private final int dimension;
    /** Orthonormal vectors, one after the other. */
    private final double[] basis;
    /** Upper triangle, column by column: row of tendon k = sum over i of {@code triangle[k][i] basis[i]}. */
    private final double[] triangle;
    private final double[] diagonalInverse;
    private final int[] member;
    private final double[] along;
    private int count;

    /** What is left of the last projected row: the direction in which the others stay where they are. */
    final double[] rest;
    /** How the last projected row is made up of the rows of the members. */
    final double[] share;

    WorkingSet(final int dimension)
    {
        this.dimension = dimension;
        basis = new double[dimension * dimension];
        triangle = new double[dimension * dimension];
        diagonalInverse = new double[dimension];
        member = new int[dimension];
        along = new double[dimension];
        rest = new double[dimension];
        share = new double[dimension];
    }

    void clear()
    {
        count = 0;
    }

    int count()
    {
        return count;
    }

    int member(final int k)
    {
        return member[k];
    }

    boolean isFull()
    {
        return count == dimension;
    }

    /**
     * Splits the row of a tendon into {@link #share} and {@link #rest}.
     *
     * @param rows all rows.
     * @param at   where the row begins.
     * @return squared length of the rest.
     */
    double project(final double[] rows, final int at)
    {
        for (int c = 0; c < dimension; c++)
        {
            rest[c] = rows[at + c];
        }
        final double whole = Dots.dot(rest, 0, rest, 0, dimension);
        if (count == 0)
        {
            return whole;
        }
        for (int k = 0; k < count; k++)
        {
            along[k] = 0;
        }
        double left = sweep();
        if (left < AGAIN * whole)
        {
            left = sweep();
        }
        for (int k = count - 1; k >= 0; k--)
        {
            double sum = along[k];
            for (int l = k + 1; l < count; l++)
            {
                sum -= triangle[l * dimension + k] * share[l];
            }
            share[k] = sum * diagonalInverse[k];
        }
        return left;
    }

    private double sweep()
    {
        for (int k = 0; k < count; k++)
        {
            final int at = k * dimension;
            final double sum = Dots.dot(basis, at, rest, 0, dimension);
            along[k] += sum;
            Dots.add(rest, 0, -sum, basis, at, dimension);
        }
        return Dots.dot(rest, 0, rest, 0, dimension);
    }

    /**
     * Takes in the tendon that was projected last.
     *
     * @param tendon its index.
     * @param square what {@link #project} returned, not 0.
     */
    void add(final int tendon, final double square)
    {
        final int at = count * dimension;
        final double length = Math.sqrt(square);
        final double factor = 1 / length;
        for (int c = 0; c < dimension; c++)
        {
            basis[at + c] = rest[c] * factor;
        }
        for (int k = 0; k < count; k++)
        {
            triangle[at + k] = along[k];
        }
        triangle[at + count] = length;
        diagonalInverse[count] = factor;
        member[count] = tendon;
        count++;
    }

    /**
     * Lets a member go.
     *
     * @param index which one, of {@link #count}.
     * @param rows  all rows.
     */
    void remove(final int index, final double[] rows)
    {
        final int old = count;
        count = index;
        for (int k = index + 1; k < old; k++)
        {
            final int tendon = member[k];
            final double square = project(rows, tendon * dimension);
            add(tendon, square);
        }
    }

    /**
     * The least step of {@code z} that moves every member by a wanted amount.
     *
     * @param wanted in, by how much each member should move, N; spoilt.
     * @param z      in and out.
     */
    void move(final double[] wanted, final double[] z)
    {
        for (int k = 0; k < count; k++)
        {
            final int at = k * dimension;
            double sum = wanted[k];
            for (int l = 0; l < k; l++)
            {
                sum -= triangle[at + l] * wanted[l];
            }
            wanted[k] = sum * diagonalInverse[k];
            Dots.add(z, 0, wanted[k], basis, at, dimension);
        }
    }
}
