package dev.sinew.tendon.examine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.GroupArms;

/**
 * Tells whether a group's tendons can push each of its joints both ways in a pose (wrench closure), and within their
 * bounds, with its springs pulling as they do. More tendons than joints is no proof. Set-up only.
 */
public final class GroupClosure
{
    /** Effort that is asked for, as a part of the joint's greatest: small enough for any sound routing. */
    private static final double TEST_EFFORT_RATIO = 1e-3;
    /** Stands for "as much tension as you like", N. */
    private static final double UNBOUNDED_N = 1e7;
    private static final double SCALE_MIN = 0.5;
    /** Part of a wanted effort that may be missing, or be put on another joint. */
    private static final double EFFORT_TOLERANCE = 1e-3;
    private static final double REST_TOLERANCE = 1e-9;

    private final RobotDescription robot;
    private final TendonGroup group;
    private final GroupArms space;
    private final int joints;
    private final int columns;
    private final double[] lower;
    private final double[] upper;
    private final TensionDistribution bounded;
    private final TensionDistribution free;
    private final double[] effort;
    private final double[] tension;
    private final double[] unit;

    /**
     * @param robot robot.
     * @param group one of its groups.
     * @param space moment arms of the group; asked for the pose that they are in, each time.
     */
    public GroupClosure(final RobotDescription robot, final TendonGroup group, final GroupArms space)
    {
        this.robot = robot;
        this.group = group;
        this.space = space;
        joints = space.joints();
        columns = space.columns();
        lower = new double[columns];
        upper = new double[columns];
        Arrays.fill(lower, GroupArms.SPRING_N);
        Arrays.fill(upper, GroupArms.SPRING_N);
        for (int i = 0; i < space.tendons(); i++)
        {
            final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
            lower[i] = tendon.tensionMinN();
            upper[i] = tensionMax(robot, tendon);
        }
        final double[] much = new double[columns];
        Arrays.fill(much, UNBOUNDED_N);
        bounded = TensionDistribution.nearest(space.matrix(), joints, columns, lower, upper);
        free = TensionDistribution.nearest(space.matrix(), joints, columns, new double[columns], much);
        effort = new double[joints];
        tension = new double[columns];
        unit = new double[columns];
    }

    /**
     * @param robot  robot.
     * @param tendon one of its tendons.
     * @return greatest tension, N: the file's, and no more than the motor can pull.
     */
    public static double tensionMax(final RobotDescription robot, final TendonDescription tendon)
    {
        return Math.min(tendon.tensionMaxN(),
            robot.motors().get(tendon.motor()).effortMaxNm() / Math.abs(robot.spoolRadiusM(tendon)));
    }

    /**
     * @return least tensions of the columns, N; a copy.
     */
    public double[] lower()
    {
        return lower.clone();
    }

    /**
     * @return greatest tensions of the columns, N; a copy.
     */
    public double[] upper()
    {
        return upper.clone();
    }

    /**
     * @return the first thing that is missing in this pose; empty when the group is closed.
     */
    public Optional<Gap> gap()
    {
        for (int i = 0; i < space.tendons(); i++)
        {
            if (!(upper[i] > lower[i]))
            {
                final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
                return Optional.of(new Gap(group.joints().get(0), 0, "tendon " + tendon.name() + ": motor " +
                    robot.motors().get(tendon.motor()).name() + " can pull " + upper[i] +
                    " N at most, which is not above the least of its tension_n, " + lower[i]));
            }
        }
        for (int j = 0; j < joints; j++)
        {
            final Optional<Gap> oneSided = oneSided(j);
            if (oneSided.isPresent())
            {
                return oneSided;
            }
        }
        final Optional<Gap> dependent = dependent();
        if (dependent.isPresent())
        {
            return dependent;
        }
        bounded.arms(space.matrix());
        free.arms(space.matrix());
        final Optional<Gap> shape = space.sprung() ? Optional.empty() : bothWays(free, 1,
            "no pulling of tendons ", " does that alone; add a tendon or change the sign of a moment arm");
        return shape.or(this::rest).or(() -> bothWays(bounded, TEST_EFFORT_RATIO, "the tension bounds of tendons ",
            " leave no room; raise the greatest of tension_n or effort_max_nm, or lower the least"));
    }

