package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonExamination;
import dev.sinew.hal.robot.TendonExamination.ArmRange;
import dev.sinew.hal.robot.TendonExamination.Finding;
import dev.sinew.hal.robot.TendonExamination.Pose;
import dev.sinew.hal.robot.TendonExamination.Reach;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.yaml.Range;
import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.GroupArms;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Takes one group through its range of motion: closure, conditioning, reach, moment arms. Set-up only.
 */
final class GroupExaminer
{
    /** A joint that may pull so many times what its tendons give is a matter of units. */
    private static final double OTHER_UNIT = 100;
    /** The same of one that may only pull so small a part of it; some are held back on purpose, but not so far. */
    private static final double HELD_BACK = 300;

    private final RobotDescription robot;
    private final TendonGroup group;
    private final ReturnSprings springs;
    private final GroupArms space;
    private final GroupClosure closure;
    private final TensionDistribution bounded;
    private final EffortReach reach;
    private final double[] springEffort;
    private final int joints;
    private final int columns;

    private final List<double[]> reaches = new ArrayList<>();
    private final double[][] armLeast;
    private final double[][] armMost;
    private final double[][] armDefault;
    private int open;
    private double[] openPose;
    private GroupClosure.Gap firstGap;
    private double worstConditioning = Double.POSITIVE_INFINITY;
    private double[] worstPose;
    private double conditioning;

    GroupExaminer(
        final RobotDescription robot,
        final TendonGroup group,
        final TendonRouting routing,
        final ReturnSprings springs)
    {
        this.robot = robot;
        this.group = group;
        this.springs = springs;
        space = new GroupArms(group, routing, springs);
        closure = new GroupClosure(robot, group, space);
        joints = space.joints();
        columns = space.columns();
        bounded = TensionDistribution.nearest(space.matrix(), joints, columns, closure.lower(), closure.upper());
        reach = new EffortReach(space, closure.upper());
        springEffort = new double[robot.jointCount()];
        armLeast = new double[joints][space.tendons()];
        armMost = new double[joints][space.tendons()];
        armDefault = new double[joints][space.tendons()];
    }

    TendonExamination.Group examine()
    {
        final PoseSamples samples = new PoseSamples(robot, group.joints(), 0);
        final List<double[]> poses = space.follows() ? samples.poses() : List.of(samples.standing());
        boolean first = true;
        double balance = 0;
        for (final double[] q : poses)
        {
            springs.efforts(q, springEffort);
            space.moveTo(q, springEffort);
            final Optional<GroupClosure.Gap> gap = closure.gap();
            if (gap.isPresent())
            {
                open++;
                openPose = openPose == null ? q : openPose;
                firstGap = firstGap == null ? gap.get() : firstGap;
            }
            balance = first ? Conditioning.balance(space) : balance;
            note(q, first);
            first = false;
        }
        return new TendonExamination.Group(group, space.follows(), poses.size(), open, pose(openPose), balance,
            conditioning, worstConditioning, pose(worstPose), reach(), arms());
    }

    private void note(final double[] q, final boolean first)
    {
        final double here = Conditioning.of(space);
        conditioning = first ? here : conditioning;
        if (here < worstConditioning || first)
        {
            worstConditioning = here;
            worstPose = q;
        }
        for (int j = 0; j < joints; j++)
        {
            for (int i = 0; i < space.tendons(); i++)
            {
                final double arm = space.matrix()[j * columns + i];
                armLeast[j][i] = first ? arm : Math.min(armLeast[j][i], arm);
                armMost[j][i] = first ? arm : Math.max(armMost[j][i], arm);
                armDefault[j][i] = first ? arm : armDefault[j][i];
            }
        }
        bounded.arms(space.matrix());
        for (int j = 0; j < joints; j++)
        {
            final double lowest = reach.along(bounded, j, -1);
            final double highest = reach.along(bounded, j, 1);
            if (first)
            {
                reaches.add(new double[] {lowest, highest, lowest, highest});
            }
            else
            {
                // Not a number, no reach at all, has to stay.
                final double[] so = reaches.get(j);
                so[2] = lowest <= so[2] ? so[2] : lowest;
                so[3] = highest >= so[3] ? so[3] : highest;
            }
        }
    }

