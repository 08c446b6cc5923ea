package dev.sinew.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The block of text at the end of a run: aligned, under 40 lines, under 100 characters a line where names allow it.
 */
public final class SummaryRenderer
{
    private static final int WIDTH = 100;
    private static final int LABEL_WIDTH = 12;
    private static final int FAULTS_MAX = 4;
    private static final int STAGES_MAX = 8;
    private static final int DETAIL_MAX = 60;

    private final List<String> lines = new ArrayList<>();

    private SummaryRenderer()
    {
    }

    /**
     * @param report a report.
     * @return lines of text, without line ends.
     */
    public static List<String> render(final RunReport report)
    {
        final SummaryRenderer renderer = new SummaryRenderer();
        renderer.what(report);
        renderer.table(report.timing());
        renderer.counts(report);
        renderer.faults(report.faults());
        renderer.tendons(report.outcome().tendonsLost());
        renderer.outcome(report);
        return renderer.lines;
    }

    private void what(final RunReport report)
    {
        final RunReport.Setup setup = report.setup();
        final RunReport.Timing timing = report.timing();
        final String factor = Double.isFinite(timing.realtimeFactor()) ?
            format(" = %.2fx real time", timing.realtimeFactor()) : "";
        line("ran", format("%.3f s in %.3f s on the wall%s, %d cycles of %s", setup.durationS(), timing.wallS(),
            factor, report.counts().cycles(), Percentiles.time(setup.periodNs())));
        line("robot", setup.robot() + shortHash(setup.robotSha256()) + ", policy " +
            (setup.policy().isEmpty() ? "none" : setup.policy() + shortHash(setup.policySha256())) +
            ", seed " + setup.seed() + (setup.scenario().isEmpty() ? "" : ", scenario " + setup.scenario()));
        final List<String> used = new ArrayList<>();
        for (final RunReport.Choice choice : setup.choices())
        {
            final String asked = choice.asked().equals(choice.used()) ? "" : "asked " + choice.asked();
            final String detail = isLong(choice.detail()) ? "" : choice.detail();
            final String note = String.join(", ", List.of(asked, detail).stream()
                .filter(text -> !text.isEmpty()).toList());
            used.add(choice.what() + " " + choice.used() + (note.isEmpty() ? "" : " (" + note + ")"));
        }
        wrapped("used", used);
        setup.choices().stream().filter(choice -> isLong(choice.detail())).forEach(choice ->
            choice.detail().lines().forEach(reason -> line(choice.what(), "missing " + reason)));
        line("machine", report.machine().getOrDefault("cpu", "unknown") + " x " +
            report.machine().getOrDefault("processors", "?") + ", " +
            report.machine().getOrDefault("kernel", "unknown") + ", JVM " +
            report.jvm().getOrDefault("version", "unknown"));
    }

    /** Reasons with their remedies get lines of their own. */
    private static boolean isLong(final String detail)
    {
        return detail.length() > DETAIL_MAX;
    }

    private static String shortHash(final String sha256)
    {
        return sha256.isEmpty() ? "" : " (" + sha256.substring(0, Math.min(8, sha256.length())) + ")";
    }

    private void table(final RunReport.Timing timing)
    {
        line("", row("samples", "p50", "p99", "p99.9", "p99.99", "max"));
        row("late", timing.lateness());
        row("late corr.", timing.latenessCorrected());
        row("late 1000", timing.latenessFirst1000());
        row("cycle", timing.cycle());
        row("cycle 1000", timing.cycleFirst1000());
        int shown = 0;
        for (final Map.Entry<String, Percentiles> stage : timing.stages().entrySet())
        {
            if (shown++ < STAGES_MAX)
            {
                row("  " + stage.getKey(), stage.getValue());
            }
        }
        row("gc pause", timing.gcPause());
        line("", "-  fewer than ten samples beyond this percentile; late corr.: a stall counts for each period");
    }

    private void row(final String name, final Percentiles percentiles)
    {
        if (percentiles.count() > 0)
        {
            line(name, row(Long.toString(percentiles.count()), percentiles.text("p50"), percentiles.text("p99"),
                percentiles.text("p999"), percentiles.text("p9999"), Percentiles.time(percentiles.max())));
        }
    }

