package dev.sinew.bench.tendon;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A group of tendons to distribute over, with bounds of 3 to 110 N: two fingers of a hand, or one drawn by chance.
 *
 * @param name    what it is.
 * @param arms    {@code A = R^T}, row by row, one row a joint, m.
 * @param joints  number of rows.
 * @param tendons number of columns.
 */
record Finger(String name, double[] arms, int joints, int tendons)
{
    static final double LOWER_N = 3;
    static final double UPPER_N = 110;

    /** Four joints, five tendons. */
    static final Finger FIVE = new Finger("finger_4x5", new double[] {
        0.006, -0.006, 0, 0, 0,
        -0.010, -0.010, 0.010, 0.010, 0.010,
        -0.005333333333, -0.005333333333, 0, 0.008, 0.008,
        -0.002, -0.002, 0, 0, 0.006}, 4, 5);

    /** Four joints, eight tendons. */
    static final Finger EIGHT = new Finger("finger_4x8", new double[] {
        0.006, -0.006, 0.002, -0.002, 0.003, -0.003, 0, 0,
        0.010, 0.010, -0.010, -0.010, 0.008, -0.008, 0.009, -0.009,
        0, 0, -0.005, -0.005, 0.008, -0.007, 0.008, -0.008,
        0, 0, 0, 0, -0.002, 0.002, 0.006, -0.005}, 4, 8);

    private static final int[][] SIZES = {
        {1, 2}, {1, 3}, {2, 3}, {2, 4}, {3, 4}, {3, 6}, {4, 5}, {4, 8}, {4, 8}, {5, 8}};

    /**
     * Arms of 2 to 12 mm either way; the last column closes the group: with it, tensions between 4 and 90 N make no
     * effort. In one routing of four, two columns differ by a part of 1e-3 to 1e-5 alone.
     *
     * @param random source of chance.
     * @return a group with wrench closure.
     */
    static Finger random(final SplittableRandom random)
    {
        final int[] size = SIZES[random.nextInt(SIZES.length)];
        final int n = size[0];
        final int m = size[1];
        final double[] arms = new double[n * m];
        final double[] rest = new double[m];
        for (int i = 0; i < m; i++)
        {
            rest[i] = 4 + 86 * random.nextDouble();
        }
        for (int k = 0; k < arms.length; k++)
        {
            arms[k] = (random.nextBoolean() ? 1 : -1) * (0.002 + 0.010 * random.nextDouble());
        }
        final boolean parallel = m > n + 1 && random.nextInt(4) == 0;
        final double off = parallel ? Math.pow(10, -3 - 2 * random.nextDouble()) : 0;
        for (int j = 0; j < n; j++)
        {
            final int at = j * m;
            if (parallel)
            {
                arms[at + 1] = arms[at] * (1 + off * random.nextDouble());
            }
            double sum = 0;
            for (int i = 0; i < m - 1; i++)
            {
                sum += arms[at + i] * rest[i];
            }
            arms[at + m - 1] = -sum / rest[m - 1];
        }
        return new Finger(parallel ? "random_near_parallel" : "random", arms, n, m);
    }

    double[] lower()
    {
        final double[] bound = new double[tendons];
        Arrays.fill(bound, LOWER_N);
        return bound;
    }

    double[] upper()
    {
        final double[] bound = new double[tendons];
        Arrays.fill(bound, UPPER_N);
        return bound;
    }

    double[] middle()
    {
        final double[] middle = new double[tendons];
        Arrays.fill(middle, 0.5 * (LOWER_N + UPPER_N));
        return middle;
    }

    double[] effort(final double[] tension)
    {
        final double[] effort = new double[joints];
        for (int j = 0; j < joints; j++)
        {
            for (int i = 0; i < tendons; i++)
            {
                effort[j] += arms[j * tendons + i] * tension[i];
            }
        }
        return effort;
    }

    /**
     * A fresh effort.
     *
     * @param random source of chance.
     * @param kind   what it should be.
     * @return effort, N·m.
     */
    double[] effort(final SplittableRandom random, final Kind kind)
    {
        final double[] tension = new double[tendons];
        for (int i = 0; i < tendons; i++)
        {
            final boolean onBound = kind == Kind.ON_BOUNDS && random.nextBoolean();
            final double inside = LOWER_N + (UPPER_N - LOWER_N) * random.nextDouble();
            tension[i] = onBound ? random.nextBoolean() ? LOWER_N : UPPER_N : inside;
        }
        final double[] effort = effort(tension);
        if (kind == Kind.BEYOND)
        {
            // Beyond what all tendons together make at any joint, in the direction of the effort, by up to ten times.
            final double times = 1.05 + 9 * random.nextDouble();
            double most = Double.POSITIVE_INFINITY;
            for (int j = 0; j < joints; j++)
            {
                double reach = 0;
                for (int i = 0; i < tendons; i++)
                {
                    final double arm = Math.signum(effort[j]) * arms[j * tendons + i];
                    reach += arm > 0 ? arm * UPPER_N : arm * LOWER_N;
                }
                most = Math.min(most, reach / Math.abs(effort[j]));
            }
            for (int j = 0; j < joints; j++)
            {
                effort[j] *= times * most;
            }
        }
        return effort;
    }

    /** Kinds of efforts, by what is known of them without solving anything. */
    enum Kind
    {
        /** Made by tensions drawn between the bounds. */
        INSIDE,
        /** Made by tensions of which half are on a bound. */
        ON_BOUNDS,
        /** Beyond the reach of at least one joint: cannot be had. */
        BEYOND;

        /** 70 % inside, 20 % on bounds, 10 % beyond. */
        static Kind draw(final SplittableRandom random)
        {
            final double draw = random.nextDouble();
            return draw < 0.7 ? INSIDE : draw < 0.9 ? ON_BOUNDS : BEYOND;
        }
    }
}
