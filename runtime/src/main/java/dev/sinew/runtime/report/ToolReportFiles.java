package dev.sinew.runtime.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolReport;

/**
 * A tool's report as files: JSON with everything, or one CSV file a table.
 */
public final class ToolReportFiles
{
    private ToolReportFiles()
    {
    }

    /**
     * @param verb      words that call the tool.
     * @param arguments what it was asked.
     * @param report    what it found.
     * @return nested maps and lists: {@code tool}, {@code passed}, {@code facts}, {@code tables} by name, and what it
     * was measured on.
     */
    public static Map<String, Object> toMap(
        final String verb,
        final ToolArguments arguments,
        final ToolReport report)
    {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("tool", verb);
        root.put("title", report.title());
        root.put("passed", report.failures().isEmpty());
        root.put("failures", report.failures());
        root.put("facts", report.facts());
        final Map<String, Object> tables = new LinkedHashMap<>();
        for (final ToolReport.Table table : report.tables())
        {
            final List<Object> rows = new ArrayList<>();
            for (final List<Object> values : table.rows())
            {
                final Map<String, Object> row = new LinkedHashMap<>();
                for (int c = 0; c < values.size(); c++)
                {
                    row.put(table.columns().get(c), values.get(c));
                }
                rows.add(row);
            }
            tables.put(table.name(), rows);
        }
        root.put("tables", tables);
        root.put("notes", report.notes());
        root.put("arguments", arguments.asMap());
        root.put("machine", MeasuredOn.machine());
        root.put("jvm", MeasuredOn.jvm());
        return root;
    }

    /**
     * @param report what a tool found.
     * @param folder where {@code TABLE.csv} goes, one a table; made when absent.
     * @throws IOException when it cannot be written; the message is one line.
     */
    public static void writeCsv(final ToolReport report, final Path folder) throws IOException
    {
        try
        {
            Files.createDirectories(folder);
        }
        catch (final IOException ex)
        {
            throw new IOException("cannot make the directory " + folder + ": " + ex + " (check name and permission)",
                ex);
        }
        for (final ToolReport.Table table : report.tables())
        {
            final StringBuilder text = new StringBuilder(String.join(",", table.columns())).append('\n');
            for (final List<Object> row : table.rows())
            {
                text.append(String.join(",", row.stream().map(ToolReportFiles::cell).toList())).append('\n');
            }
            JsonText.replace(text.toString(), folder.resolve(table.name() + ".csv"));
        }
    }

    private static String cell(final Object value)
    {
        final String text = value == null ? "" : value.toString();
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
