package dev.sinew.hal.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a tool found: facts, tables, notes and a verdict, told once and printed as text, JSON or CSV alike. Names are
 * lower case with underscores and carry the unit: they are the keys of the JSON. Values are numbers, texts, booleans,
 * or null for what is not known. Filled by one thread.
 */
public final class ToolReport
{
    private final String title;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Table targets;

    /**
     * @param title what it is about, a few words.
     */
    public ToolReport(final String title)
    {
        this.title = title;
    }

    /**
     * One table. Every row has as many values as there are columns.
     */
    public static final class Table
    {
        private final String name;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Table(final String name, final List<String> columns)
        {
            this.name = requireKey(name);
            this.columns = List.copyOf(columns);
            this.columns.forEach(ToolReport::requireKey);
        }

        /**
         * @param values one a column.
         * @return this table.
         */
        public Table row(final Object... values)
        {
            if (values.length != columns.size())
            {
                throw new IllegalArgumentException("table " + name + " has columns " + columns + ", a row has " +
                    values.length + " values");
            }
            final List<Object> row = new ArrayList<>(values.length);
            for (final Object value : values)
            {
                row.add(requireValue(value));
            }
            rows.add(Collections.unmodifiableList(row));
            return this;
        }

        /**
         * @return its name.
         */
        public String name()
        {
            return name;
        }

        /**
         * @return names of the columns.
         */
        public List<String> columns()
        {
            return columns;
        }

        /**
         * @return the rows; a view.
         */
        public List<List<Object>> rows()
        {
            return Collections.unmodifiableList(rows);
        }
    }

    private static String requireKey(final String key)
    {
        if (!key.matches("[a-z0-9][a-z0-9_.]*"))
        {
            throw new IllegalArgumentException("a key is lower case with underscores: " + key);
        }
        return key;
    }

    private static Object requireValue(final Object value)
    {
        if (value != null && !(value instanceof Number) && !(value instanceof String) && !(value instanceof Boolean))
        {
            throw new IllegalArgumentException("a value is a number, a text or a boolean: " + value.getClass());
        }
        return value;
    }

    /**
     * @param key   name with unit.
     * @param value number, text, boolean, or null.
     * @return this report.
     */
    public ToolReport fact(final String key, final Object value)
    {
        facts.put(requireKey(key), requireValue(value));
        return this;
    }

    /**
     * @param name    name of the table.
     * @param columns names of its columns, with units.
     * @return the table, to be filled.
     */
    public Table table(final String name, final String... columns)
    {
        final Table table = new Table(name, List.of(columns));
        tables.add(table);
        return table;
    }

    /**
     * Compares a number with what it should be at most; a miss is told, and is no failure of the tool.
     *
     * @param what     name with unit.
     * @param measured what was measured.
     * @param most     greatest good value.
     * @return this report.
     */
    public ToolReport atMost(final String what, final double measured, final double most)
    {
        return target(what, measured, "<=", most, measured <= most);
    }

    /**
     * Compares a number with what it should be at least; a miss is told, and is no failure of the tool.
     *
     * @param what     name with unit.
     * @param measured what was measured.
     * @param least    least good value.
     * @return this report.
     */
    public ToolReport atLeast(final String what, final double measured, final double least)
    {
        return target(what, measured, ">=", least, measured >= least);
    }

    private ToolReport target(
        final String what,
        final double measured,
        final String relation,
        final double bound,
        final boolean met)
    {
        if (targets == null)
        {
            targets = new Table("targets", List.of("what", "measured", "relation", "target", "met"));
        }
        targets.row(requireKey(what), measured, relation, bound, met);
        return this;
    }

    /**
     * @param line a sentence on how to read it.
     * @return this report.
     */
    public ToolReport note(final String line)
    {
        notes.add(line);
        return this;
    }

    /**
     * Turns the verdict: the program exits with 1.
     *
     * @param reason what is not as it has to be, one line.
     * @return this report.
     */
    public ToolReport fail(final String reason)
    {
        failures.add(reason);
        return this;
    }

    /**
     * @return what it is about.
     */
    public String title()
    {
        return title;
    }

    /**
     * @return facts in order; a view.
     */
    public Map<String, Object> facts()
    {
        return Collections.unmodifiableMap(facts);
    }

    /**
     * @return tables in order, the one of the targets last; a copy.
     */
    public List<Table> tables()
    {
        final List<Table> all = new ArrayList<>(tables);
        if (targets != null)
        {
            all.add(targets);
        }
        return all;
    }

    /**
     * @return sentences on how to read it; a view.
     */
    public List<String> notes()
    {
        return Collections.unmodifiableList(notes);
    }

    /**
     * @return what is not as it has to be; empty when all is well; a view.
     */
    public List<String> failures()
    {
        return Collections.unmodifiableList(failures);
    }
}
