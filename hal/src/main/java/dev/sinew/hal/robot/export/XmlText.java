package dev.sinew.hal.robot.export;

import dev.sinew.hal.robot.Vector3;

/**
 * Writes indented XML. Attributes are given as name, value, name, value.
 */
final class XmlText
{
    private final StringBuilder text = new StringBuilder();
    private int depth = 0;

    XmlText open(final String element, final String... attributes)
    {
        tag(element, ">", attributes);
        depth++;
        return this;
    }

    XmlText close(final String element)
    {
        depth--;
        indent().append("</").append(element).append(">\n");
        return this;
    }

    XmlText leaf(final String element, final String... attributes)
    {
        tag(element, "/>", attributes);
        return this;
    }

    XmlText comment(final String words)
    {
        indent().append("<!-- ").append(words.replace("--", "- -")).append(" -->\n");
        return this;
    }

    @Override
    public String toString()
    {
        return text.toString();
    }

    private void tag(final String element, final String end, final String... attributes)
    {
        indent().append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2)
        {
            text.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
        }
        text.append(end).append('\n');
    }

    private StringBuilder indent()
    {
        return text.append("  ".repeat(depth));
    }

    private static String escape(final String value)
    {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    static String show(final double value)
    {
        if (value == Math.rint(value) && Math.abs(value) < 1e9)
        {
            return Long.toString((long)value);
        }
        return Double.toString(value);
    }

    static String show(final Vector3 vector)
    {
        return show(vector.x()) + " " + show(vector.y()) + " " + show(vector.z());
    }
}