    private Optional<Gap> oneSided(final int row)
    {
        boolean positive = false;
        boolean negative = false;
        for (int i = 0; i < columns; i++)
        {
            positive |= space.matrix()[row * columns + i] > 0;
            negative |= space.matrix()[row * columns + i] < 0;
        }
        return positive && negative ? Optional.empty() : missing(row, positive ? -1 : 1,
            "no tendon pulls it that way; add one with a moment arm " + (positive ? "< 0" : "> 0") +
            ", or a return spring");
    }

    private Optional<Gap> dependent()
    {
        final int tendons = space.tendons();
        final double[] own = new double[joints * tendons];
        for (int j = 0; j < joints; j++)
        {
            System.arraycopy(space.matrix(), j * columns, own, j * tendons, tendons);
        }
        final int row = tendons < joints ? tendons :
            SmallMatrix.cholesky(SmallMatrix.gram(own, joints, tendons), joints);
        return row < 0 ? Optional.empty() : Optional.of(new Gap(group.joints().get(row), 0, "joint " + jointName(row) +
            " cannot be moved in either direction without moving other joints of " + jointNames() +
            ": the moment arms of tendons " + tendonNames() + " are not independent; add a tendon or change a moment " +
            "arm"));
    }

    private Optional<Gap> bothWays(final TensionDistribution solver, final double ratio, final String before,
        final String after)
    {
        for (int j = 0; j < joints; j++)
        {
            for (int sign = 1; sign >= -1; sign -= 2)
            {
                Arrays.fill(effort, 0);
                effort[j] = sign * ratio * robot.joints().get(group.joints().get(j)).effortMaxNm();
                if (!had(solver))
                {
                    return missing(j, sign, before + tendonNames() + after);
                }
            }
        }
        return Optional.empty();
    }

    /** Half of the effort, and nothing on any other joint. */
    private boolean had(final TensionDistribution solver)
    {
        final double scale = solver.solve(effort, unit, tension);
        double size = 0;
        double off = 0;
        for (int j = 0; j < joints; j++)
        {
            double made = 0;
            for (int i = 0; i < columns; i++)
            {
                made += space.matrix()[j * columns + i] * tension[i];
            }
            size = Math.max(size, Math.abs(effort[j]));
            off = Math.max(off, Math.abs(made - scale * effort[j]));
        }
        return scale > SCALE_MIN && off <= EFFORT_TOLERANCE * size;
    }

    private Optional<Gap> rest()
    {
        Arrays.fill(effort, 0);
        bounded.solve(effort, lower, tension);
        for (int j = 0; j < joints; j++)
        {
            double made = 0;
            double size = 0;
            for (int i = 0; i < columns; i++)
            {
                made += space.matrix()[j * columns + i] * tension[i];
                size += Math.abs(space.matrix()[j * columns + i]) * upper[i];
            }
            if (Math.abs(made) > REST_TOLERANCE * size)
            {
                return Optional.of(new Gap(group.joints().get(j), made > 0 ? -1 : 1, "joint " + jointName(j) +
                    " cannot be held without effort: the tensions of tendons " + tendonNames() + ", within their " +
                    "bounds," + (space.sprung() ? " and the springs" : "") + " turn it in its " +
                    (made > 0 ? "positive" : "negative") + " direction; raise the greatest of tension_n or " +
                    "effort_max_nm, or lower the least" + (space.sprung() ? ", or change the spring" : "")));
            }
        }
        return Optional.empty();
    }

    private Optional<Gap> missing(final int row, final int sign, final String reason)
    {
        return Optional.of(new Gap(group.joints().get(row), sign, "joint " + jointName(row) +
            " cannot be moved in its " + (sign > 0 ? "positive" : "negative") + " direction: " + reason));
    }

    private String jointName(final int row)
    {
        return robot.joints().get(group.joints().get(row)).name();
    }

    private List<String> jointNames()
    {
        return group.joints().stream().map(j -> robot.joints().get(j).name()).toList();
    }

    private List<String> tendonNames()
    {
        return group.tendons().stream().map(i -> robot.tendons().get(i).name()).toList();
    }

    /**
     * What a group lacks in a pose.
     *
     * @param joint joint that cannot be moved as it should.
     * @param sign  direction in which it cannot; 0 for both.
     * @param text  a sentence with the remedy.
     */
    public record Gap(int joint, int sign, String text)
    {
    }
}
