package dev.sinew.tendon.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

/** Worked cases with bounds 3 to 110 N; moment arms in millimetres. */
class GoldenDistributionTest
{
    private static final double TOLERANCE_N = 2e-6;

    @Test
    void shouldSplitAnEffortBetweenAntagonists()
    {
        final double[] arms = mm(-6, 6);
        final TensionDistribution rule = rule(arms, 1, 2);

        assertInstanceOf(AntagonistPair.class, rule);
        assertTensions(rule, new double[] {0.12}, fill(2, 56.5), 46.5, 66.5);
        assertTensions(activeSet(arms, 1, 2), new double[] {0.12}, fill(2, 56.5), 46.5, 66.5);
        assertTensions(new OneRedundantTendon(arms, 1, fill(2, 3), fill(2, 110)), new double[] {0.12},
            fill(2, 56.5), 46.5, 66.5);
    }

    @Test
    void shouldPutOneTendonOnItsBound()
    {
        final double[] arms = mm(4, 5, 0, -2, 3, -9, 2, 1);
        final TensionDistribution rule = rule(arms, 2, 4);

        assertInstanceOf(ActiveSet.class, rule);
        assertTensions(rule, new double[] {-0.058, -0.015}, fill(4, 56.5), 3, 21.880702, 41.612281, 89.701754);
    }

    @Test
    void shouldPutTwoTendonsOnTheirBounds()
    {
        final double[] arms = mm(-7, -6, -3, 0, 1, -2, 7, 3);

        assertTensions(activeSet(arms, 2, 4), new double[] {-0.090, 0.013}, fill(4, 56.5), 3, 10, 3, 3);
    }

    @Test
    void shouldSolveWhereTheImprovedClosedFormGivesUp()
    {
        final double[] arms = mm(
            7, 0, -9, -7, 6,
            -9, -4, -2, -4, 8,
            -4, 5, 5, -8, 4,
            0, 5, -8, -4, 6);
        final double[] effort = {-0.766, -0.700, 0.978, -0.192};
        final OneRedundantTendon rule = new OneRedundantTendon(arms, 4, fill(5, 3), fill(5, 110));

        assertArrayEquals(new double[] {0.317334, 0.083471, 0.358126, 0.481953, 0.729245}, rule.nullVector(), 1e-6);
        assertTensions(rule, effort, fill(5, 56.5), 12, 110, 96, 4, 7);
        assertTensions(activeSet(arms, 4, 5), effort, fill(5, 56.5), 12, 110, 96, 4, 7);
        assertArrayEquals(new double[] {11.3416, 109.8268, 95.2569, 3, 5.4869},
            solve(rule, effort, fill(5, 3)), 1e-4, "the other end of the line, nearest to the lower bounds");
    }

    @Test
    void shouldFollowTheOneParameterRule()
    {
        final double[] arms = mm(8, 8, -10, 6, -7, -2);
        final OneRedundantTendon rule = new OneRedundantTendon(arms, 2, fill(3, 3), fill(3, 110));

        assertArrayEquals(new double[] {0.605874, 0.309982, 0.732685}, rule.nullVector(), 1e-6);
        assertArrayEquals(new double[] {13.057692, 3.192308, 3},
            solve(rule, new double[] {0.1, 0.05}, fill(3, 0)), TOLERANCE_N);
        assertArrayEquals(new double[] {37.681818, 3, 52.545455},
            solve(rule, new double[] {-0.2, 0.1}, fill(3, 0)), TOLERANCE_N);
        assertArrayEquals(new double[] {37.681818, 3, 52.545455},
            solve(activeSet(arms, 2, 3), new double[] {-0.2, 0.1}, fill(3, 0)), TOLERANCE_N);
    }

    @Test
    void shouldScaleAnEffortBeyondTheBoundsOfAPair()
    {
        final TensionDistribution rule = rule(mm(-6, 8), 1, 2);
        final double[] tension = new double[2];

        final double up = rule.solve(new double[] {2}, fill(2, 20), tension);

        assertEquals((0.008 * 110 - 0.006 * 3) / 2, up, 1e-12);
        assertArrayEquals(new double[] {3, 110}, tension);
        assertEquals((0.006 * 110 - 0.008 * 3) / 1.5, rule.solve(new double[] {-1.5}, fill(2, 20), tension), 1e-12);
        assertArrayEquals(new double[] {110, 3}, tension);
    }

    private static void assertTensions(
        final TensionDistribution rule,
        final double[] effort,
        final double[] reference,
        final double... expected)
    {
        assertArrayEquals(expected, solve(rule, effort, reference), TOLERANCE_N);
    }

    private static double[] solve(final TensionDistribution rule, final double[] effort, final double[] reference)
    {
        final double[] tension = new double[reference.length];
        assertEquals(1, rule.solve(effort, reference, tension), "feasible, so nothing may be scaled");
        return tension;
    }

    private static TensionDistribution rule(final double[] arms, final int n, final int m)
    {
        return TensionDistribution.of(arms, n, m, fill(m, 3), fill(m, 110));
    }

    private static ActiveSet activeSet(final double[] arms, final int n, final int m)
    {
        return new ActiveSet(arms, n, m, fill(m, 3), fill(m, 110));
    }

    private static double[] mm(final double... values)
    {
        return Arrays.stream(values).map(v -> v * 1e-3).toArray();
    }

    private static double[] fill(final int size, final double value)
    {
        final double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }
}
