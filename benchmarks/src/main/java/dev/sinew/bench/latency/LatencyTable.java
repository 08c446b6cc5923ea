package dev.sinew.bench.latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The runs of all contenders in one setting of the neighbour: medians over the alternations, and their ratios. */
final class LatencyTable
{
    /** Percentiles of the report. */
    static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
    /** Highest ratio of p50, p99 and p99.9 to the yardstick that the project sets itself. */
    private static final double[] TARGET_PERCENTILES = {50, 99, 99.9};
    private static final double[] TARGET_RATIOS = {0.2, 0.2, 1.2};
    private static final double TARGET_CPU_PERCENT = 30;

    private final List<String> names = new ArrayList<>();
    private final List<List<RunResult>> results = new ArrayList<>();

    private final String yardstick;

    /**
     * Constructor.
     *
     * @param yardstick contender that the others are compared with.
     */
    LatencyTable(final String yardstick)
    {
        this.yardstick = yardstick;
        names.add(yardstick);
        results.add(new ArrayList<>());
    }

    /**
     * Adds a run.
     *
     * @param contender its name.
     * @param result    what it measured.
     */
    void add(final String contender, final RunResult result)
    {
        if (!names.contains(contender))
        {
            names.add(contender);
            results.add(new ArrayList<>());
        }
        results.get(names.indexOf(contender)).add(result);
    }

    List<String> names()
    {
        return List.copyOf(names);
    }

    List<RunResult> results(final String contender)
    {
        return List.copyOf(results.get(names.indexOf(contender)));
    }

    /** Median over the runs of a percentile of the lateness, in ns; NaN where a run has too few samples for it. */
    double medianNs(final String contender, final double percentile)
    {
        return median(contender, result -> result.percentileNs(percentile));
    }

    double medianCpuPercent(final String contender)
    {
        return median(contender, RunResult::cpuPercent);
    }

    /** Median lateness of a contender as a multiple of the yardstick's. */
    double ratio(final String contender, final double percentile)
    {
        return medianNs(contender, percentile) / medianNs(yardstick, percentile);
    }

    /** Whether p50, p99, p99.9 and the processor's share reach the target. */
    boolean reachesTarget(final String contender)
    {
        boolean reached = medianCpuPercent(contender) <= TARGET_CPU_PERCENT;
        for (int i = 0; i < TARGET_PERCENTILES.length; i++)
        {
            reached &= ratio(contender, TARGET_PERCENTILES[i]) <= TARGET_RATIOS[i];
        }
        return reached;
    }

    String text()
    {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "%-18s %5s %9s %9s %9s %9s %9s %9s %7s %6s %7s  %s%n", "", "runs", "samples", "p50 us", "p90 us", "p99 us",
            "p99.9 us", "p99.99 us", "max us", "cpu %", "steal %", "class"));
        for (final String name : names)
        {
            text.append(row(name));
        }
        for (final String name : names.subList(1, names.size()))
        {
            text.append(String.format(Locale.ROOT, "%-18s %15s", name + " ratio", ""));
            for (final double percentile : PERCENTILES)
            {
                text.append(number(" %9.3f", ratio(name, percentile), 10));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private String row(final String name)
    {
        final List<RunResult> runs = results(name);
        final long samples = runs.stream().mapToLong(run -> run.latenessNs().getTotalCount()).sum();
        final StringBuilder text = new StringBuilder(
            String.format(Locale.ROOT, "%-18s %5d %9d", name, runs.size(), samples));
        for (final double percentile : PERCENTILES)
        {
            text.append(number(" %9.2f", medianNs(name, percentile) / 1_000, 10));
        }
        final long maxNs = runs.stream().mapToLong(run -> run.latenessNs().getMaxValue()).max().orElse(0);
        return text.append(number(" %9.1f", maxNs / 1_000.0, 10))
            .append(number(" %7.1f", medianCpuPercent(name), 8))
            .append(number(" %6.2f", median(name, RunResult::stealPercent), 7))
            .append("  ").append(runs.get(runs.size() - 1).schedulingClass())
            .append(System.lineSeparator()).toString();
    }

    private double median(final String contender, final ToDoubleFunction<RunResult> value)
    {
        final double[] values = results(contender).stream().mapToDouble(value).toArray();
        if (0 == values.length || Arrays.stream(values).anyMatch(Double::isNaN))
        {
            return Double.NaN;
        }
        Arrays.sort(values);
        final int middle = values.length / 2;
        return 1 == values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static String number(final String format, final double value, final int width)
    {
        return Double.isNaN(value) ? " ".repeat(width - 1) + "-" : String.format(Locale.ROOT, format, value);
    }
}
