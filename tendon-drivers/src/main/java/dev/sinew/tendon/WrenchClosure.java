package dev.sinew.tendon;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.ActiveSet;
import dev.sinew.tendon.distribution.SmallMatrix;

/**
 * Tells whether a group's tendons can push each of its joints both ways. More tendons than joints is no proof. At
 * construction only; allocates.
 */
final class WrenchClosure
{
    /** Effort that is asked for, as a part of the joint's greatest: small enough for any sound routing. */
    private static final double TEST_EFFORT_RATIO = 1e-3;
    /** Stands for "as much tension as you like", N. */
    private static final double UNBOUNDED_N = 1e7;
    private static final double SCALE_MIN = 0.5;

    private WrenchClosure()
    {
    }

    /**
     * @throws IllegalArgumentException naming the first joint and direction that the tendons, or their bounds, lack.
     */
    static void require(
        final RobotDescription robot,
        final TendonGroup group,
        final double[] arms,
        final double[] lower,
        final double[] upper)
    {
        final int joints = group.joints().size();
        final int tendons = group.tendons().size();
        for (int j = 0; j < joints; j++)
        {
            refuseOneSided(robot, group, arms, j);
        }
        final int dependent = tendons < joints ? tendons : SmallMatrix.cholesky(
            SmallMatrix.gram(arms, joints, tendons), joints);
        if (dependent >= 0)
        {
            throw new IllegalArgumentException("joint " + jointName(robot, group, dependent) +
                " cannot be moved in either direction without moving other joints of " + jointNames(robot, group) +
                ": the moment arms of tendons " + tendonNames(robot, group) +
                " are not independent; add a tendon or change a moment arm");
        }
        final double[] free = new double[tendons];
        Arrays.fill(free, UNBOUNDED_N);
        requireBothWays(robot, group, new ActiveSet(arms, joints, tendons, new double[tendons], free), 1,
            "no pulling of tendons ", " does that alone; add a tendon or change the sign of a moment arm");
        final ActiveSet bounded = new ActiveSet(arms, joints, tendons, lower, upper);
        requireRest(robot, group, bounded, arms, lower, upper);
        requireBothWays(robot, group, bounded, TEST_EFFORT_RATIO, "the tension bounds of tendons ",
            " leave no room; raise tension_max_n or effort_max_nm, or lower tension_min_n");
    }

    private static void refuseOneSided(
        final RobotDescription robot,
        final TendonGroup group,
        final double[] arms,
        final int joint)
    {
        final int tendons = group.tendons().size();
        boolean positive = false;
        boolean negative = false;
        for (int i = 0; i < tendons; i++)
        {
            positive |= arms[joint * tendons + i] > 0;
            negative |= arms[joint * tendons + i] < 0;
        }
        if (!positive || !negative)
        {
            throw new IllegalArgumentException("joint " + jointName(robot, group, joint) +
                " cannot be moved in its " + (positive ? "negative" : "positive") +
                " direction: no tendon pulls it that way; add one with a moment arm " + (positive ? "< 0" : "> 0"));
        }
    }

    private static void requireBothWays(
        final RobotDescription robot,
        final TendonGroup group,
        final ActiveSet solver,
        final double effortRatio,
        final String causeBefore,
        final String causeAfter)
    {
        final int joints = group.joints().size();
        final double[] effort = new double[joints];
        final double[] tension = new double[group.tendons().size()];
        final double[] reference = new double[tension.length];
        for (int j = 0; j < joints; j++)
        {
            for (int sign = 1; sign >= -1; sign -= 2)
            {
                Arrays.fill(effort, 0);
                effort[j] = sign * effortRatio * robot.joints().get(group.joints().get(j)).effortMaxNm();
                if (!(solver.solve(effort, reference, tension) > SCALE_MIN))
                {
                    throw new IllegalArgumentException("joint " + jointName(robot, group, j) +
                        " cannot be moved in its " + (sign > 0 ? "positive" : "negative") + " direction: " +
                        causeBefore + tendonNames(robot, group) + causeAfter);
                }
            }
        }
    }

    private static void requireRest(
        final RobotDescription robot,
        final TendonGroup group,
        final ActiveSet solver,
        final double[] arms,
        final double[] lower,
        final double[] upper)
    {
        final int joints = group.joints().size();
        final int tendons = lower.length;
        final double[] tension = new double[tendons];
        solver.solve(new double[joints], lower, tension);
        for (int j = 0; j < joints; j++)
        {
            double effort = 0;
            double size = 0;
            for (int i = 0; i < tendons; i++)
            {
                effort += arms[j * tendons + i] * tension[i];
                size += Math.abs(arms[j * tendons + i]) * upper[i];
            }
            if (Math.abs(effort) > 1e-9 * size)
            {
                throw new IllegalArgumentException("joint " + jointName(robot, group, j) +
                    " cannot be held without effort: the least tensions of tendons " + tendonNames(robot, group) +
                    " already turn it in its " + (effort > 0 ? "positive" : "negative") +
                    " direction; raise tension_max_n or effort_max_nm, or lower tension_min_n");
            }
        }
    }

    private static String jointName(final RobotDescription robot, final TendonGroup group, final int row)
    {
        return robot.joints().get(group.joints().get(row)).name();
    }

    private static List<String> jointNames(final RobotDescription robot, final TendonGroup group)
    {
        return group.joints().stream().map(j -> robot.joints().get(j).name()).toList();
    }

    private static List<String> tendonNames(final RobotDescription robot, final TendonGroup group)
    {
        return group.tendons().stream().map(i -> robot.tendons().get(i).name()).toList();
    }
}
