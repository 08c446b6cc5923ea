package dev.sinew.runtime.plot;

/**
 * Place of a chart in the picture, its heading and its axes' names.
 *
 * @param x      left edge of the plotting area, px.
 * @param y      upper edge, px.
 * @param width  width of the plotting area, px.
 * @param height height of the plotting area, px.
 * @param title  heading.
 * @param xLabel name and unit of the horizontal axis.
 * @param yLabel name and unit of the vertical axis.
 */
record Frame2D(double x, double y, double width, double height, String title, String xLabel, String yLabel)
{
    void drawTitles(final SvgCanvas canvas)
    {
        canvas.bold(x, y - 10, 14, title);
        canvas.text(x + width / 2, y + height + 34, 12, "middle", SvgCanvas.GREY, xLabel);
        canvas.upright(x - 50, y + height / 2, 12, SvgCanvas.GREY, yLabel);
    }

    void drawBorder(final SvgCanvas canvas)
    {
        canvas.rectangle(x, y, width, height, "none", SvgCanvas.GREY);
    }

    void drawNote(final SvgCanvas canvas, final String note)
    {
        canvas.text(x + width / 2, y + height / 2, 13, "middle", SvgCanvas.GREY, note);
    }
}
