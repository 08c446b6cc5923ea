package dev.sinew.runtime.cli;

import java.io.PrintStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameReader;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.safety.Mode;

/**
 * The line that says how a run is doing while it runs: its own thread, reading the newest frame a few times a second.
 * On a
 * terminal it is rewritten in place; elsewhere it is printed once a second.
 */
final class LiveStatus
{
    private static final long TERMINAL_NS = 200_000_000L;
    private static final long PLAIN_NS = 2_000_000_000L;
    private static final int WIDTH = 110;

    private final PrintStream out;
    private final boolean terminal;
    private final FrameReader reader;
    private final int baseOffset;
    private final TendonNews news;
    private final long periodNs;
    private final double durationS;
    private final Thread thread;
    private volatile boolean running = true;

    LiveStatus(
        final PrintStream out,
        final MappedFrames frames,
        final long periodNs,
        final double durationS,
        final IntFunction<String> kept)
    {
        this.news = new TendonNews(frames, periodNs, kept);
        this.out = out;
        this.terminal = System.console() != null && System.getenv("NO_COLOR") == null;
        this.reader = new FrameReader(frames, 0);
        this.baseOffset = offset(frames, "truth_base_pose");
        this.periodNs = periodNs;
        this.durationS = durationS;
        this.thread = new Thread(this::follow, "sinew-status");
        thread.setDaemon(true);
        thread.start();
    }

    private static int offset(final MappedFrames frames, final String column)
    {
        final BlockLayout.Entry entry = frames.header().column(column);
        return entry.offset();
    }

    private void follow()
    {
        final long restNs = terminal ? TERMINAL_NS : PLAIN_NS;
        while (running)
        {
            if (reader.pollNewest() && active() >= 0)
            {
                for (final String line : news.lines(reader.frame()))
                {
                    out.println(terminal ? "\r" + pad(line) : line);
                }
                final String line = line();
                out.print(terminal ? "\r" + pad(line) : line + System.lineSeparator());
                out.flush();
            }
            LockSupport.parkNanos(restNs);
        }
    }

    private long field(final FrameField field)
    {
        return reader.frame().getLong(field.offset());
    }

    private long active()
    {
        return field(FrameField.FIRST_ACTIVE_CYCLE);
    }

    private String line()
    {
        final double timeS = field(FrameField.COUNT_CYCLES) * periodNs * 1e-9;
        final double qx = reader.frame().getDouble(baseOffset + 32);
        final double qy = reader.frame().getDouble(baseOffset + 40);
        final double tiltDeg = Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, 1 - 2 * (qx * qx + qy * qy)))));
        return String.format(java.util.Locale.ROOT,
            "%6.1f / %.0f s  %-8s base %.3f m  tilt %4.1f deg  lateness %5.1f us  cycle %5.1f us  late %d  bad %d",
            timeS, durationS, Mode.ofOrdinal(field(FrameField.MODE)),
            reader.frame().getDouble(baseOffset + 16), tiltDeg,
            (field(FrameField.START_NS) - field(FrameField.RELEASE_NS)) * 1e-3,
            field(FrameField.PREVIOUS_CYCLE_NS) * 1e-3,
            field(FrameField.COUNT_DEADLINE_MISSES), field(FrameField.COUNT_BAD_VERDICTS));
    }

    private static String pad(final String line)
    {
        return line.length() >= WIDTH ? line : line + " ".repeat(WIDTH - line.length());
    }

    void close()
    {
        running = false;
        LockSupport.unpark(thread);
        try
        {
            thread.join(1000);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (terminal)
        {
            out.println();
        }
    }
}
