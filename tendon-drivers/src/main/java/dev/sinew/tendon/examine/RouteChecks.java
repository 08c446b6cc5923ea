package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonExamination.Finding;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.yaml.Range;
import dev.sinew.tendon.routing.TendonRouting;
import dev.sinew.tendon.routing.WrapDoubt;

/**
 * Whether cables whose moment arms depend on the pose run as cables can, in the whole range of motion and a margin
 * beyond: points outside of cylinders, a side that is always the same, no jumps, arms of a believable size. Set-up
 * only.
 */
final class RouteChecks
{
    private static final double ARM_MIN_M = 1e-5;
    private static final double ARM_MAX_M = 0.5;
    /** Below this, a side point hardly says which way round is meant. */
    private static final double SIDE_MIN = 0.2;
    private static final int LINES = 48;
    private static final int STEPS = 64;
    /** Part of a cylinder's radius by which a length may differ from what its slope says, from one step to the next. */
    private static final double JUMP_RATIO = 0.2;

    private final RobotDescription robot;
    private final TendonRouting routing;
    private final String section;
    private final double marginRad;
    private final List<Finding> mistakes = new ArrayList<>();

    /**
     * @param robot   robot.
     * @param routing geometry of its tendons, or of its springs.
     * @param section {@code tendons} or {@code springs}.
     */
    RouteChecks(final RobotDescription robot, final TendonRouting routing, final String section)
    {
        this.robot = robot;
        this.routing = routing;
        this.section = section;
        marginRad = robot.safety() == null ? 0 : robot.safety().positionMarginRad();
    }

    /** Looks at one cable; {@code name} and {@code route} are its own. */
    void look(final int index, final String name, final TendonRoute route)
    {
        if (routing.isConstant(index))
        {
            return;
        }
        final PoseSamples samples = new PoseSamples(robot, route.joints(), marginRad);
        final List<double[]> poses = samples.poses();
        final String path = section + "." + name;
        arms(index, route, path, poses);
        final TreeSet<Integer> told = new TreeSet<>();
        boolean first = true;
        for (final double[] q : poses)
        {
            for (final WrapDoubt doubt : routing.doubts(q, index))
            {
                if (!told.contains(doubt.element()))
                {
                    wrap(path, route, q, doubt, first, told);
                }
            }
            first = false;
        }
        if (told.isEmpty() && route instanceof TendonRoute.Path)
        {
            jumps(index, route, path, samples);
        }
    }

    private void arms(final int index, final TendonRoute route, final String path, final List<double[]> poses)
    {
        double most = 0;
        double[] where = poses.get(0);
        int of = route.joints().get(0);
        for (final double[] q : poses)
        {
            for (final int joint : route.joints())
            {
                final double arm = Math.abs(routing.momentArm(q, index, joint));
                if (arm > most)
                {
                    most = arm;
                    where = q;
                    of = joint;
                }
            }
        }
        if (most < ARM_MIN_M)
        {
            mistakes.add(new Finding(path, "moves nothing: its moment arms are at most " + Range.show(most) +
                " m in the whole range; let it pass beside the axes of the joints that it crosses"));
        }
        else if (most > ARM_MAX_M)
        {
            mistakes.add(new Finding(path, "has a moment arm of " + Range.show(most) + " m at " +
                Poses.show(robot, List.of(of), where) + ", more than " + ARM_MAX_M + " m; are its places in mm?"));
        }
    }

    private void wrap(final String path, final TendonRoute route, final double[] q, final WrapDoubt doubt,
        final boolean first, final TreeSet<Integer> told)
    {
        final String element = path + ".path[" + doubt.element() + "].cylinder";
        if (Math.min(doubt.beforeGapM(), doubt.afterGapM()) < 0)
        {
            final double gap = Math.min(doubt.beforeGapM(), doubt.afterGapM());
            mistakes.add(new Finding(element, "cannot be reached: the point " +
                (doubt.beforeGapM() < 0 ? "before" : "after") + " it lies " + Range.show(-1000 * gap) +
                " mm inside at " + Poses.show(robot, route.joints(), q) + "; move the point outward, or give a " +
                "radius below " + Range.show(1000 * (doubt.radiusM() + gap)) + " mm"));
            told.add(doubt.element());
        }
        else if (first && doubt.sideClearance() < SIDE_MIN)
        {
            mistakes.add(new Finding(element, "does not say on which side the cable passes: in the default pose, " +
                Poses.show(robot, route.joints(), q) + ", side_m is as near to the one way round as to the " +
                "other; move side_m to the middle of where the cable touches"));
            told.add(doubt.element());
        }
        else if (doubt.wrapped() && doubt.sideClearance() < 0)
        {
            mistakes.add(new Finding(element, "has the cable on the other side than side_m says at " +
                Poses.show(robot, route.joints(), q) + "; move side_m to the middle of where the cable touches, or " +
                "add a point between"));
            told.add(doubt.element());
        }
    }

    /** Along lines between random poses, a length has to change as its moment arms say. */
    private void jumps(final int index, final TendonRoute route, final String path, final PoseSamples samples)
    {
        final SplittableRandom random = new SplittableRandom(1);
        final double[] length = new double[routing.tendonCount()];
        final double[] q = samples.random(random);
        double radius = Double.POSITIVE_INFINITY;
        for (final WrapDoubt doubt : routing.doubts(q, index))
        {
            radius = Math.min(radius, doubt.radiusM());
        }
        for (int line = 0; line < LINES && radius < Double.POSITIVE_INFINITY; line++)
        {
            final double[] start = q.clone();
            final double[] end = samples.random(random);
            double[] before = arms(index, route, q);
            routing.lengths(q, length);
            double lengthBefore = length[index];
            for (int step = 1; step <= STEPS; step++)
            {
                double expected = 0;
                for (final int joint : route.joints())
                {
                    q[joint] = start[joint] + (end[joint] - start[joint]) * step / STEPS;
                }
                final double[] after = arms(index, route, q);
                for (int k = 0; k < after.length; k++)
                {
                    final int joint = route.joints().get(k);
                    expected -= 0.5 * (before[k] + after[k]) * (end[joint] - start[joint]) / STEPS;
                }
                routing.lengths(q, length);
                if (Math.abs(length[index] - lengthBefore - expected) > JUMP_RATIO * radius)
                {
                    mistakes.add(new Finding(path, "jumps by " +
                        Range.show(1000 * Math.abs(length[index] - lengthBefore)) + " mm near " +
                        Poses.show(robot, route.joints(), q) + ", where it slips off a cylinder; add points that " +
                        "guide it, or give the joint less range"));
                    return;
                }
                before = after;
                lengthBefore = length[index];
            }
        }
    }

    private double[] arms(final int index, final TendonRoute route, final double[] q)
    {
        return route.joints().stream().mapToDouble(joint -> routing.momentArm(q, index, joint)).toArray();
    }

    List<Finding> mistakes()
    {
        return mistakes;
    }
}
