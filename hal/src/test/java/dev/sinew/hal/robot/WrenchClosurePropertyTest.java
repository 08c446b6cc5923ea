package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Checks closure against groups that are closed, or open in one known direction, by construction.
 */
class WrenchClosurePropertyTest
{
    @Property(tries = 300, seed = "20261121")
    void shouldFindAGroupClosedWhenAPositiveNullVectorWasBuiltIn(@ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 6) final int joints, @ForAll @IntRange(min = 1, max = 4) final int extra)
    {
        final double[][] arms = closed(new Random(seed), joints, joints + extra);
        final List<TendonDescription> tendons = tendons(arms);
        final WrenchClosure closure = new WrenchClosure(group(joints, arms.length), tendons);
        assertEquals(List.of(), closure.missing());
        final double[] vector = closure.nullVector(tendons);
        assertEquals(arms.length, vector.length);
        for (int j = 0; j < joints; j++)
        {
            double effort = 0;
            for (int t = 0; t < arms.length; t++)
            {
                assertTrue(vector[t] > 0);
                effort += arms[t][j] * vector[t];
            }
            assertEquals(0, effort, 1e-7);
        }
    }

    @Property(tries = 300, seed = "20261121")
    void shouldFindTheJointThatNothingPullsDown(@ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 6) final int joints, @ForAll @IntRange(max = 5) final int which)
    {
        final int weak = which % joints;
        final double[][] arms = closed(new Random(seed), joints, joints + 2);
        for (final double[] tendon : arms)
        {
            tendon[weak] = Math.abs(tendon[weak]) + 0.001;
        }
        final List<TendonDescription> tendons = tendons(arms);
        final WrenchClosure closure = new WrenchClosure(group(joints, arms.length), tendons);
        assertTrue(closure.missing().contains(new WrenchClosure.Missing(weak, -1)),
            () -> closure.missing().toString());
        assertEquals(0, closure.nullVector(tendons).length);
    }

    @Example
    void shouldFindThatCountingTendonsIsNotEnough()
    {
        final double[][] finger = {
            {0, -0.026, -0.020, -0.009}, {0, 0.024, 0.0226, 0}, {0, 0.024, 0.0226, 0.018},
            {-0.024, 0, 0, 0}, {0.024, 0, 0, 0}};
        final WrenchClosure closure = new WrenchClosure(group(4, 5), tendons(finger));
        assertFalse(closure.missing().isEmpty());
        assertTrue(closure.missing().stream().noneMatch(missing -> missing.joint() == 0));
    }

    /** All tendons but the last are random; the last undoes a positive mixture of the others. */
    private static double[][] closed(final Random random, final int joints, final int count)
    {
        final double[][] arms = new double[count][joints];
        for (int t = 0; t < count - 1; t++)
        {
            final double weight = 0.5 + random.nextDouble();
            for (int j = 0; j < joints; j++)
            {
                arms[t][j] = (t == j ? 0.01 : 0) + 0.004 * (random.nextDouble() - 0.5);
                arms[count - 1][j] -= weight * arms[t][j];
            }
        }
        return arms;
    }

    private static TendonGroup group(final int joints, final int tendons)
    {
        return new TendonGroup("g", IntStream.range(0, joints).boxed().toList(),
            IntStream.range(0, tendons).boxed().toList());
    }

    private static List<TendonDescription> tendons(final double[][] arms)
    {
        final List<TendonDescription> tendons = new ArrayList<>();
        for (int t = 0; t < arms.length; t++)
        {
            final List<TendonDescription.MomentArm> moments = new ArrayList<>();
            for (int j = 0; j < arms[t].length; j++)
            {
                moments.add(new TendonDescription.MomentArm(j, arms[t][j]));
            }
            tendons.add(new TendonDescription("t" + t, t, t, moments, 1, 3, 110, 10, 1e4, 1));
        }
        return tendons;
    }
}
