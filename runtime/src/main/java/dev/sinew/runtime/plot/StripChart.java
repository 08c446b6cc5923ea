package dev.sinew.runtime.plot;

import dev.sinew.runtime.frame.NameTable;

/**
 * What state the run was in: one band of modes, and one row of marks for each counter that grew.
 */
final class StripChart
{
    private static final double ROW_PX = 22;
    private static final String[] BANDS = {"#d9d9d9", "#fee8b0", "#cfe8f3", "#c9e7c9", "#e3d3ee", "#fbd0b0", "#f6c7d6",
        "#f09090"};

    private final Frame2D place;
    private final double[] times;
    private final Ticks xTicks;

    StripChart(final Frame2D place, final double[] times)
    {
        this.place = place;
        this.times = times;
        this.xTicks = LineChart.timeTicks(times);
    }

    private double xOf(final double time)
    {
        return place.x() + place.width() * xTicks.part(time);
    }

    void drawModes(final SvgCanvas canvas, final double[] modes, final NameTable names)
    {
        canvas.bold(place.x(), place.y() - 10, 14, place.title());
        canvas.text(place.x() - 6, place.y() + 15, 11, "end", SvgCanvas.INK, "mode");
        int begin = 0;
        while (begin < modes.length)
        {
            int end = begin + 1;
            while (end < modes.length && modes[end] == modes[begin])
            {
                end++;
            }
            final double x = xOf(times[begin]);
            final double right = end < modes.length ? xOf(times[end]) : xOf(times[end - 1]);
            final int mode = (int)modes[begin];
            canvas.rectangle(x, place.y(), Math.max(1, right - x), ROW_PX - 2, BANDS[Math.floorMod(mode,
                BANDS.length)], "none");
            if (right - x > 60)
            {
                canvas.text((x + right) / 2, place.y() + 15, 11, "middle", SvgCanvas.INK, names.name(mode));
            }
            begin = end;
        }
        canvas.rectangle(place.x(), place.y(), place.width(), ROW_PX - 2, "none", SvgCanvas.GREY);
    }

    void drawCounter(final SvgCanvas canvas, final int row, final String name, final double[] counts)
    {
        final double y = place.y() + row * ROW_PX;
        canvas.rectangle(place.x(), y, place.width(), ROW_PX - 2, "none", SvgCanvas.FAINT);
        canvas.text(place.x() - 6, y + 15, 11, "end", SvgCanvas.INK, name);
        double lastX = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < counts.length; i++)
        {
            final double x = xOf(times[i]);
            if (counts[i] > counts[i - 1] && x - lastX >= 0.5)
            {
                canvas.line(x, y, x, y + ROW_PX - 2, SvgCanvas.COLOURS[1]);
                lastX = x;
            }
        }
        final long total = counts.length == 0 ? 0 : (long)(counts[counts.length - 1] - counts[0]);
        canvas.text(place.x() + place.width() + 6, y + 15, 11, "start", SvgCanvas.INK, Long.toString(total));
    }

    void drawTimes(final SvgCanvas canvas, final int rows)
    {
        final double y = place.y() + rows * ROW_PX;
        for (int i = 0; i < xTicks.count(); i++)
        {
            final double x = xOf(xTicks.value(i));
            canvas.text(x, y + 14, 11, "middle", SvgCanvas.INK, xTicks.text(i));
        }
        canvas.text(place.x() + place.width() / 2, y + 32, 12, "middle", SvgCanvas.GREY, place.xLabel());
    }
}
