package dev.sinew.tendon.estimation;

import java.util.Arrays;

/**
 * Directions in the space of a group's tendons, each of length 1 and orthogonal to those before it. Loop's thread;
 * allocation-free after construction.
 */
final class Directions
{
    /** A column whose length falls below this part of it is no new direction. */
    private static final double COLUMN_MIN = 1e-3;

    private final int tendons;
    private final double[] basis;
    private int count;

    /**
     * @param tendons number of tendons.
     * @param most    directions that there is room for.
     */
    Directions(final int tendons, final int most)
    {
        this.tendons = tendons;
        basis = new double[tendons * most];
    }

    void clear()
    {
        count = 0;
    }

    /** @return what the newest direction has of a tendon. */
    double part(final int tendon)
    {
        return basis[(count - 1) * tendons + tendon];
    }

    /** Adds one tendon alone; no direction before may have a part of it. */
    void unit(final int tendon)
    {
        put(tendon);
        count++;
    }

    /**
     * @param tendon a tendon.
     * @param least  length that it must keep once the directions before are taken out.
     * @return true when it was added.
     */
    boolean addUnit(final int tendon, final double least)
    {
        put(tendon);
        return orthogonalise(1, least);
    }

    /** Adds a column of a matrix with one row a tendon, unless the directions before make it up. */
    void addColumn(final double[] matrix, final int column, final int columns)
    {
        double squares = 0;
        for (int t = 0; t < tendons; t++)
        {
            final double entry = matrix[t * columns + column];
            basis[count * tendons + t] = entry;
            squares += entry * entry;
        }
        orthogonalise(Math.sqrt(squares), COLUMN_MIN);
    }

    private void put(final int tendon)
    {
        final int at = count * tendons;
        Arrays.fill(basis, at, at + tendons, 0);
        basis[at + tendon] = 1;
    }

    /** Takes the directions before out of the newest, twice, for what rounding leaves. */
    private boolean orthogonalise(final double length, final double least)
    {
        final int at = count * tendons;
        double left = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int d = 0; d < count; d++)
            {
                double along = 0;
                for (int t = 0; t < tendons; t++)
                {
                    along += basis[d * tendons + t] * basis[at + t];
                }
                for (int t = 0; t < tendons; t++)
                {
                    basis[at + t] -= along * basis[d * tendons + t];
                }
            }
            left = 0;
            for (int t = 0; t < tendons; t++)
            {
                left += basis[at + t] * basis[at + t];
            }
            left = Math.sqrt(left);
            if (!(left > least * length))
            {
                return false;
            }
        }
        for (int t = 0; t < tendons; t++)
        {
            basis[at + t] /= left;
        }
        count++;
        return true;
    }
}
