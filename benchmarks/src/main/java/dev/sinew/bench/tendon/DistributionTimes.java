package dev.sinew.bench.tendon;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.wiring.CompilerWatch;
import dev.sinew.tendon.distribution.TensionDistribution;

/**
 * What one distribution costs, rule by rule, on the same efforts in the same order; a fresh effort per call.
 */
final class DistributionTimes
{
    /** Rules in the order of the table; the last one is a library's. */
    private static final String[] RULES = {"exact", "exact_new_pose", "improved_closed_form", "closed_form",
        "pseudo_inverse", "library_qp"};
    private static final int CASES = 16_384;
    /** Until the compiler has had nothing to do for this long: where it waits for a processor, that takes a while. */
    private static final long QUIET_NS = 1_000_000_000L;
    private static final long WARM_UP_MAX_NS = 60_000_000_000L;
    private static final int PASSES = 7;
    /** The library takes a thousand times as long. */
    private static final int LIBRARY_DIVISOR = 16;

    private final long seed;
    private final ToolProgress progress;
    private double sink;
    /** What asking for the count takes itself. */
    private long ownBytes = Long.MAX_VALUE;

    DistributionTimes(final long seed, final ToolProgress progress)
    {
        this.seed = seed;
        this.progress = progress;
    }

    /** One effort of each case, drawn once for all rules. */
    private record Cases(double[][] efforts, boolean[] canBeHad)
    {
        static Cases draw(final Finger finger, final long seed)
        {
            final SplittableRandom random = new SplittableRandom(seed);
            final double[][] efforts = new double[CASES][];
            final boolean[] canBeHad = new boolean[CASES];
            for (int c = 0; c < CASES; c++)
            {
                final Finger.Kind kind = Finger.Kind.draw(random);
                efforts[c] = finger.effort(random, kind);
                canBeHad[c] = kind != Finger.Kind.BEYOND;
            }
            return new Cases(efforts, canBeHad);
        }
    }

    static TensionDistribution rule(final String rule, final Finger finger)
    {
        return switch (rule)
        {
            case "exact" -> TensionDistribution.of(finger.arms(), finger.joints(), finger.tendons(), finger.lower(),
                finger.upper());
            case "exact_new_pose" -> TensionDistribution.ofMoving(finger.arms(), finger.joints(), finger.tendons(),
                finger.lower(), finger.upper());
            case "library_qp" -> new LibrarySolver(finger);
            default -> new RuleOfThumb(RuleOfThumb.Kind.valueOf(rule.toUpperCase(Locale.ROOT)), finger);
        };
    }

    void measure(final ToolReport report)
    {
        final ToolReport.Table table = report.table("rules", "finger", "rule", "p50_ns", "p99_ns", "p999_ns",
            "quiet_p99_ns", "bytes_per_call", "solved", "of");
        for (int k = 0; k < 100; k++)
        {
            final long before = allocatedBytes();
            ownBytes = Math.min(ownBytes, allocatedBytes() - before);
        }
        int done = 0;
        for (final Finger finger : new Finger[] {Finger.FIVE, Finger.EIGHT})
        {
            final Cases cases = Cases.draw(finger, seed);
            for (final String rule : RULES)
            {
                progress.at(0.4 * done++ / (2 * RULES.length), "timing " + rule + " on " + finger.name());
                row(table, report, finger, rule, cases);
            }
        }
        report.fact("clock_ns", clockNs()).fact("checksum", sink);
    }

    private void row(
        final ToolReport.Table table,
        final ToolReport report,
        final Finger finger,
        final String rule,
        final Cases cases)
    {
        final boolean library = "library_qp".equals(rule);
        final int count = library ? CASES / LIBRARY_DIVISOR : CASES;
        final TensionDistribution distribution = rule(rule, finger);
        final double[] newArms = "exact_new_pose".equals(rule) ? finger.arms() : null;
        final long[] ns = new long[count];
        final long[] quiet = new long[count];
        Arrays.fill(quiet, Long.MAX_VALUE);
        final double[] reference = finger.middle();
        final double[] tension = new double[finger.tendons()];
        warmUp(() -> pass(distribution, newArms, cases, ns, reference, tension));
        long bytes = Long.MAX_VALUE;
        for (int pass = 0; pass < (library ? 2 : PASSES); pass++)
        {
            final long before = allocatedBytes();
            pass(distribution, newArms, cases, ns, reference, tension);
            bytes = Math.min(bytes, allocatedBytes() - before - ownBytes);
            for (int c = 0; c < count; c++)
            {
                quiet[c] = Math.min(quiet[c], ns[c]);
            }
        }
        int solved = 0;
        int feasible = 0;
        for (int c = 0; c < count; c++)
        {
            if (cases.canBeHad()[c])
            {
                feasible++;
                solved += distribution.solve(cases.efforts()[c], reference, tension) > 1 - 1e-9 ? 1 : 0;
            }
        }
        Arrays.sort(ns);
        Arrays.sort(quiet);
        final long clock = clockNs();
        final long p50 = at(ns, 0.5) - clock;
        final long p99 = at(ns, 0.99) - clock;
        final double bytesPerCall = bytes / (double)count;
        table.row(finger.name(), rule, p50, p99, at(ns, 0.999) - clock, at(quiet, 0.99) - clock, bytesPerCall, solved,
            feasible);
        if ("exact".equals(rule))
        {
            report.atMost(finger.name() + ".p50_ns", p50, 600).atMost(finger.name() + ".p99_ns", p99, 2_000)
                .atMost(finger.name() + ".bytes_per_call", bytesPerCall, 0);
        }
    }

    /**
     * @param work what is measured later.
     */
    static void warmUp(final Runnable work)
    {
        CompilerWatch.ofThisProcess().untilIdle(QUIET_NS, WARM_UP_MAX_NS, () ->
        {
            work.run();
            return true;
        });
    }

    private void pass(
        final TensionDistribution distribution,
        final double[] newArms,
        final Cases cases,
        final long[] ns,
        final double[] reference,
        final double[] tension)
    {
        for (int c = 0; c < ns.length; c++)
        {
            final long start = System.nanoTime();
            if (newArms != null)
            {
                distribution.arms(newArms);
            }
            final double scale = distribution.solve(cases.efforts()[c], reference, tension);
            ns[c] = System.nanoTime() - start;
            sink += Double.isFinite(tension[0]) ? scale + tension[0] : 0;
        }
    }

    static long at(final long[] sorted, final double part)
    {
        return sorted[(int)Math.min(sorted.length - 1L, (long)(part * sorted.length))];
    }

    /** What the two readings of the clock around a call cost: the median, to be taken off. */
    static long clockNs()
    {
        final long[] ns = new long[2_001];
        for (int turn = 0; turn < 20; turn++)
        {
            for (int k = 0; k < ns.length; k++)
            {
                final long start = System.nanoTime();
                ns[k] = System.nanoTime() - start;
            }
        }
        Arrays.sort(ns);
        return ns[ns.length / 2];
    }

    private static long allocatedBytes()
    {
        return ((ThreadMXBean)ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(
            Thread.currentThread().getId());
    }
}
