package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonChart;
import dev.sinew.hal.robot.TendonExamination.Pose;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.GroupArms;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Computes what a picture of one group shows. Set-up only.
 */
final class GroupChart
{
    private static final int CURVE_POINTS = 41;
    private static final int MAP_POINTS = 25;
    private static final int OTHER_LEVELS = 3;
    private static final int OTHERS_MAX = 27;
    private static final int DIRECTIONS = 72;

    private final RobotDescription robot;
    private final TendonGroup group;
    private final ReturnSprings springs;
    private final TendonRouting routing;
    private final GroupArms space;
    private final GroupClosure closure;
    private final TensionDistribution bounded;
    private final EffortReach reach;
    private final double[] standing;
    private final double[] springNm;

    GroupChart(
        final RobotDescription robot,
        final TendonGroup group,
        final TendonRouting routing,
        final ReturnSprings springs)
    {
        this.robot = robot;
        this.group = group;
        this.routing = routing;
        this.springs = springs;
        space = new GroupArms(group, routing, springs);
        standing = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        springNm = new double[standing.length];
        closure = new GroupClosure(robot, group, space);
        bounded = TensionDistribution.nearest(space.matrix(), space.joints(), space.columns(), closure.lower(),
            closure.upper());
        reach = new EffortReach(space, closure.upper());
    }

    TendonChart draw()
    {
        final List<TendonChart.ArmCurve> arms = new ArrayList<>();
        for (final int tendon : group.tendons())
        {
            for (final int joint : group.joints())
            {
                if (routing.crosses(tendon, joint))
                {
                    arms.add(armCurve(tendon, joint));
                }
            }
        }
        final List<TendonChart.ReachCurve> reaches = new ArrayList<>();
        for (int row = 0; row < group.joints().size(); row++)
        {
            reaches.add(reachCurve(row));
        }
        final boolean alone = group.joints().size() == 1;
        return new TendonChart(group, arms, reaches, alone || !space.follows() ? null : map(arms),
            alone ? null : outline());
    }

    private double[] positions(final int joint, final int count)
    {
        final double lower = robot.joints().get(joint).lowerRad();
        final double upper = robot.joints().get(joint).upperRad();
        final double[] positions = new double[count];
        for (int k = 0; k < count; k++)
        {
            positions[k] = lower + (upper - lower) * k / (count - 1);
        }
        return positions;
    }

    private TendonChart.ArmCurve armCurve(final int tendon, final int joint)
    {
        final double[] positions = positions(joint, CURVE_POINTS);
        final double[] arm = new double[CURVE_POINTS];
        final double[] q = standing.clone();
        for (int k = 0; k < CURVE_POINTS; k++)
        {
            q[joint] = positions[k];
            arm[k] = routing.momentArm(q, tendon, joint);
        }
        return new TendonChart.ArmCurve(tendon, joint, positions, arm);
    }

    private void moveTo(final double[] q)
    {
        springs.efforts(q, springNm);
        space.moveTo(q, springNm);
        bounded.arms(space.matrix());
    }

    private TendonChart.ReachCurve reachCurve(final int row)
    {
        final int joint = group.joints().get(row);
        final double[] positions = positions(joint, CURVE_POINTS);
        final double[] lowest = new double[CURVE_POINTS];
        final double[] highest = new double[CURVE_POINTS];
        final double[] q = standing.clone();
        for (int k = 0; k < CURVE_POINTS; k++)
        {
            q[joint] = positions[k];
            moveTo(q);
            lowest[k] = reach.along(bounded, row, -1);
            highest[k] = reach.along(bounded, row, 1);
        }
        return new TendonChart.ReachCurve(joint, positions, lowest, highest);
    }

    /** Over the two joints along which moment arms change most. */
    private TendonChart.ClosureMap map(final List<TendonChart.ArmCurve> arms)
    {
        final double[] change = new double[robot.jointCount()];
        for (final TendonChart.ArmCurve curve : arms)
        {
            for (int k = 1; k < CURVE_POINTS; k++)
            {
                change[curve.joint()] += Math.abs(curve.armM()[k] - curve.armM()[k - 1]);
            }
        }
        final List<Integer> byChange = new ArrayList<>(group.joints());
        byChange.sort((a, b) -> Double.compare(change[b], change[a]));
        final int jointX = Math.min(byChange.get(0), byChange.get(1));
        final int jointY = Math.max(byChange.get(0), byChange.get(1));
        final List<double[]> others = others(jointX, jointY);
        final double[] x = positions(jointX, MAP_POINTS);
        final double[] y = positions(jointY, MAP_POINTS);
        final double[][] balance = new double[MAP_POINTS][MAP_POINTS];
        final double[][] part = new double[MAP_POINTS][MAP_POINTS];
        for (int row = 0; row < MAP_POINTS; row++)
        {
            for (int column = 0; column < MAP_POINTS; column++)
            {
                balance[row][column] = Double.POSITIVE_INFINITY;
                part[row][column] = Double.POSITIVE_INFINITY;
                for (final double[] q : others)
                {
                    q[jointX] = x[column];
                    q[jointY] = y[row];
                    moveTo(q);
                    balance[row][column] = Math.min(balance[row][column], Conditioning.balance(space));
                    part[row][column] = Math.min(part[row][column], leastPart());
                }
            }
        }
        return new TendonChart.ClosureMap(jointX, jointY, x, y, balance, part);
    }

