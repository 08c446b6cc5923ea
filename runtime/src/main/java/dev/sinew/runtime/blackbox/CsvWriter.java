package dev.sinew.runtime.blackbox;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.NameTable;

/**
 * Writes a black box as CSV (RFC 4180): one line a frame, the whole numbers first, then the names of verdict, mode
 * and fault, then every column as {@code column.label}. Numbers are written so that they read back bit for bit.
 * Streams; the file appears under its name only when it is whole.
 */
public final class CsvWriter
{
    private static final long PROGRESS_NS = 500_000_000L;
    private static final int BUFFER_CHARS = 1 << 18;
    private static final List<String> ALWAYS = List.of("cycle", "release_ns");

    private final BlackBoxReader reader;
    private final List<Cell> cells = new ArrayList<>();
    private final double lastS;

    /**
     * @param reader  the black box.
     * @param options what to take of it.
     * @throws IOException when no column fits the patterns; the message is one line.
     */
    public CsvWriter(final BlackBoxReader reader, final CsvOptions options) throws IOException
    {
        this.reader = reader;
        this.lastS = options.lastS();
        final List<Pattern> patterns = options.columns().stream().map(CsvWriter::compile).toList();
        int wanted = 0;
        for (final Cell cell : allCells())
        {
            final boolean fits = patterns.isEmpty() ||
                patterns.stream().anyMatch(pattern -> pattern.matcher(cell.name).matches());
            wanted += fits ? 1 : 0;
            if (fits || ALWAYS.contains(cell.name))
            {
                cells.add(cell);
            }
        }
        if (wanted == 0)
        {
            throw new IOException("no column fits --columns " + String.join(",", options.columns()) +
                " (known: " + String.join(", ", reader.header().columns().stream()
                .map(BlockLayout.Entry::name).toList()) + "; try joint_position_rad.*)");
        }
    }

    /**
     * @param glob text with {@code *} for any run of characters and {@code ?} for one.
     */
    private static Pattern compile(final String glob)
    {
        final StringBuilder regex = new StringBuilder();
        for (final char c : glob.toCharArray())
        {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    private List<Cell> allCells()
    {
        final List<Cell> all = new ArrayList<>();
        reader.header().fields().forEach((name, offset) -> all.add(new Cell(name, offset, null, true)));
        addName(all, "verdict_name", FrameField.VERDICT, FrameMeta.VERDICT_NAMES);
        addName(all, "mode_name", FrameField.MODE, FrameMeta.MODE_NAMES);
        addName(all, "fault_name", FrameField.FAULT, FrameMeta.FAULT_NAMES);
        for (final BlockLayout.Entry column : reader.header().columns())
        {
            for (int i = 0; i < column.size(); i++)
            {
                all.add(new Cell(column.name() + "." + column.labels().get(i),
                    column.offset() + i * Double.BYTES, null, false));
            }
        }
        return all;
    }

    private void addName(final List<Cell> all, final String name, final FrameField field, final String key)
    {
        final Integer offset = reader.header().fields().get(FieldNames.of(field));
        if (offset != null)
        {
            all.add(new Cell(name, offset, NameTable.parse(reader.header().meta().get(key)), true));
        }
    }

    /**
     * @return names of the columns in order.
     */
    public List<String> columnNames()
    {
        return cells.stream().map(cell -> cell.name).toList();
    }

    /**
     * @param target   where the CSV goes; an older file there is replaced once the new one is whole.
     * @param progress told how far it is; null for silence.
     * @return number of lines below the heading.
     * @throws IOException when it cannot be written; the message is one line.
     */
    public int write(final Path target, final PrintStream progress) throws IOException
    {
        if (Files.exists(target) && Files.isSameFile(target, reader.path()))
        {
            throw new IOException("the CSV would overwrite its black box: " + target + " (give another --csv)");
        }
        final Path part = target.resolveSibling(target.getFileName() + ".part");
        final int rows;
        try
        {
            try (Writer out = new BufferedWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8), BUFFER_CHARS))
            {
                rows = write(out, progress);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(part);
            throw new IOException("cannot write " + target + ": " + ex.getClass().getSimpleName() + " " +
                ex.getMessage() + " (check directory, permission and free space)", ex);
        }
        return rows;
    }

    /**
     * @param out      where the CSV goes.
     * @param progress told how far it is; null for silence.
     * @return number of lines below the heading.
     * @throws IOException from the writer.
     */
    public int write(final Writer out, final PrintStream progress) throws IOException
    {
        final StringBuilder line = new StringBuilder(1 << 16);
        for (final Cell cell : cells)
        {
            line.append(line.isEmpty() ? "" : ",").append(quoted(cell.name));
        }
        out.append(line.append('\n'));
        reader.rescan();
        final long firstReleaseNs = firstReleaseNs();
        reader.rescan();
        long reportedNs = System.nanoTime();
        int rows = 0;
        for (int seen = 1; reader.next(); seen++)
        {
            if (reader.get(FrameField.RELEASE_NS) < firstReleaseNs)
            {
                continue;
            }
            line.setLength(0);
            appendRow(line);
            out.append(line.append('\n'));
            rows++;
            if (progress != null && System.nanoTime() - reportedNs > PROGRESS_NS)
            {
                reportedNs = System.nanoTime();
                progress.print("\rcsv: frame " + seen + " of " + reader.count());
                progress.flush();
            }
        }
        if (progress != null)
        {
            progress.println("\rcsv: " + rows + " frames x " + cells.size() + " columns, torn=" + reader.torn() +
                ", lapped=" + reader.lapped());
        }
        return rows;
    }

    private long firstReleaseNs()
    {
        if (Double.isInfinite(lastS))
        {
            return Long.MIN_VALUE;
        }
        reader.skip(reader.count() - 1);
        return reader.next() ? reader.get(FrameField.RELEASE_NS) - Math.round(lastS * 1e9) : Long.MIN_VALUE;
    }

    private void appendRow(final StringBuilder line)
    {
        for (int i = 0; i < cells.size(); i++)
        {
            final Cell cell = cells.get(i);
            if (i > 0)
            {
                line.append(',');
            }
            if (cell.names != null)
            {
                line.append(quoted(cell.names.name(reader.frame().getLong(cell.offset))));
            }
            else if (cell.whole)
            {
                line.append(reader.frame().getLong(cell.offset));
            }
            else
            {
                line.append(reader.frame().getDouble(cell.offset));
            }
        }
    }

    private static String quoted(final String text)
    {
        if (text.indexOf(',') < 0 && text.indexOf('"') < 0)
        {
            return text;
        }
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static final class Cell
    {
        private final String name;
        private final int offset;
        private final NameTable names;
        private final boolean whole;

        private Cell(final String name, final int offset, final NameTable names, final boolean whole)
        {
            this.name = name;
            this.offset = offset;
            this.names = names;
            this.whole = whole;
        }
    }
}
