package dev.sinew.runtime.top;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.runtime.blackbox.ProcessState;
import dev.sinew.runtime.blackbox.TendonPanel;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.NameTable;
import dev.sinew.runtime.report.Percentiles;
import org.HdrHistogram.AbstractHistogram;

/**
 * What {@code sinew top} shows. Counts of losses are the loop's own and complete; histograms are of the frames that
 * this view saw. One thread, never the loop's.
 */
public final class TopView implements AutoCloseable
{
    private static final long SHOW_NS = 1_000_000_000L;
    private static final long POLL_NS = 20_000_000L;

    private final MappedFrames mapped;
    private final LiveStatistics statistics;
    private final TendonPanel tendons;
    private final NameTable verdicts;
    private final NameTable modes;
    private final NameTable faults;
    private final NameTable gateActions;
    private final long periodNs;
    private long shownCycle = -1;
    private long shownNs;
    private double rateHz = Double.NaN;

    /**
     * @param path a black box, usually of a running loop.
     * @throws IOException when it is missing or no black box; the message is one line.
     */
    public TopView(final Path path) throws IOException
    {
        mapped = MappedFrames.open(path);
        statistics = new LiveStatistics(mapped);
        tendons = new TendonPanel(mapped.header());
        final Map<String, String> meta = mapped.header().meta();
        verdicts = NameTable.parse(meta.get(FrameMeta.VERDICT_NAMES));
        modes = NameTable.parse(meta.get(FrameMeta.MODE_NAMES));
        faults = NameTable.parse(meta.get(FrameMeta.FAULT_NAMES));
        gateActions = NameTable.parse(meta.get(FrameMeta.GATE_ACTION_NAMES));
        final String period = meta.getOrDefault(FrameMeta.PERIOD_NS, "0");
        periodNs = period.matches("\\d{1,18}") ? Long.parseLong(period) : 0;
    }

