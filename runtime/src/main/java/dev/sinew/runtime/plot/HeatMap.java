package dev.sinew.runtime.plot;

import java.util.Locale;

/**
 * A number over two others, as colours with a scale beside them: pale for little, dark for much, red where it is 0.
 */
final class HeatMap
{
    private static final int SCALE_STEPS = 40;
    private static final int SCALE_WIDTH = 12;
    private static final String NOTHING = "#c0392b";
    /** From pale yellow over green to dark blue: lightness falls evenly, also in grey and for colour blindness. */
    private static final int[][] STOPS = {
        {0xfd, 0xf3, 0xc8}, {0xb8, 0xde, 0xb0}, {0x5f, 0xb8, 0xa5}, {0x2c, 0x7f, 0xa0}, {0x24, 0x3f, 0x7c}};

    private final Frame2D place;
    private final double[] x;
    private final double[] y;
    private final double[][] values;
    private final double most;

    /**
     * @param place  where; the scale stands to the right of it.
     * @param x      positions of the columns, evenly spaced, ascending.
     * @param y      positions of the rows, evenly spaced, ascending.
     * @param values one row for each of {@code y}, at least 0.
     * @param most   value of the darkest colour; what is more is just as dark.
     */
    HeatMap(final Frame2D place, final double[] x, final double[] y, final double[][] values, final double most)
    {
        this.place = place;
        this.x = x;
        this.y = y;
        this.values = values;
        this.most = most;
    }

    void draw(final SvgCanvas canvas)
    {
        place.drawTitles(canvas);
        final double width = place.width() / x.length;
        final double height = place.height() / y.length;
        double least = Double.POSITIVE_INFINITY;
        double leastX = 0;
        double leastY = 0;
        for (int row = 0; row < y.length; row++)
        {
            for (int column = 0; column < x.length; column++)
            {
                final double value = values[row][column];
                final double left = place.x() + column * width;
                final double top = place.y() + place.height() - (row + 1) * height;
                // A little wider than a cell, so that no white lines show between cells.
                canvas.rectangle(left, top, Math.min(width + 0.4, place.x() + place.width() - left), height + 0.4,
                    colour(value), "none");
                if (value < least)
                {
                    least = value;
                    leastX = left + width / 2;
                    leastY = top + height / 2;
                }
            }
        }
        axes(canvas);
        scale(canvas);
        place.drawBorder(canvas);
        canvas.ring(leastX, leastY, 5, SvgCanvas.INK);
        canvas.ring(leastX, leastY, 6, "#ffffff");
        canvas.text(place.x() + place.width() + 40, place.y() + place.height() + 34, 11, "end", SvgCanvas.GREY,
            String.format(Locale.ROOT, "ring: %.2f", least));
    }

    private void axes(final SvgCanvas canvas)
    {
        final Ticks across = Ticks.of(x[0], x[x.length - 1]);
        for (int k = 0; k < across.count(); k++)
        {
            final double part = (across.value(k) - x[0]) / (x[x.length - 1] - x[0]);
            if (part > -1e-9 && part < 1 + 1e-9)
            {
                canvas.text(place.x() + place.width() * (part * (x.length - 1) + 0.5) / x.length,
                    place.y() + place.height() + 16, 11, "middle", SvgCanvas.INK, across.text(k));
            }
        }
        final Ticks up = Ticks.of(y[0], y[y.length - 1]);
        for (int k = 0; k < up.count(); k++)
        {
            final double part = (up.value(k) - y[0]) / (y[y.length - 1] - y[0]);
            if (part > -1e-9 && part < 1 + 1e-9)
            {
                canvas.text(place.x() - 6, place.y() + 4 +
                    place.height() * (1 - (part * (y.length - 1) + 0.5) / y.length), 11, "end", SvgCanvas.INK,
                    up.text(k));
            }
        }
    }

    private void scale(final SvgCanvas canvas)
    {
        final double left = place.x() + place.width() + 10;
        final double height = place.height() / SCALE_STEPS;
        for (int k = 0; k < SCALE_STEPS; k++)
        {
            canvas.rectangle(left, place.y() + place.height() - (k + 1) * height, SCALE_WIDTH, height + 0.4,
                k == 0 ? NOTHING : colour(most * k / (SCALE_STEPS - 1)), "none");
        }
        canvas.text(left + SCALE_WIDTH + 4, place.y() + 10, 11, "start", SvgCanvas.INK,
            (most == 1 ? "" : "≥ ") + CurveChart.number(most, 1));
        canvas.text(left + SCALE_WIDTH + 4, place.y() + place.height() / 2 + 4, 11, "start", SvgCanvas.INK,
            CurveChart.number(most / 2, most == 1 ? 0.1 : 1));
        canvas.text(left + SCALE_WIDTH + 4, place.y() + place.height(), 11, "start", SvgCanvas.INK, "0");
    }

    private String colour(final double value)
    {
        if (!(value > 0))
        {
            return NOTHING;
        }
        final double at = Math.min(1, value / most) * (STOPS.length - 1);
        final int from = (int)Math.min(STOPS.length - 2, Math.floor(at));
        final int[] mixed = new int[3];
        for (int c = 0; c < 3; c++)
        {
            mixed[c] = (int)Math.round(STOPS[from][c] + (at - from) * (STOPS[from + 1][c] - STOPS[from][c]));
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }
}