    private static String row(final String... cells)
    {
        final StringBuilder text = new StringBuilder();
        for (final String cell : cells)
        {
            text.append(format("%11s", cell));
        }
        return text.toString();
    }

    private void counts(final RunReport report)
    {
        final RunReport.Counts counts = report.counts();
        final List<String> verdicts = new ArrayList<>();
        report.verdicts().forEach((name, count) ->
        {
            if (count > 0)
            {
                verdicts.add(name + "=" + count);
            }
        });
        wrapped("verdicts", verdicts);
        line("losses", "skipped periods " + counts.skippedPeriods() + ", deadline misses " + counts.deadlineMisses() +
            ", gated cycles " + counts.gatedCycles() + ", dropped frames " + counts.droppedFrames());
        line("memory", (Double.isFinite(counts.allocatedBytesPerCycle()) ?
            format("%.3g bytes allocated per cycle", counts.allocatedBytesPerCycle()) :
            "bytes allocated per cycle unknown") + ", nothing in " + counts.allocationFreeWindows() + " of " +
            counts.allocationWindows() + " windows of 1000 cycles, collections " + counts.gcCount());
    }

    private void faults(final List<RunReport.Fault> faults)
    {
        for (int i = 0; i < Math.min(FAULTS_MAX, faults.size()); i++)
        {
            final RunReport.Fault fault = faults.get(i);
            line("fault " + fault.number(), fault.name() + " in cycle " + fault.cycle() + ": " + fault.cause() + "; " +
                fault.remedy());
        }
        if (faults.size() > FAULTS_MAX)
        {
            line("", "and " + (faults.size() - FAULTS_MAX) + " more faults, see the report");
        }
    }

    private void tendons(final List<RunReport.LostTendon> lost)
    {
        for (int i = 0; i < Math.min(FAULTS_MAX, lost.size()); i++)
        {
            final RunReport.LostTendon tendon = lost.get(i);
            line(i == 0 ? "tendons" : "", tendon.tendon() + " lost (" + tendon.finding() + ") in cycle " +
                tendon.cycle());
            line("", tendon.kept());
        }
        if (lost.size() > FAULTS_MAX)
        {
            line("", "and " + (lost.size() - FAULTS_MAX) + " more lost tendons, see the report");
        }
    }

    private void outcome(final RunReport report)
    {
        final RunReport.Outcome outcome = report.outcome();
        String base = "";
        if (outcome.basePositionM().size() == 3)
        {
            base = format(", base at x %.3f y %.3f z %.3f m, tilt %.3f rad", outcome.basePositionM().get(0),
                outcome.basePositionM().get(1), outcome.basePositionM().get(2), outcome.baseTiltRad());
        }
        line("ended", outcome.mode() + base);
        final List<String> fingers = new ArrayList<>();
        outcome.fingerClosures().forEach((name, closure) -> fingers.add(name + format(" %.2f", closure)));
        wrapped("fingers", fingers);
        if (!outcome.stateSha256().isEmpty())
        {
            line("state", outcome.stateSha256());
        }
        if (!report.setup().blackbox().isEmpty())
        {
            line("black box", report.setup().blackbox());
        }
    }

    private void wrapped(final String label, final List<String> words)
    {
        StringBuilder text = new StringBuilder();
        String left = label;
        for (final String word : words)
        {
            if (!text.isEmpty() && LABEL_WIDTH + text.length() + 2 + word.length() > WIDTH)
            {
                line(left, text + ",");
                left = "";
                text = new StringBuilder();
            }
            text.append(text.isEmpty() ? "" : ", ").append(word);
        }
        if (!text.isEmpty())
        {
            line(left, text.toString());
        }
    }

    private void line(final String label, final String text)
    {
        lines.add(format("%-" + LABEL_WIDTH + "s", label) + text);
    }

    private static String format(final String format, final Object... values)
    {
        return String.format(Locale.ROOT, format, values);
    }
}
