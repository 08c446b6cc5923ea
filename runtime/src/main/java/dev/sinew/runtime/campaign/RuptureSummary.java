package dev.sinew.runtime.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.tool.ToolReport;

/**
 * Sums up what segments saw. Main thread.
 */
final class RuptureSummary
{
    private static final int LISTED_MAX = 20;

    private final RobotDescription robot;
    private final double periodMs;
    private final Map<Cut.Level, List<Double>> detectionMs = new EnumMap<>(Cut.Level.class);
    private final Map<Cut.Level, List<Double>> tensionPart = new EnumMap<>(Cut.Level.class);
    private final Map<Cut.Level, Integer> missed = new EnumMap<>(Cut.Level.class);
    private final List<Object[]> slowest = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private final int[] slackMax;
    private final long[] slackSeed;
    private final double[] lowest;
    private final double[] highest;
    private long motionCycles;
    private long disagreeCycles;
    private long overCycles;

    RuptureSummary(final RobotDescription robot)
    {
        this.robot = robot;
        periodMs = robot.rates().periodNs() * 1e-6;
        slackMax = new int[robot.tendonCount()];
        slackSeed = new long[robot.tendonCount()];
        lowest = new double[robot.jointCount()];
        highest = new double[robot.jointCount()];
        Arrays.fill(lowest, Double.MAX_VALUE);
        Arrays.fill(highest, -Double.MAX_VALUE);
        for (final Cut.Level level : Cut.Level.values())
        {
            detectionMs.put(level, new ArrayList<>());
            tensionPart.put(level, new ArrayList<>());
            missed.put(level, 0);
        }
    }

    void takeCuts(final List<Cut> cuts, final MotionTally tally)
    {
        for (final Cut cut : cuts)
        {
            final long foundNs = tally.detectionNs(cut.tendon());
            final double ms = foundNs * 1e-6;
            tensionPart.get(cut.level()).add(tally.tensionAtCutN(cut.tendon()) / tally.tensionMaxN(cut.tendon()));
            if (foundNs < 0)
            {
                missed.merge(cut.level(), 1, Integer::sum);
            }
            else
            {
                detectionMs.get(cut.level()).add(ms);
            }
            slowest.add(new Object[] {robot.tendons().get(cut.tendon()).name(),
                cut.level().name().toLowerCase(Locale.ROOT), tally.tensionAtCutN(cut.tendon()),
                foundNs < 0 ? null : (Object)ms});
        }
        takeAlarms("cuts", tally);
    }

    void takeMotion(final long seed, final MotionTally tally)
    {
        motionCycles += tally.cycles();
        disagreeCycles += tally.disagreeCycles();
        overCycles += tally.overCycles();
        for (int t = 0; t < slackMax.length; t++)
        {
            if (tally.slackMax(t) > slackMax[t])
            {
                slackMax[t] = tally.slackMax(t);
                slackSeed[t] = seed;
            }
        }
        for (int j = 0; j < lowest.length; j++)
        {
            lowest[j] = Math.min(lowest[j], tally.lowest(j));
            highest[j] = Math.max(highest[j], tally.highest(j));
        }
        takeAlarms("seed " + seed, tally);
    }

    private void takeAlarms(final String where, final MotionTally tally)
    {
        for (int t = 0; t < slackMax.length; t++)
        {
            if (tally.falseBits(t) != 0)
            {
                alarms.add(robot.tendons().get(t).name() + " (" + where + ", findings " + tally.falseBits(t) + ")");
            }
        }
    }

    int alarms()
    {
        return alarms.size();
    }

    void tell(
        final ToolReport report,
        final double coverage,
        final double detectionTargetMs,
        final double slackTargetMs)
    {
        final ToolReport.Table levels = report.table("detection", "level", "cuts", "found", "p50_ms", "max_ms",
            "tension_part_min", "tension_part_mean", "tension_part_max");
        for (final Cut.Level level : Cut.Level.values())
        {
            final List<Double> times = detectionMs.get(level);
            Collections.sort(times);
            final List<Double> parts = tensionPart.get(level);
            levels.row(level.name().toLowerCase(Locale.ROOT), parts.size(), times.size(),
                times.isEmpty() ? null : (Object)times.get(times.size() / 2),
                times.isEmpty() ? null : (Object)times.get(times.size() - 1),
                parts.stream().mapToDouble(part -> part).min().orElse(Double.NaN),
                parts.stream().mapToDouble(part -> part).average().orElse(Double.NaN),
                parts.stream().mapToDouble(part -> part).max().orElse(Double.NaN));
        }
        slowest.sort((a, b) -> Double.compare(time(b), time(a)));
        final ToolReport.Table slow = report.table("slowest", "tendon", "level", "tension_n", "detection_ms");
        slowest.stream().limit(LISTED_MAX / 2).forEach(slow::row);
        report.fact("hours_without_cut", motionCycles * periodMs / 3.6e6);
        report.fact("false_alarms", alarms.size());
        report.fact("disagree_tendon_cycles", disagreeCycles);
        report.fact("over_tension_tendon_cycles", overCycles);
        alarms.stream().limit(LISTED_MAX).forEach(alarm -> report.note("false alarm: " + alarm));
        tellSlack(report, slackTargetMs);
        final int notFound = missed.values().stream().mapToInt(Integer::intValue).sum();
        report.atMost("cuts_not_found", notFound, 0);
        report.atMost("detection_at_working_tension_max_ms", worst(Cut.Level.WORKING), detectionTargetMs);
        report.atMost("detection_at_any_tension_max_ms", Math.max(worst(Cut.Level.WORKING),
            Math.max(worst(Cut.Level.MINIMUM), worst(Cut.Level.MAXIMUM))), detectionTargetMs);
        report.atMost("false_alarms", alarms.size(), 0);
        if (coverage > 0)
        {
            report.atMost("slack_max_ms", Arrays.stream(slackMax).max().orElse(0) * periodMs, slackTargetMs);
            report.atLeast("least_part_of_a_range_covered", coverage(), coverage);
        }
    }

    private static double time(final Object[] row)
    {
        return row[3] == null ? Double.MAX_VALUE : (Double)row[3];
    }

    private double worst(final Cut.Level level)
    {
        return missed.get(level) > 0 ? Double.MAX_VALUE :
            detectionMs.get(level).stream().mapToDouble(ms -> ms).max().orElse(0);
    }

    private void tellSlack(final ToolReport report, final double targetMs)
    {
        final ToolReport.Table slack = report.table("longest_slack", "tendon", "slack_ms", "seed");
        final Integer[] order = new Integer[slackMax.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Integer.compare(slackMax[b], slackMax[a]));
        int over = 0;
        for (int k = 0; k < order.length; k++)
        {
            final double ms = slackMax[order[k]] * periodMs;
            over += ms > targetMs ? 1 : 0;
            if (k < LISTED_MAX / 2)
            {
                slack.row(robot.tendons().get(order[k]).name(), ms, slackSeed[order[k]]);
            }
        }
        report.fact("tendons_slack_for_longer_than_the_target", over);
    }

    private double coverage()
    {
        double least = 1;
        for (final JointDescription joint : robot.joints())
        {
            final double went = highest[joint.index()] - lowest[joint.index()];
            least = Math.min(least, went / (joint.upperRad() - joint.lowerRad()));
        }
        return least;
    }
}
