package dev.sinew.runtime.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves, a band and limits over a number, for instance a joint's position. A value that is no number is a gap.
 */
final class CurveChart
{
    private static final double ROOM = 0.06;
    private static final double THIN = 1.6;
    private static final double WIDER = 1.1;

    private final Frame2D place;
    private final List<double[]> xs = new ArrayList<>();
    private final List<double[]> ys = new ArrayList<>();
    private final List<String> colours = new ArrayList<>();
    private double[] bandX = {};
    private double[] bandLow = {};
    private double[] bandHigh = {};
    private double[] limits = {};
    private double mark = Double.NaN;
    private boolean zero;

    CurveChart(final Frame2D place)
    {
        this.place = place;
    }

    CurveChart curve(final double[] x, final double[] y, final String colour)
    {
        xs.add(x);
        ys.add(y);
        colours.add(colour);
        return this;
    }

    /** Fills what lies between two curves. */
    CurveChart band(final double[] x, final double[] low, final double[] high)
    {
        bandX = x;
        bandLow = low;
        bandHigh = high;
        return this;
    }

    /** Dashed horizontal lines. */
    CurveChart limits(final double... values)
    {
        limits = values;
        return this;
    }

    /** Shows 0 even where no value is near it. */
    CurveChart zero()
    {
        zero = true;
        return this;
    }

    /** A dashed vertical line. */
    CurveChart mark(final double x)
    {
        mark = x;
        return this;
    }

    void draw(final SvgCanvas canvas)
    {
        place.drawTitles(canvas);
        final Ticks xTicks = ticks(range(xs, bandX), 0);
        final List<double[]> values = new ArrayList<>(ys);
        values.add(bandLow);
        values.add(bandHigh);
        values.add(limits);
        final double[] yRange = range(values, zero ? new double[] {0} : new double[0]);
        if (Double.isNaN(yRange[0]))
        {
            place.drawBorder(canvas);
            place.drawNote(canvas, "nothing to show");
            return;
        }
        final Ticks yTicks = ticks(yRange, ROOM);
        grid(canvas, xTicks, yTicks);
        if (bandX.length > 0)
        {
            canvas.area(band(xTicks, yTicks), SvgCanvas.COLOURS[5], 0.45);
        }
        for (int i = 0; i < ys.size(); i++)
        {
            // The first ones are wide, so that equal curves show all their colours.
            canvas.path(path(xs.get(i), ys.get(i), xTicks, yTicks), colours.get(i),
                THIN + WIDER * (ys.size() - 1 - i));
        }
        for (final double limit : limits)
        {
            canvas.dashed(place.x(), yOf(limit, yTicks), place.x() + place.width(), yOf(limit, yTicks),
                SvgCanvas.COLOURS[1]);
        }
        if (mark >= xTicks.low() && mark <= xTicks.high())
        {
            canvas.dashed(xOf(mark, xTicks), place.y(), xOf(mark, xTicks), place.y() + place.height(), SvgCanvas.GREY);
        }
        place.drawBorder(canvas);
    }

    private static double[] range(final List<double[]> lists, final double[] more)
    {
        double least = Double.NaN;
        double most = Double.NaN;
        final List<double[]> all = new ArrayList<>(lists);
        all.add(more);
        for (final double[] values : all)
        {
            for (final double value : values)
            {
                if (Double.isFinite(value))
                {
                    least = Double.isNaN(least) ? value : Math.min(least, value);
                    most = Double.isNaN(most) ? value : Math.max(most, value);
                }
            }
        }
        return new double[] {least, most};
    }

    /** An axis that ends where the values end, with a little room. */
    private static Ticks ticks(final double[] range, final double room)
    {
        final Ticks round = Ticks.of(range[0], range[1]);
        final double more = room * (range[1] - range[0]);
        return range[1] - range[0] > 0 ? new Ticks(range[0] - more, range[1] + more, round.step()) : round;
    }

    private double xOf(final double value, final Ticks ticks)
    {
        return place.x() + place.width() * ticks.part(value);
    }

    private double yOf(final double value, final Ticks ticks)
    {
        return place.y() + place.height() * (1 - ticks.part(value));
    }

    private void grid(final SvgCanvas canvas, final Ticks xTicks, final Ticks yTicks)
    {
        for (double x = Math.ceil(xTicks.low() / xTicks.step() - 1e-9) * xTicks.step();
            x <= xTicks.high() + 1e-9 * xTicks.step(); x += xTicks.step())
        {
            canvas.line(xOf(x, xTicks), place.y(), xOf(x, xTicks), place.y() + place.height(), SvgCanvas.FAINT);
            canvas.text(xOf(x, xTicks), place.y() + place.height() + 16, 11, "middle", SvgCanvas.INK,
                number(x, xTicks.step()));
        }
        for (double y = Math.ceil(yTicks.low() / yTicks.step() - 1e-9) * yTicks.step();
            y <= yTicks.high() + 1e-9 * yTicks.step(); y += yTicks.step())
        {
            final boolean isZero = Math.abs(y) < 1e-9 * yTicks.step();
            canvas.line(place.x(), yOf(y, yTicks), place.x() + place.width(), yOf(y, yTicks),
                isZero ? SvgCanvas.GREY : SvgCanvas.FAINT);
            canvas.text(place.x() - 6, yOf(y, yTicks) + 4, 11, "end", SvgCanvas.INK, number(y, yTicks.step()));
        }
    }

    static String number(final double value, final double step)
    {
        final int digits = (int)Math.max(0, Math.min(9, Math.ceil(-Math.log10(step) - 1e-9)));
        return String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value) < step * 1e-6 ? 0.0 : value);
    }

    private StringBuilder path(final double[] x, final double[] y, final Ticks xTicks, final Ticks yTicks)
    {
        final StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int k = 0; k < x.length; k++)
        {
            if (Double.isFinite(y[k]))
            {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", xOf(x[k], xTicks),
                    yOf(y[k], yTicks)));
            }
            drawing = Double.isFinite(y[k]);
        }
        return path;
    }

    /** One closed area for each stretch in which both curves are there. */
    private StringBuilder band(final Ticks xTicks, final Ticks yTicks)
    {
        final StringBuilder path = new StringBuilder();
        int from = 0;
        while (from < bandX.length)
        {
            int to = from;
            while (to < bandX.length && Double.isFinite(bandLow[to]) && Double.isFinite(bandHigh[to]))
            {
                to++;
            }
            for (int k = from; k < to; k++)
            {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", k == from ? "M" : "L", xOf(bandX[k], xTicks),
                    yOf(bandHigh[k], yTicks)));
            }
            for (int k = to - 1; k >= from; k--)
            {
                path.append(String.format(Locale.ROOT, "L%.1f %.1f", xOf(bandX[k], xTicks),
                    yOf(bandLow[k], yTicks)));
            }
            path.append(to > from ? "Z" : "");
            from = to + 1;
        }
        return path;
    }
}
