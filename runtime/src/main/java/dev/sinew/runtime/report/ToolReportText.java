package dev.sinew.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.tool.ToolReport;

/**
 * A tool's report for a reader: facts, tables with aligned columns, notes, and what is not as it has to be.
 */
public final class ToolReportText
{
    private static final int ROWS_MAX = 200;

    private ToolReportText()
    {
    }

    /**
     * @param report what a tool found.
     * @return lines of text, each with a line end; tables with more than 200 rows are cut and say so.
     */
    public static String render(final ToolReport report)
    {
        final StringBuilder text = new StringBuilder(report.title()).append('\n');
        int widest = 0;
        for (final String key : report.facts().keySet())
        {
            widest = Math.max(widest, key.length());
        }
        for (final Map.Entry<String, Object> fact : report.facts().entrySet())
        {
            text.append("  ").append(pad(fact.getKey(), widest, false)).append("  ").append(text(fact.getValue()))
                .append('\n');
        }
        for (final ToolReport.Table table : report.tables())
        {
            append(text.append('\n').append(table.name()).append('\n'), table);
        }
        if (!report.notes().isEmpty())
        {
            text.append('\n');
        }
        report.notes().forEach(line -> text.append(line).append('\n'));
        if (!report.failures().isEmpty())
        {
            text.append('\n');
        }
        report.failures().forEach(line -> text.append("NOT AS IT HAS TO BE: ").append(line).append('\n'));
        return text.toString();
    }

    private static void append(final StringBuilder text, final ToolReport.Table table)
    {
        final int columns = table.columns().size();
        final List<List<String>> lines = new ArrayList<>();
        final int[] width = new int[columns];
        final boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++)
        {
            width[c] = table.columns().get(c).length();
        }
        for (final List<Object> row : table.rows().subList(0, Math.min(ROWS_MAX, table.rows().size())))
        {
            final List<String> line = new ArrayList<>(columns);
            for (int c = 0; c < columns; c++)
            {
                final String cell = text(row.get(c));
                width[c] = Math.max(width[c], cell.length());
                right[c] |= row.get(c) instanceof Number;
                line.add(cell);
            }
            lines.add(line);
        }
        appendLine(text, table.columns(), width, right);
        lines.forEach(line -> appendLine(text, line, width, right));
        if (table.rows().size() > ROWS_MAX)
        {
            text.append("  ... ").append(table.rows().size() - ROWS_MAX)
                .append(" more rows: --report or --csv has them all\n");
        }
    }

    private static void appendLine(
        final StringBuilder text,
        final List<String> cells,
        final int[] width,
        final boolean[] right)
    {
        final StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++)
        {
            line.append("  ").append(pad(cells.get(c), width[c], right[c]));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String pad(final String text, final int width, final boolean right)
    {
        final String space = " ".repeat(Math.max(0, width - text.length()));
        return right ? space + text : text + space;
    }

    /**
     * @param value a number, a text, a boolean, or null.
     * @return for a reader: six digits of a number, {@code -} for nothing.
     */
    static String text(final Object value)
    {
        if (value == null)
        {
            return "-";
        }
        if (value instanceof Boolean truth)
        {
            return truth ? "yes" : "no";
        }
        if (value instanceof Double || value instanceof Float)
        {
            return digits(((Number)value).doubleValue());
        }
        return value.toString();
    }

    private static String digits(final double value)
    {
        final double size = Math.abs(value);
        if (!Double.isFinite(value))
        {
            return "-";
        }
        if (size == 0)
        {
            return "0";
        }
        if (size < 1e-4 || size >= 1e9)
        {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        final int decimals = Math.max(0, 5 - (int)Math.floor(Math.log10(size)));
        final String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("0+$", "").replaceFirst("\\.$", "") : text;
    }
}
