package dev.sinew.runtime.plot;

import java.util.Locale;

import dev.sinew.hal.robot.TendonChart;

/**
 * Which efforts two joints can have at once: an area where the robot stands, and a line for the worst pose. The dashed
 * box is what the file lets the loop ask for.
 */
final class OutlineChart
{
    private static final double ROOM = 1.12;

    private final Frame2D place;
    private final TendonChart.EffortOutline outline;
    private final double limitX;
    private final double limitY;
    private final boolean followsPose;
    private double sizeX;
    private double sizeY;

    OutlineChart(
        final Frame2D place,
        final TendonChart.EffortOutline outline,
        final double limitX,
        final double limitY,
        final boolean followsPose)
    {
        this.place = place;
        this.outline = outline;
        this.limitX = limitX;
        this.limitY = limitY;
        this.followsPose = followsPose;
    }

    void draw(final SvgCanvas canvas)
    {
        place.drawTitles(canvas);
        sizeX = ROOM * Math.max(limitX, Math.max(most(outline.xNm()), most(outline.worstXNm())));
        sizeY = ROOM * Math.max(limitY, Math.max(most(outline.yNm()), most(outline.worstYNm())));
        grid(canvas);
        canvas.area(path(outline.xNm(), outline.yNm()), SvgCanvas.COLOURS[5], 0.45);
        if (followsPose)
        {
            canvas.path(path(outline.worstXNm(), outline.worstYNm()), SvgCanvas.COLOURS[0], 1.8);
        }
        canvas.dashed(xOf(-limitX), yOf(limitY), xOf(limitX), yOf(limitY), SvgCanvas.COLOURS[1]);
        canvas.dashed(xOf(limitX), yOf(limitY), xOf(limitX), yOf(-limitY), SvgCanvas.COLOURS[1]);
        canvas.dashed(xOf(limitX), yOf(-limitY), xOf(-limitX), yOf(-limitY), SvgCanvas.COLOURS[1]);
        canvas.dashed(xOf(-limitX), yOf(-limitY), xOf(-limitX), yOf(limitY), SvgCanvas.COLOURS[1]);
        place.drawBorder(canvas);
        final double key = place.x() + place.width() + 12;
        canvas.rectangle(key, place.y() + 2, 14, 10, SvgCanvas.COLOURS[5], "none");
        canvas.text(key + 20, place.y() + 11, 11, "start", SvgCanvas.INK, "standing");
        if (followsPose)
        {
            canvas.line(key, place.y() + 25, key + 14, place.y() + 25, SvgCanvas.COLOURS[0]);
            canvas.text(key + 20, place.y() + 29, 11, "start", SvgCanvas.INK, "worst pose");
        }
        canvas.dashed(key, place.y() + 43, key + 14, place.y() + 43, SvgCanvas.COLOURS[1]);
        canvas.text(key + 20, place.y() + 47, 11, "start", SvgCanvas.INK, "limits");
    }

    private static double most(final double[] values)
    {
        double most = 0;
        for (final double value : values)
        {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    private double xOf(final double effort)
    {
        return place.x() + place.width() * 0.5 * (1 + effort / sizeX);
    }

    private double yOf(final double effort)
    {
        return place.y() + place.height() * 0.5 * (1 - effort / sizeY);
    }

    private void grid(final SvgCanvas canvas)
    {
        final Ticks across = Ticks.of(-sizeX, sizeX);
        for (int k = 0; k < across.count(); k++)
        {
            if (Math.abs(across.value(k)) <= sizeX)
            {
                canvas.line(xOf(across.value(k)), place.y(), xOf(across.value(k)), place.y() + place.height(),
                    SvgCanvas.FAINT);
                canvas.text(xOf(across.value(k)), place.y() + place.height() + 16, 11, "middle", SvgCanvas.INK,
                    across.text(k));
            }
        }
        final Ticks up = Ticks.of(-sizeY, sizeY);
        for (int k = 0; k < up.count(); k++)
        {
            if (Math.abs(up.value(k)) <= sizeY)
            {
                canvas.line(place.x(), yOf(up.value(k)), place.x() + place.width(), yOf(up.value(k)),
                    SvgCanvas.FAINT);
                canvas.text(place.x() - 6, yOf(up.value(k)) + 4, 11, "end", SvgCanvas.INK, up.text(k));
            }
        }
    }

    private StringBuilder path(final double[] x, final double[] y)
    {
        final StringBuilder path = new StringBuilder();
        for (int k = 0; k < x.length; k++)
        {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", k == 0 ? "M" : "L", xOf(x[k]), yOf(y[k])));
        }
        return path.append('Z');
    }
}
