package dev.sinew.tendon.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Random routings and efforts against enumeration and against the optimality conditions. */
class RandomDistributionTest
{
    /** Raise for a long run: {@code -Dsinew.tendon.cases=1000000}. */
    private static final int CASES = Integer.getInteger("sinew.tendon.cases", 40_000);
    private static final int[][] SIZES = {
        {1, 2}, {1, 3}, {2, 3}, {2, 4}, {3, 4}, {3, 6}, {4, 5}, {4, 8}, {5, 6}, {5, 8}
    };

    private final double[] lower = new double[8];
    private final double[] upper = new double[8];

    RandomDistributionTest()
    {
        Arrays.fill(lower, 3);
        Arrays.fill(upper, 110);
    }

    @Test
    void shouldSolveEveryFeasibleEffortOptimally()
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int c = 0; c < CASES; )
        {
            final int[] size = SIZES[random.nextInt(SIZES.length)];
            final int n = size[0];
            final int m = size[1];
            final double[] arms = Oracles.closedArms(random, n, m, true);
            final TensionDistribution fast = TensionDistribution.of(arms, n, m, lower, upper);
            final TensionDistribution general = new ActiveSet(arms, n, m, lower, upper);
            for (int k = 0; k < 50; k++, c++)
            {
                final double[] reference = reference(random, m);
                final double[] effort = times(arms, n, m, feasible(random, m));
                checkOptimal(fast, arms, n, m, reference, effort);
                checkOptimal(general, arms, n, m, reference, effort);
            }
        }
    }

    @Test
    void shouldAgreeWithEnumerationOfAllActiveSets()
    {
        final SplittableRandom random = new SplittableRandom(2);
        for (int c = 0; c < 400; c++)
        {
            final int[] size = SIZES[random.nextInt(7)];
            final int n = size[0];
            final int m = size[1];
            final double[] arms = Oracles.closedArms(random, n, m, true);
            final double[] reference = reference(random, m);
            final double[] effort = times(arms, n, m, feasible(random, m));
            final double[] tension = new double[m];
            TensionDistribution.of(arms, n, m, lower, upper).solve(effort, reference, tension);

            final double best = Oracles.leastCost(arms, n, m, lower, upper, reference, effort);

            assertEquals(Math.sqrt(best), distance(tension, reference), 1e-6, "n=" + n + ", m=" + m);
        }
    }

    @Test
    void shouldScaleAnInfeasibleEffortExactly()
    {
        final SplittableRandom random = new SplittableRandom(3);
        int scaled = 0;
        for (int c = 0; c < CASES / 20; c++)
        {
            final int[] size = SIZES[random.nextInt(SIZES.length)];
            final int n = size[0];
            final int m = size[1];
            final double[] arms = Oracles.closedArms(random, n, m, true);
            final double[] effort = new double[n];
            for (int j = 0; j < n; j++)
            {
                effort[j] = 4 * (random.nextDouble() - 0.5);
            }
            final double[] reference = reference(random, m);
            final double expected = Oracles.greatestScale(arms, n, m, lower, upper, effort);
            checkScaled(TensionDistribution.of(arms, n, m, lower, upper), arms, n, m, reference, effort, expected);
            checkScaled(new ActiveSet(arms, n, m, lower, upper), arms, n, m, reference, effort, expected);
            scaled += expected < 1 ? 1 : 0;
        }
        assertTrue(scaled > CASES / 80, "too few infeasible cases to mean anything: " + scaled);
    }

    @Test
    void shouldNeverLetATensionJump()
    {
        final SplittableRandom random = new SplittableRandom(4);
        double worst = 0;
        for (int c = 0; c < 200; c++)
        {
            final int[] size = SIZES[random.nextInt(SIZES.length)];
            final int n = size[0];
            final int m = size[1];
            final double[] arms = Oracles.closedArms(random, n, m, false);
            worst = Math.max(worst, jumpRatio(TensionDistribution.of(arms, n, m, lower, upper), random, n, m));
        }
        assertTrue(worst < 0.2, "tensions jump: a finer step must make a smaller change, ratio=" + worst);
    }

    /**
     * Along a line of efforts through feasible and infeasible ones, takes the step in which a tension changes most and
     * divides it by 1000. Returns the largest change within over the change of the whole: 0.001 for a straight line,
     * up to 1 for a jump.
     */
    private double jumpRatio(
        final TensionDistribution rule,
        final SplittableRandom random,
        final int n,
        final int m)
    {
        final double[] start = new double[n];
        final double[] direction = new double[n];
        for (int j = 0; j < n; j++)
        {
            start[j] = random.nextDouble() - 0.5;
            direction[j] = 2 * (random.nextDouble() - 0.5);
        }
        final double[] reference = reference(random, m);
        final int steps = 2_000;
        final double[] outer = new double[2];
        largestChange(rule, start, direction, reference, steps, outer);
        for (int j = 0; j < n; j++)
        {
            start[j] += direction[j] * (outer[1] - 1) / steps;
            direction[j] /= steps;
        }
        final double[] inner = new double[2];
        largestChange(rule, start, direction, reference, 1_000, inner);
        // A line that lies beyond one corner all along moves nothing.
        return outer[0] < 1e-6 ? 0 : inner[0] / outer[0];
    }

    /** Leaves the largest change and the step that ends there. */
    private static void largestChange(
        final TensionDistribution rule,
        final double[] start,
        final double[] direction,
        final double[] reference,
        final int steps,
        final double[] out)
    {
        final double[] effort = new double[start.length];
        final double[] last = new double[reference.length];
        final double[] tension = new double[reference.length];
        for (int k = 0; k <= steps; k++)
        {
            for (int j = 0; j < effort.length; j++)
            {
                effort[j] = start[j] + direction[j] * k / steps;
            }
            rule.solve(effort, reference, tension);
            for (int i = 0; i < last.length; i++)
            {
                final double change = Math.abs(tension[i] - last[i]);
                if (k > 0 && change > out[0])
                {
                    out[0] = change;
                    out[1] = k;
                }
                last[i] = tension[i];
            }
        }
    }

    private void checkScaled(
        final TensionDistribution rule,
        final double[] arms,
        final int n,
        final int m,
        final double[] reference,
        final double[] effort,
        final double expected)
    {
        final double[] tension = new double[m];
        final double scale = rule.solve(effort, reference, tension);
        assertEquals(expected, scale, 1e-9, rule.getClass() + ", n=" + n + ", m=" + m);
        final double[] made = times(arms, n, m, tension);
        for (int j = 0; j < n; j++)
        {
            assertEquals(scale * effort[j], made[j], 1e-9);
        }
        for (int i = 0; i < m; i++)
        {
            assertTrue(tension[i] >= lower[i] && tension[i] <= upper[i]);
        }
    }

    private void checkOptimal(
        final TensionDistribution rule,
        final double[] arms,
        final int n,
        final int m,
        final double[] reference,
        final double[] effort)
    {
        final double[] tension = new double[m];
        final double scale = rule.solve(effort, reference, tension);
        assertEquals(1, scale, 1e-9, "feasible by construction");
        final double[] made = times(arms, n, m, tension);
        for (int j = 0; j < n; j++)
        {
            assertEquals(effort[j], made[j], 1e-9);
        }
        for (int i = 0; i < m; i++)
        {
            assertTrue(tension[i] >= lower[i] && tension[i] <= upper[i]);
        }
        final double worst = Oracles.optimalityGap(arms, n, m, lower, upper, reference, tension);
        assertTrue(worst < 1e-6, rule.getClass() + ", n=" + n + ", m=" + m + ", gap=" + worst);
    }

    private double[] feasible(final SplittableRandom random, final int m)
    {
        final double[] tension = new double[m];
        for (int i = 0; i < m; i++)
        {
            final double kind = random.nextDouble();
            tension[i] = kind < 0.1 ? lower[i] : kind < 0.2 ? upper[i] : lower[i] + 107 * random.nextDouble();
        }
        return tension;
    }

    private static double[] reference(final SplittableRandom random, final int m)
    {
        final double[] reference = new double[m];
        final double level = 3 + 107 * random.nextDouble();
        for (int i = 0; i < m; i++)
        {
            reference[i] = level * (0.8 + 0.2 * random.nextDouble());
        }
        return reference;
    }

    private static double[] times(final double[] arms, final int n, final int m, final double[] tension)
    {
        final double[] effort = new double[n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                effort[j] += arms[j * m + i] * tension[i];
            }
        }
        return effort;
    }

    private static double distance(final double[] a, final double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
