package dev.sinew.tendon.examine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.distribution.OneRedundantTendon;
import dev.sinew.tendon.routing.GroupArms;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Closure against groups that are closed, or open in one known direction, by construction, and against known ones. */
class GroupClosureTest
{
    /** A published finger of four joints (abduction, then three of flexion) and five tendons: dl/dq in m/rad. */
    private static final double[][] STRETCHED = {
        {0, .025938389, .02, .009}, {0, -.024, -.022633937, 0}, {0, -.024, -.022633937, -.018}, {.024, 0, 0, 0},
        {-.024, 0, 0, 0}};
    private static final double[][] BENT = {
        {-.003112902, .023797191, .02, .009}, {-.001936069, -.025265613, -.029779719, 0},
        {-.001936069, -.025265613, -.029779719, -.021719712}, {.022554970, -.006836330, 0, 0},
        {-.022483798, -.004638593, 0, 0}};
    private static final double[][] FURTHER = {
        {.006718851, .022772145, .02, .009}, {.000411338, -.027114198, -.032383415, 0},
        {.000411338, -.027114198, -.032383415, -.025848829}, {.017963973, -.007467403, 0, 0},
        {-.019288903, -.012631121, 0, 0}};

    @Example
    void shouldFindThatCountingTendonsIsNotEnough()
    {
        assertTrue(gap(negated(STRETCHED)).isPresent());
        assertEquals(Optional.empty(), gap(negated(BENT)));
        assertEquals(Optional.empty(), gap(negated(FURTHER)));
    }

    @Example
    void shouldFindTheNullVectorsOfThatFinger()
    {
        assertNullVector(negated(BENT), .721413, .185567, .298932, .485939, .345877);
        assertNullVector(negated(FURTHER), .849291, .228818, .295705, .064491, .367078);
        assertFalse(OneRedundantTendon.isClosed(transposed(negated(STRETCHED)), 4));
    }

    private static void assertNullVector(final double[][] arms, final double... expected)
    {
        final double[] lower = new double[expected.length];
        final double[] upper = new double[expected.length];
        Arrays.fill(upper, 100);
        assertArrayEquals(expected, new OneRedundantTendon(transposed(arms), 4, lower, upper).nullVector(), 2e-6);
    }

    private static double[][] negated(final double[][] slopes)
    {
        final double[][] arms = new double[slopes.length][slopes[0].length];
        for (int i = 0; i < arms.length; i++)
        {
            for (int j = 0; j < arms[i].length; j++)
            {
                arms[i][j] = -slopes[i][j];
            }
        }
        return arms;
    }

    private static double[] transposed(final double[][] arms)
    {
        final double[] matrix = new double[arms.length * arms[0].length];
        for (int i = 0; i < arms.length; i++)
        {
            for (int j = 0; j < arms[i].length; j++)
            {
                matrix[j * arms.length + i] = arms[i][j];
            }
        }
        return matrix;
    }

    @Property(tries = 300, seed = "20261121")
    void shouldFindAGroupClosedWhenAPositiveNullVectorWasBuiltIn(@ForAll final long seed,
        @ForAll @IntRange(min = 1, max = 6) final int joints, @ForAll @IntRange(min = 1, max = 4) final int extra)
    {
        assertEquals(Optional.empty(), gap(closed(new Random(seed), joints, joints + extra)));
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
        final GroupClosure.Gap gap = gap(arms).orElseThrow();
        assertEquals(weak, gap.joint());
        assertEquals(-1, gap.sign());
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

    private static Optional<GroupClosure.Gap> gap(final double[][] arms)
    {
        final TestRobot builder = new TestRobot();
        for (int j = 0; j < arms[0].length; j++)
        {
            builder.joint("j" + j, 0.1, true);
        }
        for (int i = 0; i < arms.length; i++)
        {
            builder.tendon("t" + i, 5_000, 0.01, 0, arms[i]);
        }
        final RobotDescription robot = builder.build();
        for (final TendonGroup group : robot.tendonGroups())
        {
            final GroupArms space = new GroupArms(group, TendonRouting.of(robot), new ReturnSprings(robot));
            space.moveTo(new double[robot.jointCount()], new double[robot.jointCount()]);
            final Optional<GroupClosure.Gap> gap = new GroupClosure(robot, group, space).gap();
            if (gap.isPresent())
            {
                return gap;
            }
        }
        return Optional.empty();
    }
}
