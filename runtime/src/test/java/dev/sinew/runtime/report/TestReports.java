package dev.sinew.runtime.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/**
 * A report with something in every place.
 */
final class TestReports
{
    private TestReports()
    {
    }

    static Percentiles samples(final int count)
    {
        final Histogram histogram = new Histogram(1_000_000_000L, 3);
        for (int i = 1; i <= count; i++)
        {
            histogram.recordValue(100 + i);
        }
        return Percentiles.of(histogram);
    }

    static RunReport full(final int faultCount)
    {
        final Map<String, Percentiles> stages = new LinkedHashMap<>();
        for (final String stage : List.of("read", "estimate", "decide", "distribute", "write", "publish"))
        {
            stages.put(stage, samples(1000));
        }
        final Map<String, Long> verdicts = new LinkedHashMap<>();
        verdicts.put("GOOD", 990L);
        verdicts.put("LATE", 0L);
        verdicts.put("STALE", 10L);
        final List<RunReport.Fault> faults = new ArrayList<>();
        for (int i = 0; i < faultCount; i++)
        {
            faults.add(new RunReport.Fault(110 + i, "BASE_TILT", "the base is tilted", "set it up \"again\"", 77 + i));
        }
        final Map<String, Double> fingers = new LinkedHashMap<>();
        for (final String finger : List.of("l_th", "l_ff", "l_mf", "l_rf", "l_lf", "r_th", "r_ff", "r_mf", "r_rf",
            "r_lf"))
        {
            fingers.put(finger, 0.25);
        }
        return new RunReport(MeasuredOn.machine(), MeasuredOn.jvm(),
            new RunReport.Setup("neo", "0123456789abcdef", "balance", "fedcba9876543210", "push.yaml", 7, 20, 1_000_000,
                List.of(new RunReport.Choice("engine", "auto", "mujoco", "3.2.1"),
                    new RunReport.Choice("topology", "fused", "fused", "")), "/dev/shm/box"),
            new RunReport.Counts(20_000, 1, 2, 3, 4, 0.0, 19, 19, 5),
            new RunReport.Timing(samples(20_000), samples(20_001), samples(1000), samples(20_000), samples(999), stages,
                Percentiles.NONE, Double.NaN, 12.5), verdicts, faults,
            new RunReport.Outcome("ACTIVE", List.of(0.01, -0.02, 0.91), 0.02, fingers,
                List.of(new RunReport.LostTendon("l_ff_fl3", "RUPTURE", 2008, "without l_ff_fl3: keeps l_ff_mcp")),
                "ab".repeat(32)));
    }
}
