package dev.sinew.runtime.plot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.NameTable;
import org.HdrHistogram.AbstractHistogram;

/**
 * Draws a run as one standalone SVG of 1200 px: base, a leg joint and a finger joint with their tensions, lateness and
 * cycle time, modes and what went wrong. The footer says what the picture lacks.
 */
public final class RunPlot
{
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 1480;
    private static final int PANEL_WIDTH = 500;
    private static final int PANEL_HEIGHT = 210;
    private static final int[] COLUMNS = {80, 660};
    private static final int TOP = 100;
    private static final int ROW = 305;
    private static final String TIME = "time, s";

    private RunPlot()
    {
    }

    /**
     * @param target   where the picture goes; an older one is replaced.
     * @param title    heading, such as robot, policy and engine.
     * @param history  a closed history.
     * @param lateness lateness of every cycle, ns.
     * @param cycle    duration of every cycle, ns.
     * @throws IOException when it cannot be written; the message is one line.
     */
    public static void write(
        final Path target,
        final String title,
        final RunHistory history,
        final AbstractHistogram lateness,
        final AbstractHistogram cycle) throws IOException
    {
        try
        {
            Files.writeString(target, render(title, history, lateness, cycle), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new IOException("cannot write the plot " + target + ": " + ex.getClass().getSimpleName() + " " +
                ex.getMessage() + " (check directory, permission and free space)", ex);
        }
    }

    /**
     * @param title    heading.
     * @param history  a closed history.
     * @param lateness lateness of every cycle, ns.
     * @param cycle    duration of every cycle, ns.
     * @return text of the picture.
     */
    public static String render(
        final String title,
        final RunHistory history,
        final AbstractHistogram lateness,
        final AbstractHistogram cycle)
    {
        final SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
        canvas.bold(30, 40, 20, title);
        final double[] times = history.times();
        final PlotSelection selection = history.selection();
        chart(history, place(0, 0, "Base height (truth)", "height, m")).curve("height", history.series("base_height"))
            .draw(canvas);
        chart(history, place(1, 0, "Base tilt", "tilt, rad")).curve("truth", history.series("base_tilt"))
            .curve("estimate", history.series("base_tilt_estimate")).draw(canvas);
        drawJoint(canvas, history, 1, selection.legJoint(), selection.legTendons());
        drawJoint(canvas, history, 2, selection.fingerJoint(), selection.fingerTendons());
        new HistogramChart(histogramPlace(0, "Lateness"), lateness).draw(canvas);
        new HistogramChart(histogramPlace(1, "Cycle time"), cycle).draw(canvas);
        final StripChart strip = new StripChart(new Frame2D(130, TOP + 4 * ROW - 30, 1030, 0, "Mode and losses", TIME,
            ""), times);
        strip.drawModes(canvas, history.modes(), NameTable.parse(history.meta().get(FrameMeta.MODE_NAMES)));
        strip.drawCounter(canvas, 1, "bad verdicts", history.series("count_bad_verdicts"));
        strip.drawCounter(canvas, 2, "skipped periods", history.series("count_skipped"));
        strip.drawCounter(canvas, 3, "deadline misses", history.series("count_deadline_misses"));
        strip.drawCounter(canvas, 4, "gated cycles", history.series("count_gated"));
        strip.drawTimes(canvas, 5);
        canvas.text(30, HEIGHT - 14, 11, "start", SvgCanvas.GREY, footer(history));
        return canvas.finish();
    }

    private static LineChart chart(final RunHistory history, final Frame2D place)
    {
        return new LineChart(place, history.times(), history.sampleS());
    }

    private static Frame2D place(final int column, final int row, final String title, final String yLabel)
    {
        return new Frame2D(COLUMNS[column], TOP + row * ROW, PANEL_WIDTH, PANEL_HEIGHT, title, TIME, yLabel);
    }

    private static Frame2D histogramPlace(final int column, final String title)
    {
        return new Frame2D(COLUMNS[column], TOP + 3 * ROW, PANEL_WIDTH, PANEL_HEIGHT, title, "", "cycles");
    }

    private static void drawJoint(
        final SvgCanvas canvas,
        final RunHistory history,
        final int row,
        final String joint,
        final List<String> tendons)
    {
        final LineChart position = chart(history, place(0, row, joint.isEmpty() ? "No such joint" : "Joint " + joint,
            "position, rad"));
        final LineChart tension = chart(history, place(1, row, joint.isEmpty() ? "" : "Tendons of " + joint,
            "tension, N"));
        if (!joint.isEmpty())
        {
            position.curve("target", history.series("target_position_rad." + joint))
                .curve("estimate", history.series("estimate_position_rad." + joint));
        }
        for (final String tendon : tendons)
        {
            tension.curve(tendon, history.series("tendon_tension_n." + tendon));
        }
        position.draw(canvas);
        tension.draw(canvas);
    }

    private static String footer(final RunHistory history)
    {
        final List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "one sample every %.0f ms, %d samples, %d missed",
            history.sampleS() * 1e3, history.count(), history.missed()));
        parts.add("counts and histograms are of every cycle");
        history.meta().forEach((key, value) ->
        {
            if (key.equals(FrameMeta.ROBOT) || key.equals(FrameMeta.CLOCK) || key.equals("seed"))
            {
                parts.add(key + " " + value);
            }
        });
        return String.join("; ", parts);
    }
}
