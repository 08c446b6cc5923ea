package dev.sinew.runtime.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves over time. Each pixel column shows the least and the greatest value in it, so that no spike is lost; a gap
 * in the samples is a gap in the curve.
 */
final class LineChart
{
    private static final double GAP_SAMPLES = 2.5;
    private static final double CHARACTER_PX = 6.2;
    private static final double KEY_PX = 32;

    private final Frame2D place;
    private final double[] times;
    private final double gapS;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> curves = new ArrayList<>();

    /**
     * @param place   where.
     * @param times   times of the samples, s, ascending.
     * @param sampleS usual distance of two samples, s.
     */
    LineChart(final Frame2D place, final double[] times, final double sampleS)
    {
        this.place = place;
        this.times = times;
        this.gapS = GAP_SAMPLES * sampleS;
    }

    LineChart curve(final String name, final double[] values)
    {
        names.add(name);
        curves.add(values);
        return this;
    }

    void draw(final SvgCanvas canvas)
    {
        place.drawTitles(canvas);
        double least = Double.NaN;
        double greatest = Double.NaN;
        for (final double[] values : curves)
        {
            for (final double value : values)
            {
                if (Double.isFinite(value))
                {
                    least = Double.isNaN(least) ? value : Math.min(least, value);
                    greatest = Double.isNaN(greatest) ? value : Math.max(greatest, value);
                }
            }
        }
        if (Double.isNaN(least))
        {
            place.drawBorder(canvas);
            place.drawNote(canvas, "no such samples in this run");
            return;
        }
        final Ticks xTicks = timeTicks(times);
        final Ticks yTicks = Ticks.of(least, greatest);
        drawGrid(canvas, place, xTicks, yTicks);
        for (int i = curves.size() - 1; i >= 0; i--)
        {
            canvas.path(path(curves.get(i), xTicks, yTicks), SvgCanvas.COLOURS[i % SvgCanvas.COLOURS.length], 1.4);
        }
        place.drawBorder(canvas);
        drawLegend(canvas);
    }

    static Ticks timeTicks(final double[] times)
    {
        return Ticks.upTo(times.length == 0 ? 1 : Math.max(1e-3, times[times.length - 1]));
    }

    private static void drawGrid(final SvgCanvas canvas, final Frame2D place, final Ticks xTicks, final Ticks yTicks)
    {
        for (int i = 0; i < xTicks.count(); i++)
        {
            final double x = place.x() + place.width() * xTicks.part(xTicks.value(i));
            canvas.line(x, place.y(), x, place.y() + place.height(), SvgCanvas.FAINT);
            canvas.text(x, place.y() + place.height() + 16, 11, "middle", SvgCanvas.INK, xTicks.text(i));
        }
        for (int i = 0; i < yTicks.count(); i++)
        {
            final double y = place.y() + place.height() - place.height() * yTicks.part(yTicks.value(i));
            canvas.line(place.x(), y, place.x() + place.width(), y, SvgCanvas.FAINT);
            canvas.text(place.x() - 6, y + 4, 11, "end", SvgCanvas.INK, yTicks.text(i));
        }
    }

    private StringBuilder path(final double[] values, final Ticks xTicks, final Ticks yTicks)
    {
        final StringBuilder path = new StringBuilder();
        boolean drawing = false;
        int i = 0;
        while (i < values.length)
        {
            if (!Double.isFinite(values[i]))
            {
                drawing = false;
                i++;
                continue;
            }
            if (i > 0 && times[i] - times[i - 1] > gapS)
            {
                drawing = false;
            }
            final long pixel = pixel(times[i], xTicks);
            int low = i;
            int high = i;
            int end = i + 1;
            while (end < values.length && pixel(times[end], xTicks) == pixel && Double.isFinite(values[end]) &&
                times[end] - times[end - 1] <= gapS)
            {
                low = values[end] < values[low] ? end : low;
                high = values[end] > values[high] ? end : high;
                end++;
            }
            append(path, drawing, Math.min(low, high), values, xTicks, yTicks);
            if (low != high)
            {
                append(path, true, Math.max(low, high), values, xTicks, yTicks);
            }
            drawing = true;
            i = end;
        }
        return path;
    }

    private long pixel(final double time, final Ticks xTicks)
    {
        return (long)Math.floor(xTicks.part(time) * place.width());
    }

    private void append(
        final StringBuilder path,
        final boolean drawing,
        final int index,
        final double[] values,
        final Ticks xTicks,
        final Ticks yTicks)
    {
        final double x = place.x() + xTicks.part(times[index]) * place.width();
        final double y = place.y() + place.height() - yTicks.part(values[index]) * place.height();
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y));
        if (!drawing)
        {
            path.append("h0.1");
        }
    }

    /** Beside the heading where there is room, else in two rows under the chart. */
    private void drawLegend(final SvgCanvas canvas)
    {
        double needed = CHARACTER_PX * place.title().length() * 1.5;
        for (final String name : names)
        {
            needed += CHARACTER_PX * name.length() + KEY_PX;
        }
        final boolean under = needed > place.width();
        double x = under ? place.x() : place.x() + place.width() - needed +
            CHARACTER_PX * place.title().length() * 1.5;
        double y = under ? place.y() + place.height() + 50 : place.y() - 10;
        for (int i = 0; i < names.size(); i++)
        {
            final double width = CHARACTER_PX * names.get(i).length() + KEY_PX;
            if (under && x + width > place.x() + place.width() + 1)
            {
                x = place.x();
                y += 14;
            }
            final String key = String.format(Locale.ROOT, "M%.1f %.1fh16", x + 6, y - 4);
            canvas.path(key, SvgCanvas.COLOURS[i % SvgCanvas.COLOURS.length], 2.5);
            canvas.text(x + 26, y, 11, "start", SvgCanvas.INK, names.get(i));
            x += width;
        }
    }
}