    /** Poses of the joints that the map does not show: ends and middles, or the standing one where that is too many. */
    private List<double[]> others(final int jointX, final int jointY)
    {
        List<double[]> poses = new ArrayList<>(List.of(standing.clone()));
        for (final int joint : group.joints())
        {
            if (joint != jointX && joint != jointY && poses.size() * OTHER_LEVELS <= OTHERS_MAX)
            {
                final List<double[]> more = new ArrayList<>();
                for (final double[] pose : poses)
                {
                    for (final double position : positions(joint, OTHER_LEVELS))
                    {
                        final double[] q = pose.clone();
                        q[joint] = position;
                        more.add(q);
                    }
                }
                poses = more;
            }
        }
        return poses;
    }

    /** Least part of a joint's greatest effort that can be had, in the pose as it is. */
    private double leastPart()
    {
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < group.joints().size(); row++)
        {
            final double wanted = robot.joints().get(group.joints().get(row)).effortMaxNm();
            for (int sign = -1; sign <= 1; sign += 2)
            {
                final double had = sign * reach.along(bounded, row, sign);
                least = Math.min(least, had > 0 ? had / wanted : 0);
            }
        }
        return least;
    }

    /** Of the two joints that share most of their tendons' arms. */
    private TendonChart.EffortOutline outline()
    {
        moveTo(standing);
        final int joints = space.joints();
        int bestA = 0;
        int bestB = 1;
        double most = -1;
        for (int a = 0; a < joints; a++)
        {
            for (int b = a + 1; b < joints; b++)
            {
                double shared = 0;
                for (int i = 0; i < space.tendons(); i++)
                {
                    shared += Math.abs(space.matrix()[a * space.columns() + i] * space.matrix()[b * space.columns() +
                        i]);
                }
                if (shared > most)
                {
                    most = shared;
                    bestA = a;
                    bestB = b;
                }
            }
        }
        final double[][] here = outline(bestA, bestB);
        double[][] worst = here;
        double[] worstPose = standing;
        for (final double[] q : space.follows() ? new PoseSamples(robot, group.joints(), 0).poses() :
            List.of(standing))
        {
            moveTo(q);
            final double[][] there = outline(bestA, bestB);
            if (area(there) < area(worst))
            {
                worst = there;
                worstPose = q;
            }
        }
        final double[] pose = worstPose;
        return new TendonChart.EffortOutline(group.joints().get(bestA), group.joints().get(bestB), here[0], here[1],
            worst[0], worst[1], new Pose(group.joints().stream().map(joint -> pose[joint]).toList()));
    }

    private double[][] outline(final int rowX, final int rowY)
    {
        final double sizeX = robot.joints().get(group.joints().get(rowX)).effortMaxNm();
        final double sizeY = robot.joints().get(group.joints().get(rowY)).effortMaxNm();
        final double[][] points = new double[2][DIRECTIONS];
        final double[] direction = new double[space.joints()];
        for (int k = 0; k < DIRECTIONS; k++)
        {
            final double angle = 2 * Math.PI * k / DIRECTIONS;
            direction[rowX] = sizeX * Math.cos(angle);
            direction[rowY] = sizeY * Math.sin(angle);
            final double times = reach.along(bounded, direction);
            points[0][k] = times > 0 ? times * direction[rowX] : 0;
            points[1][k] = times > 0 ? times * direction[rowY] : 0;
        }
        return points;
    }

    private static double area(final double[][] points)
    {
        double twice = 0;
        for (int k = 0; k < DIRECTIONS; k++)
        {
            final int next = (k + 1) % DIRECTIONS;
            twice += points[0][k] * points[1][next] - points[0][next] * points[1][k];
        }
        return 0.5 * twice;
    }
}
