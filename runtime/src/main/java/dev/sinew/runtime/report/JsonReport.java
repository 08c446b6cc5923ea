package dev.sinew.runtime.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a report as JSON. The keys are a public contract: append only, units in the name. A number that is not known
 * is {@code null}; a percentile that is not told is absent.
 */
public final class JsonReport
{
    private JsonReport()
    {
    }

    /**
     * @param report a report.
     * @return nested maps, lists, strings and numbers with the contract's keys.
     */
    public static Map<String, Object> toMap(final RunReport report)
    {
        final RunReport.Counts counts = report.counts();
        final RunReport.Timing timing = report.timing();
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("cycles", counts.cycles());
        root.put("skipped_periods", counts.skippedPeriods());
        root.put("deadline_misses", counts.deadlineMisses());
        root.put("dropped_frames", counts.droppedFrames());
        root.put("gated_cycles", counts.gatedCycles());
        final Map<String, Object> lateness = timing.lateness().toMap();
        lateness.put("corrected", timing.latenessCorrected().toMap());
        lateness.put("first_1000", timing.latenessFirst1000().toMap());
        root.put("lateness_ns", lateness);
        final Map<String, Object> cycle = timing.cycle().toMap();
        cycle.put("first_1000", timing.cycleFirst1000().toMap());
        root.put("cycle_ns", cycle);
        final Map<String, Object> stages = new LinkedHashMap<>();
        timing.stages().forEach((name, percentiles) -> stages.put(name, percentiles.toMap()));
        root.put("stage_ns", stages);
        root.put("allocated_bytes_per_cycle", counts.allocatedBytesPerCycle());
        root.put("allocation_windows", counts.allocationWindows());
        root.put("allocation_free_windows", counts.allocationFreeWindows());
        root.put("gc_count", counts.gcCount());
        root.put("gc_pause_ns", timing.gcPause().toMap());
        root.put("realtime_factor", timing.realtimeFactor());
        root.put("wall_s", timing.wallS());
        root.put("verdicts", report.verdicts());
        root.put("faults", faults(report.faults()));
        root.put("state_sha256", report.outcome().stateSha256());
        root.put("machine", report.machine());
        root.put("jvm", report.jvm());
        putSetup(root, report.setup());
        putOutcome(root, report.outcome());
        return root;
    }

    private static List<Object> faults(final List<RunReport.Fault> faults)
    {
        final List<Object> list = new ArrayList<>();
        for (final RunReport.Fault fault : faults)
        {
            final Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("number", fault.number());
            entry.put("name", fault.name());
            entry.put("cause", fault.cause());
            entry.put("remedy", fault.remedy());
            entry.put("cycle", fault.cycle());
            list.add(entry);
        }
        return list;
    }

    private static void putSetup(final Map<String, Object> root, final RunReport.Setup setup)
    {
        root.put("seed", setup.seed());
        root.put("duration_s", setup.durationS());
        root.put("period_ns", setup.periodNs());
        root.put("robot", named(setup.robot(), setup.robotSha256()));
        root.put("policy", setup.policy().isEmpty() ? null : named(setup.policy(), setup.policySha256()));
        root.put("scenario", setup.scenario().isEmpty() ? null : setup.scenario());
        root.put("blackbox", setup.blackbox().isEmpty() ? null : setup.blackbox());
        final Map<String, Object> choices = new LinkedHashMap<>();
        for (final RunReport.Choice choice : setup.choices())
        {
            final Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("asked", choice.asked());
            entry.put("used", choice.used());
            if (!choice.detail().isEmpty())
            {
                entry.put("detail", choice.detail());
            }
            choices.put(choice.what(), entry);
        }
        root.put("choices", choices);
    }

    private static Map<String, Object> named(final String name, final String sha256)
    {
        final Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("sha256", sha256);
        return entry;
    }

    private static void putOutcome(final Map<String, Object> root, final RunReport.Outcome outcome)
    {
        root.put("mode", outcome.mode());
        root.put("base_position_m", outcome.basePositionM().isEmpty() ? null : outcome.basePositionM());
        root.put("base_tilt_rad", outcome.baseTiltRad());
        root.put("finger_closures", outcome.fingerClosures());
        final List<Map<String, Object>> lost = new ArrayList<>();
        for (final RunReport.LostTendon tendon : outcome.tendonsLost())
        {
            final Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("tendon", tendon.tendon());
            entry.put("finding", tendon.finding());
            entry.put("cycle", tendon.cycle());
            entry.put("kept", tendon.kept());
            lost.add(entry);
        }
        root.put("tendons_lost", lost);
    }

    /**
     * @param report a report.
     * @return JSON text, indented, with a line end.
     */
    public static String toJson(final RunReport report)
    {
        return JsonText.of(toMap(report));
    }

    /**
     * @param report a report.
     * @param target where it goes; an older report there is replaced once the new one is whole.
     * @throws IOException when it cannot be written; the message is one line.
     */
    public static void write(final RunReport report, final Path target) throws IOException
    {
        JsonText.replace(toJson(report), target);
    }
}
