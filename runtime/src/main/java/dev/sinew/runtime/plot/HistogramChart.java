package dev.sinew.runtime.plot;

import dev.sinew.runtime.report.Percentiles;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Counts of durations, both axes logarithmic, with the percentiles that may be told.
 */
final class HistogramChart
{
    private static final int BINS_PER_DECADE = 20;
    private static final String[] NAMES = {"p50", "p99", "p99.9", "p99.99"};
    private static final String[] UNITS = {"1 ns", "10 ns", "100 ns", "1 us", "10 us", "100 us", "1 ms", "10 ms",
        "100 ms", "1 s", "10 s", "100 s"};

    private final Frame2D place;
    private final AbstractHistogram histogram;
    private int lowDecade;
    private int highDecade;
    private int countDecades;

    /**
     * @param place     where.
     * @param histogram durations, ns.
     */
    HistogramChart(final Frame2D place, final AbstractHistogram histogram)
    {
        this.place = place;
        this.histogram = histogram;
    }

    void draw(final SvgCanvas canvas)
    {
        place.drawTitles(canvas);
        if (histogram.getTotalCount() == 0 || histogram.getMaxValue() == 0)
        {
            place.drawBorder(canvas);
            place.drawNote(canvas, histogram.getTotalCount() == 0 ? "no samples" :
                "all " + histogram.getTotalCount() + " samples are 0 ns");
            return;
        }
        final long least = Math.max(1, histogram.getMinValue());
        lowDecade = (int)Math.floor(Math.log10(least));
        highDecade = Math.min(UNITS.length - 1, (int)Math.floor(Math.log10(histogram.getMaxValue())) + 1);
        final long[] bins = new long[(highDecade - lowDecade) * BINS_PER_DECADE];
        for (final HistogramIterationValue value : histogram.recordedValues())
        {
            final double place10 = Math.log10(Math.max(1, value.getValueIteratedTo())) - lowDecade;
            final int bin = (int)Math.floor(place10 * BINS_PER_DECADE);
            bins[Math.max(0, Math.min(bins.length - 1, bin))] += value.getCountAddedInThisIterationStep();
        }
        long most = 1;
        for (final long count : bins)
        {
            most = Math.max(most, count);
        }
        countDecades = (int)Math.floor(Math.log10(most)) + 1;
        drawGrid(canvas);
        drawBins(canvas, bins);
        drawPercentiles(canvas);
        place.drawBorder(canvas);
    }

    private void drawGrid(final SvgCanvas canvas)
    {
        for (int decade = lowDecade; decade <= highDecade; decade++)
        {
            final double x = xOf(Math.pow(10, decade));
            canvas.line(x, place.y(), x, place.y() + place.height(), SvgCanvas.FAINT);
            canvas.text(x, place.y() + place.height() + 16, 11, "middle", SvgCanvas.INK, UNITS[decade]);
        }
        for (int decade = 0; decade <= countDecades; decade++)
        {
            final double y = yOf(Math.round(Math.pow(10, decade)));
            canvas.line(place.x(), y, place.x() + place.width(), y, SvgCanvas.FAINT);
            canvas.text(place.x() - 6, y + 4, 11, "end", SvgCanvas.INK, "1e" + decade);
        }
    }

    private void drawBins(final SvgCanvas canvas, final long[] bins)
    {
        final double width = place.width() / bins.length;
        for (int bin = 0; bin < bins.length; bin++)
        {
            if (bins[bin] > 0)
            {
                final double y = yOf(bins[bin]);
                canvas.rectangle(place.x() + bin * width, y, Math.max(1, width - 0.5), place.y() + place.height() - y,
                    SvgCanvas.COLOURS[5], "none");
            }
        }
    }

    private void drawPercentiles(final SvgCanvas canvas)
    {
        final Percentiles percentiles = Percentiles.of(histogram);
        final String[] keys = Percentiles.keys();
        for (final String key : keys)
        {
            if (percentiles.has(key))
            {
                mark(canvas, percentiles.get(key), SvgCanvas.COLOURS[1]);
            }
        }
        mark(canvas, percentiles.max(), SvgCanvas.INK);
        double row = place.y() + 14;
        for (int i = 0; i < keys.length; i++)
        {
            if (percentiles.has(keys[i]))
            {
                name(canvas, percentiles.get(keys[i]), NAMES[i], row, SvgCanvas.COLOURS[1]);
                row += 15;
            }
        }
        name(canvas, percentiles.max(), "max", row, SvgCanvas.INK);
        canvas.text(place.x() + place.width(), place.y() - 10, 11, "end", SvgCanvas.GREY,
            percentiles.count() + " samples, none left out");
    }

    private void mark(final SvgCanvas canvas, final long timeNs, final String colour)
    {
        final double x = xOf(timeNs);
        canvas.dashed(x, place.y(), x, place.y() + place.height(), colour);
    }

    private void name(
        final SvgCanvas canvas,
        final long timeNs,
        final String name,
        final double row,
        final String colour)
    {
        final double x = xOf(timeNs);
        final boolean left = x > place.x() + place.width() * 0.75;
        canvas.label(x + (left ? -4 : 4), row, left ? "end" : "start", colour,
            name + " " + Percentiles.time(timeNs));
    }

    private double xOf(final double timeNs)
    {
        return place.x() + place.width() * (Math.log10(Math.max(1, timeNs)) - lowDecade) / (highDecade - lowDecade);
    }

    /** A count of 1 stands a little above the axis, so that single samples can be seen. */
    private double yOf(final long count)
    {
        final double rise = (Math.log10(count) + 0.15) / (countDecades + 0.15);
        return place.y() + place.height() - place.height() * rise;
    }
}