    private Pose pose(final double[] q)
    {
        return q == null ? null : new Pose(group.joints().stream().map(joint -> q[joint]).toList());
    }

    private List<Reach> reach()
    {
        final List<Reach> all = new ArrayList<>();
        for (int j = 0; j < joints; j++)
        {
            final double[] of = reaches.get(j);
            all.add(new Reach(group.joints().get(j), of[0], of[1], of[2], of[3]));
        }
        return all;
    }

    private List<ArmRange> arms()
    {
        final List<ArmRange> all = new ArrayList<>();
        for (int i = 0; i < space.tendons(); i++)
        {
            for (int j = 0; j < joints; j++)
            {
                if (armLeast[j][i] != 0 || armMost[j][i] != 0)
                {
                    all.add(new ArmRange(group.tendons().get(i), group.joints().get(j), armDefault[j][i],
                        armLeast[j][i], armMost[j][i]));
                }
            }
        }
        return all;
    }

    /** Greatest size of a joint's moment arm of a tendon in any pose, m. */
    double greatestArm(final int row, final int column)
    {
        return Math.max(Math.abs(armLeast[row][column]), Math.abs(armMost[row][column]));
    }

    /** After {@link #examine}: what the group cannot be used with. */
    List<Finding> mistakes()
    {
        final List<Finding> mistakes = new ArrayList<>();
        if (firstGap != null && group.joints().stream().noneMatch(j -> robot.joints().get(j).openByDesign()))
        {
            final String where = space.follows() ? "; so it is in " + open + " poses of those looked at, first at " +
                Poses.show(robot, group.joints(), openPose) : "";
            mistakes.add(new Finding("joints." + robot.joints().get(firstGap.joint()).name(),
                firstGap.text() + where + "; or say 'open_by_design: true' of a joint of the group if that is meant"));
        }
        for (int j = 0; j < joints; j++)
        {
            final JointDescription joint = robot.joints().get(group.joints().get(j));
            final double least = least(j);
            if (least > 0 && joint.effortMaxNm() > OTHER_UNIT * least)
            {
                mistakes.add(new Finding("joints." + joint.name() + ".effort_max_nm",
                    Range.show(joint.effortMaxNm()) + " N·m is more than " + Range.show(OTHER_UNIT) + " times the " +
                    Range.show(least) + " N·m that its tendons give; did you mean N·mm? " +
                    Range.show(joint.effortMaxNm()) + " N·mm is " + Range.show(1e-3 * joint.effortMaxNm())));
            }
            else if (HELD_BACK * joint.effortMaxNm() < least)
            {
                mistakes.add(new Finding("joints." + joint.name() + ".effort_max_nm",
                    Range.show(joint.effortMaxNm()) + " N·m is less than 1/" + Range.show(HELD_BACK) + " of the " +
                    Range.show(least) + " N·m that its tendons give; did you mean kN·m? " +
                    Range.show(joint.effortMaxNm()) + " kN·m is " + Range.show(1e3 * joint.effortMaxNm())));
            }
        }
        return mistakes;
    }

    /** What the tendons give both ways in any pose, N·m. */
    private double least(final int row)
    {
        return Math.min(-reaches.get(row)[2], reaches.get(row)[3]);
    }

    /** After {@link #examine}. */
    List<Finding> warnings()
    {
        final List<Finding> warnings = new ArrayList<>();
        for (int j = 0; j < joints; j++)
        {
            final JointDescription joint = robot.joints().get(group.joints().get(j));
            final double least = least(j);
            if (!(least >= joint.effortMaxNm() * (1 - 1e-6)) && !joint.openByDesign())
            {
                warnings.add(new Finding("joints." + joint.name(), "effort_max_nm " +
                    Range.show(joint.effortMaxNm()) + " is more than its tendons give between their tension bounds " +
                    "while the others of the group get none" + (space.follows() && least > 0 ?
                    ", in the worst pose " + Range.show(Math.floor(least * 1e4) / 1e4) : "") +
                    "; lower it, or raise their tension_n"));
            }
        }
        return warnings;
    }
}
