package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;
import dev.sinew.hal.robot.TendonChart;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonExamination;
import dev.sinew.hal.robot.TendonExamination.Finding;
import dev.sinew.hal.robot.TendonExaminer;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Examines the tendons of a robot with the routing and the distribution that its loop will use; found by
 * {@link java.util.ServiceLoader}. Where a cable cannot run as the file says, nothing is said of closure: that would be
 * the same mistake in other words.
 */
public final class RobotExaminer implements TendonExaminer
{
    @Override
    public TendonExamination examine(final RobotDescription robot)
    {
        final TendonRouting routing = TendonRouting.of(robot);
        final TendonRouting springRouting = TendonRouting.ofSprings(robot);
        final RouteChecks tendonRoutes = new RouteChecks(robot, routing, "tendons");
        for (final TendonDescription tendon : robot.tendons())
        {
            tendonRoutes.look(tendon.index(), tendon.name(), tendon.route());
        }
        final RouteChecks springRoutes = new RouteChecks(robot, springRouting, "springs");
        for (final SpringDescription spring : robot.springs())
        {
            springRoutes.look(spring.index(), spring.name(), spring.route());
        }
        final List<Finding> mistakes = new ArrayList<>(tendonRoutes.mistakes());
        mistakes.addAll(springRoutes.mistakes());
        if (mistakes.isEmpty())
        {
            mistakes.addAll(new CableChecks(robot, routing, springRouting).mistakes());
        }
        if (!mistakes.isEmpty())
        {
            return new TendonExamination(mistakes, List.of(), List.of());
        }
        return groups(robot, routing);
    }

    private static TendonExamination groups(final RobotDescription robot, final TendonRouting routing)
    {
        final ReturnSprings springs = new ReturnSprings(robot);
        final List<Finding> mistakes = new ArrayList<>();
        final List<Finding> warnings = new ArrayList<>();
        final List<TendonExamination.Group> groups = new ArrayList<>();
        final PlantStability stability = new PlantStability(robot);
        for (final TendonGroup group : robot.tendonGroups())
        {
            final GroupExaminer examiner = new GroupExaminer(robot, group, routing, springs);
            groups.add(examiner.examine());
            mistakes.addAll(examiner.mistakes());
            warnings.addAll(examiner.warnings());
            stability.add(group, examiner);
        }
        if (robot.rates() != null)
        {
            warnings.addAll(stability.warnings());
        }
        return new TendonExamination(mistakes, warnings, groups);
    }

    @Override
    public TendonChart chart(final RobotDescription robot, final TendonGroup group)
    {
        return new GroupChart(robot, group, TendonRouting.of(robot), new ReturnSprings(robot)).draw();
    }

    @Override
    public double[][] momentArms(final RobotDescription robot, final double[] q)
    {
        final TendonRouting routing = TendonRouting.of(robot);
        final TendonRouting springs = TendonRouting.ofSprings(robot);
        final double[][] arms = new double[robot.tendonCount() + robot.springs().size()][robot.jointCount()];
        for (int i = 0; i < arms.length; i++)
        {
            for (int j = 0; j < arms[i].length; j++)
            {
                arms[i][j] = i < robot.tendonCount() ? routing.momentArm(q, i, j) :
                    springs.momentArm(q, i - robot.tendonCount(), j);
            }
        }
        return arms;
    }
}
