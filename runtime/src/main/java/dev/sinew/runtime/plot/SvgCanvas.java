package dev.sinew.runtime.plot;

import java.util.Locale;

/**
 * Text of an SVG picture. One thread.
 */
final class SvgCanvas
{
    static final String INK = "#222222";
    static final String FAINT = "#e4e4e4";
    static final String GREY = "#777777";
    /** Okabe and Ito's colours, which people with colour blindness can tell apart. */
    static final String[] COLOURS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

    private final StringBuilder text = new StringBuilder(1 << 16);

    SvgCanvas(final int width, final int height)
    {
        text.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" " +
            "viewBox=\"0 0 %d %d\" font-family=\"Helvetica, Arial, sans-serif\">%n", width, height, width, height));
        rectangle(0, 0, width, height, "#ffffff", "none");
    }

    private static String format(final String format, final Object... values)
    {
        return String.format(Locale.ROOT, format, values);
    }

    void rectangle(
        final double x,
        final double y,
        final double width,
        final double height,
        final String fill,
        final String stroke)
    {
        text.append(format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" stroke=\"%s\"/>%n",
            x, y, width, height, fill, stroke));
    }

    void line(final double x1, final double y1, final double x2, final double y2, final String colour)
    {
        text.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1, y1, x2, y2, colour));
    }

    void dashed(final double x1, final double y1, final double x2, final double y2, final String colour)
    {
        text.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" " +
            "stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/>%n", x1, y1, x2, y2, colour));
    }

    /**
     * @param path data of a path.
     */
    void path(final CharSequence path, final String colour, final double width)
    {
        text.append(format("<path fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\" d=\"",
            colour, width)).append(path).append("\"/>\n");
    }

    /**
     * @param path data of a closed path.
     */
    void area(final CharSequence path, final String colour, final double opacity)
    {
        text.append(format("<path fill=\"%s\" fill-opacity=\"%.2f\" stroke=\"%s\" d=\"", colour, opacity, colour))
            .append(path).append("\"/>\n");
    }

    void ring(final double x, final double y, final double radius, final String colour)
    {
        text.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"none\" stroke=\"%s\"/>%n", x, y, radius,
            colour));
    }

    /**
     * @param anchor {@code start}, {@code middle} or {@code end}.
     */
    void text(
        final double x,
        final double y,
        final int size,
        final String anchor,
        final String colour,
        final String words)
    {
        text.append(format("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
            x, y, size, anchor, colour, escaped(words)));
    }

    /**
     * Text that stays readable on top of other things.
     *
     * @param anchor {@code start} or {@code end}.
     */
    void label(
        final double x,
        final double y,
        final String anchor,
        final String colour,
        final String words)
    {
        text.append(format("<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\" text-anchor=\"%s\" fill=\"%s\" " +
            "stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\">%s</text>%n",
            x, y, anchor, colour, escaped(words)));
    }

    void upright(final double x, final double y, final int size, final String colour, final String words)
    {
        text.append(format("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"middle\" fill=\"%s\" " +
            "transform=\"rotate(-90 %.1f %.1f)\">%s</text>%n", x, y, size, colour, x, y, escaped(words)));
    }

    void bold(final double x, final double y, final int size, final String words)
    {
        text.append(format("<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" font-weight=\"bold\" fill=\"%s\">%s</text>%n",
            x, y, size, INK, escaped(words)));
    }

    private static String escaped(final String words)
    {
        final StringBuilder safe = new StringBuilder();
        for (final char c : words.toCharArray())
        {
            switch (c)
            {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                default -> safe.append(c < ' ' ? ' ' : c);
            }
        }
        return safe.toString();
    }

    String finish()
    {
        return text + "</svg>\n";
    }
}
