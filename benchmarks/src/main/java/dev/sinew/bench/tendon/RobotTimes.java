package dev.sinew.bench.tendon;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;

/**
 * What the distribution of a whole robot costs: one call after the other, and one a millisecond, between which the
 * processor sleeps and forgets.
 */
final class RobotTimes
{
    private static final int WARM_UP = 10_000;
    private static final int WARM = 40_000;
    private static final int PACED = 3_000;
    private static final long PERIOD_NS = 1_000_000L;

    private double sink;

    void measure(final RobotDescription robot, final ToolReport report, final ToolProgress progress)
    {
        progress.at(0.9, "the whole robot");
        final RobotCase whole = new RobotCase(robot);
        DistributionTimes.warmUp(() ->
        {
            for (int k = 0; k < WARM_UP; k++)
            {
                sink += whole.distribute();
            }
        });
        final long[] warm = new long[WARM];
        for (int k = 0; k < warm.length; k++)
        {
            warm[k] = once(whole);
        }
        final long[] paced = new long[PACED];
        for (int k = 0; k < paced.length; k++)
        {
            progress.at(0.92 + 0.08 * k / PACED, "the whole robot, once a millisecond");
            LockSupport.parkNanos(PERIOD_NS);
            paced[k] = once(whole);
        }
        final ToolReport.Table table = report.table("robot", "name", "joints", "tendons", "groups", "pace", "calls",
            "p50_us", "p99_us");
        row(table, robot, whole, "warm", warm);
        row(table, robot, whole, "1 kHz", paced);
        report.fact("robot_checksum", sink);
        report.atMost("robot.warm_p50_us", us(warm, 0.5), 6).atMost("robot.1khz_p50_us", us(paced, 0.5), 12);
    }

    private long once(final RobotCase whole)
    {
        final long start = System.nanoTime();
        sink += whole.distribute();
        return System.nanoTime() - start;
    }

    private static void row(
        final ToolReport.Table table,
        final RobotDescription robot,
        final RobotCase whole,
        final String pace,
        final long[] ns)
    {
        Arrays.sort(ns);
        table.row(robot.name(), robot.jointCount(), robot.tendonCount(), whole.transmission.groupCount(), pace,
            ns.length, us(ns, 0.5), us(ns, 0.99));
    }

    private static double us(final long[] sorted, final double part)
    {
        return DistributionTimes.at(sorted, part) * 1e-3;
    }
}
