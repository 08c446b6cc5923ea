package dev.sinew.bench.loop;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.linux.PreciseSleeper;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.WallClock;
import dev.sinew.runtime.loop.LoopStatistics;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of the cycle and its stages, from the loop's own stamps: neo without a policy, with one inline and with
 * one beside the loop, in lockstep and paced. The thread keeps its ordinary scheduling class: what is measured is the
 * work of a cycle, not the wake-up.
 */
public final class CyclePercentiles
{
    private static final long PERIOD_NS = 1_000_000;
    private static final int WARM_UP_CYCLES = 40_000;
    private static final long SPIN_NS = 100_000;
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();

    /**
     * One row: what was measured, and the numbers.
     *
     * @param variant clock and placement of the policy.
     * @param name    cycle or stage.
     * @param count   samples.
     * @param p50Ns   median, ns.
     * @param p99Ns   99th percentile, ns.
     * @param p999Ns  99.9th percentile, ns.
     * @param bytes   bytes allocated per cycle on the loop's thread.
     */
    public record Row(String variant, String name, long count, long p50Ns, long p99Ns, long p999Ns, double bytes)
    {
    }

    private CyclePercentiles()
    {
    }

    /**
     * @param lockstepCycles cycles to measure in lockstep.
     * @param pacedCycles    cycles to measure at 1 kHz; 0 for none.
     * @param out            where the table goes.
     * @return rows.
     */
    public static List<Row> measure(final int lockstepCycles, final int pacedCycles, final PrintStream out)
    {
        final List<Row> rows = new ArrayList<>();
        out.printf("%-18s %-11s %9s %10s %10s %10s%n", "variant", "what", "samples", "p50 us", "p99 us", "p99.9 us");
        for (final String placement : List.of("none", "inline", "beside"))
        {
            try (CycleFixture fixture = new CycleFixture("neo", placement, new ContinuingClock(PERIOD_NS)))
            {
                fixture.run(WARM_UP_CYCLES);
                rows.addAll(run(fixture, "lockstep " + placement, lockstepCycles, out));
            }
        }
        for (final String placement : pacedCycles > 0 ? List.of("inline", "beside") : List.<String>of())
        {
            try (CycleFixture fixture = new CycleFixture("neo", placement, pacedClock()))
            {
                rows.addAll(run(fixture, "1 kHz " + placement, pacedCycles, out));
            }
        }
        return rows;
    }

    private static CycleClock pacedClock()
    {
        final PreciseSleeper sleeper = PreciseSleeper.ofThisMachine();
        return new WallClock(System::nanoTime, deadlineNs -> sleeper.sleepUntil(deadlineNs, SPIN_NS), PERIOD_NS);
    }

    private static List<Row> run(
        final CycleFixture fixture,
        final String variant,
        final int cycles,
        final PrintStream out)
    {
        final Map<String, Histogram> histograms = histograms(fixture.loop.statistics());
        histograms.values().forEach(Histogram::reset);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        fixture.run(cycles);
        final double bytes = (double)(THREADS.getCurrentThreadAllocatedBytes() - before) / cycles;
        final List<Row> rows = new ArrayList<>();
        histograms.forEach((name, histogram) -> rows.add(new Row(variant, name, histogram.getTotalCount(),
            histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99),
            histogram.getValueAtPercentile(99.9), bytes)));
        for (final Row row : rows)
        {
            out.printf(Locale.ROOT, "%-18s %-11s %9d %10.2f %10.2f %10.2f%n", row.variant(), row.name(), row.count(),
                row.p50Ns() * 1e-3, row.p99Ns() * 1e-3, row.p999Ns() * 1e-3);
        }
        out.printf(Locale.ROOT, "%-18s %.3f bytes allocated per cycle%n", variant, bytes);
        return rows;
    }

    private static Map<String, Histogram> histograms(final LoopStatistics statistics)
    {
        final Map<String, Histogram> all = new LinkedHashMap<>();
        all.put("cycle", statistics.cycle);
        all.put("read", statistics.read);
        all.put("estimate", statistics.estimate);
        all.put("decide", statistics.decide);
        all.put("distribute", statistics.distribute);
        all.put("write", statistics.write);
        all.put("publish", statistics.publish);
        return all;
    }
}