    /**
     * @return true when standard output is a terminal.
     */
    public static boolean isTerminal()
    {
        try
        {
            final String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /**
     * Shows a running loop once a second until it ends, the time is over or the thread is interrupted.
     *
     * @param path    its black box.
     * @param out     a terminal or a file.
     * @param plain   true for one line a second, false for a screen that is drawn anew.
     * @param seconds how long, s; infinity for as long as the loop runs.
     * @throws IOException when the file is missing or no black box; the message is one line.
     */
    public static void follow(final Path path, final PrintStream out, final boolean plain, final double seconds)
        throws IOException
    {
        try (TopView view = new TopView(path))
        {
            final long beginNs = System.nanoTime();
            long nextNs = beginNs;
            if (!plain)
            {
                out.print("\033[2J");
            }
            boolean going = true;
            while (going)
            {
                final boolean alive = ProcessState.of(view.mapped.header().meta()).alive();
                final long polled = view.poll();
                final double passedS = (System.nanoTime() - beginNs) * 1e-9;
                going = (alive || polled > 0) && passedS < seconds && !Thread.currentThread().isInterrupted();
                if (!going || System.nanoTime() - nextNs >= 0)
                {
                    nextNs += SHOW_NS;
                    view.show(out, plain);
                }
                if (going)
                {
                    LockSupport.parkNanos(POLL_NS);
                }
            }
        }
    }

    private void show(final PrintStream out, final boolean plain)
    {
        if (plain)
        {
            out.println(line(System.nanoTime()));
        }
        else
        {
            out.print("\033[H");
            for (final String line : screen(System.nanoTime()))
            {
                out.print(line + "\033[K\n");
            }
            out.print("\033[J");
        }
        out.flush();
    }

    /**
     * Takes every frame that is there; call it several times a second.
     *
     * @return number of frames taken.
     */
    public long poll()
    {
        return statistics.poll();
    }

    private void measureRate(final long nowNs)
    {
        final long cycle = statistics.get(FrameField.CYCLE);
        rateHz = shownCycle < 0 || nowNs == shownNs ? Double.NaN : (cycle - shownCycle) * 1e9 / (nowNs - shownNs);
        shownCycle = cycle;
        shownNs = nowNs;
    }

    /**
     * @param nowNs time of the monotonic clock, ns.
     * @return a screen full, without line ends.
     */
    public List<String> screen(final long nowNs)
    {
        final List<String> lines = new ArrayList<>();
        final Map<String, String> meta = mapped.header().meta();
        lines.add(format("sinew top   %s   robot %s   %s", mapped.path(), meta.getOrDefault(FrameMeta.ROBOT, "?"),
            ProcessState.of(meta).text()));
        if (statistics.frames() == 0)
        {
            lines.add("no frame yet");
            return lines;
        }
        measureRate(nowNs);
        lines.add(format("mode        %s   fault %s   clock %s", modes.name(statistics.get(FrameField.MODE)),
            faults.name(statistics.get(FrameField.FAULT)), meta.getOrDefault(FrameMeta.CLOCK, "?")));
        lines.add(format("cycle       %d at %s Hz", statistics.get(FrameField.CYCLE), number("%.1f", rateHz)));
        lines.add(format("losses      skipped periods %d   deadline misses %d   bad verdicts %d   gated cycles %d",
            statistics.get(FrameField.COUNT_SKIPPED), statistics.get(FrameField.COUNT_DEADLINE_MISSES),
            statistics.get(FrameField.COUNT_BAD_VERDICTS), statistics.get(FrameField.COUNT_GATED)));
        lines.add("policy age  " + policyAge());
        lines.add(format("base        height %s m   tilt %s rad   (truth)", number("%.3f", statistics.baseHeightM()),
            number("%.3f", statistics.baseTiltRad())));
        lines.addAll(tendons.lines(statistics.frame()));
        lines.add("");
        lines.add(format("seen here   %d frames, %d of them active, %d lost by this view", statistics.frames(),
            statistics.activeFrames(), statistics.lost()));
        lines.add("verdicts    " + counts(statistics.verdicts(), verdicts));
        lines.add("gate        " + counts(statistics.gateActions(), gateActions));
        lines.add(format("%-12s%11s%11s%11s%11s%11s", "", "samples", "p50", "p99", "p99.9", "max"));
        lines.add(row("late, raw", statistics.lateness()));
        lines.add(row("cycle", statistics.cycle()));
        for (int i = 0; i < LiveStatistics.STAGES.length; i++)
        {
            lines.add(row("  " + LiveStatistics.STAGES[i], statistics.stage(i)));
        }
        lines.add("            -  fewer than ten samples beyond this percentile");
        return lines;
    }

    /**
     * @param nowNs time of the monotonic clock, ns.
     * @return the same in one line of {@code key=value}.
     */
    public String line(final long nowNs)
    {
        if (statistics.frames() == 0)
        {
            return "no frame yet";
        }
        measureRate(nowNs);
        final Percentiles late = Percentiles.of(statistics.lateness());
        final Percentiles cycle = Percentiles.of(statistics.cycle());
        final ProcessState process = ProcessState.of(mapped.header().meta());
        return format("cycle=%d rate_hz=%s mode=%s fault=%s alive=%s late_ns=%s/%s/%s/%d cycle_ns=%s/%s/%d " +
            "skipped=%d missed=%d bad=%d gated=%d policy_age=%s base_m=%s tilt_rad=%s lost=%d tendons_lost=%d",
            statistics.get(FrameField.CYCLE), number("%.1f", rateHz), modes.name(statistics.get(FrameField.MODE)),
            faults.name(statistics.get(FrameField.FAULT)), process.pid() < 0 ? "?" : process.alive() ? "yes" : "no",
            raw(late, "p50"), raw(late, "p99"), raw(late, "p999"), late.max(), raw(cycle, "p50"), raw(cycle, "p99"),
            cycle.max(), statistics.get(FrameField.COUNT_SKIPPED), statistics.get(FrameField.COUNT_DEADLINE_MISSES),
            statistics.get(FrameField.COUNT_BAD_VERDICTS), statistics.get(FrameField.COUNT_GATED),
            policyAge().replace(" ", ""), number("%.3f", statistics.baseHeightM()),
            number("%.3f", statistics.baseTiltRad()), statistics.lost(), statistics.get(FrameField.TENDONS_LOST));
    }

    private String policyAge()
    {
        final long answered = statistics.get(FrameField.ACTION_OBSERVATION_CYCLE);
        if (answered < 0)
        {
            return "-";
        }
        final long age = statistics.get(FrameField.CYCLE) - answered;
        return periodNs == 0 ? age + " cycles" : Percentiles.time(age * periodNs);
    }

    private static String counts(final long[] counts, final NameTable names)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++)
        {
            if (counts[i] > 0)
            {
                text.append(text.isEmpty() ? "" : "   ").append(names.name(i)).append(' ').append(counts[i]);
            }
        }
        return text.isEmpty() ? "-" : text.toString();
    }

    private static String row(final String name, final AbstractHistogram histogram)
    {
        final Percentiles percentiles = Percentiles.of(histogram);
        return format("%-12s%11d%11s%11s%11s%11s", name, percentiles.count(), percentiles.text("p50"),
            percentiles.text("p99"), percentiles.text("p999"),
            percentiles.count() == 0 ? "-" : Percentiles.time(percentiles.max()));
    }

    private static String raw(final Percentiles percentiles, final String key)
    {
        return percentiles.has(key) ? Long.toString(percentiles.get(key)) : "-";
    }

    private static String number(final String format, final double value)
    {
        return Double.isNaN(value) ? "-" : format(format, value);
    }

    private static String format(final String format, final Object... values)
    {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public void close()
    {
        mapped.close();
    }
}
