package dev.sinew.runtime.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.layout.BlockLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The versioned header in front of the slots, which describes them, so that a reader needs nothing but the file.
 *
 * <pre>
 *   0   magic "SINEWBB1"    8  header bytes   16 slot bytes   24 slot count   32 offset of the end number
 *   64  cursor: number of the newest published frame, -1 before the first
 *   128 length of the text, 136 text: UTF-8, one line each:
 *         meta TAB key TAB value
 *         field TAB offset TAB name
 *         column TAB offset TAB size TAB name TAB label TAB label ...
 * </pre>
 */
public final class FrameFileHeader
{
    /** First eight bytes of a file, little endian. */
    public static final long MAGIC = 0x3142_4257_454E_4953L;
    /** Offset of the number of the newest frame. */
    public static final int CURSOR_OFFSET = 64;

    private static final int HEADER_BYTES_OFFSET = 8;
    private static final int SLOT_BYTES_OFFSET = 16;
    private static final int SLOT_COUNT_OFFSET = 24;
    private static final int END_OFFSET_OFFSET = 32;
    private static final int TEXT_LENGTH_OFFSET = 128;
    private static final int TEXT_OFFSET = 136;
    private static final int PAGE_BYTES = 4096;

    private final int headerBytes;
    private final int slotBytes;
    private final int slotCount;
    private final int endOffset;
    private final Map<String, String> meta;
    private final Map<String, Integer> fields;
    private final List<BlockLayout.Entry> columns;

    private FrameFileHeader(
        final int headerBytes,
        final int slotBytes,
        final int slotCount,
        final int endOffset,
        final Map<String, String> meta,
        final Map<String, Integer> fields,
        final List<BlockLayout.Entry> columns)
    {
        this.headerBytes = headerBytes;
        this.slotBytes = slotBytes;
        this.slotCount = slotCount;
        this.endOffset = endOffset;
        this.meta = meta;
        this.fields = fields;
        this.columns = columns;
    }

    /**
     * @param layout    layout of the frames.
     * @param slotCount number of slots, a power of two.
     * @param meta      facts about the run, printed by readers.
     * @return a header for a new file.
     */
    public static FrameFileHeader of(final FrameLayout layout, final int slotCount, final Map<String, String> meta)
    {
        if (Integer.bitCount(slotCount) != 1)
        {
            throw new IllegalArgumentException("slot count must be a power of two: value=" + slotCount);
        }
        final Map<String, Integer> fields = layout.fields();
        final FrameFileHeader draft = new FrameFileHeader(0, layout.sizeBytes(), slotCount, layout.endOffset(),
            new LinkedHashMap<>(meta), fields, layout.columns());
        final int needed = TEXT_OFFSET + draft.text().getBytes(StandardCharsets.UTF_8).length;
        final int rounded = (needed + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        return new FrameFileHeader(rounded, draft.slotBytes, slotCount, draft.endOffset, draft.meta, fields,
            draft.columns);
    }

    /**
     * @param buffer begin of the file.
     * @return the header that it holds.
     * @throws IllegalArgumentException when these bytes are not a black box of this version.
     */
    public static FrameFileHeader read(final UnsafeBuffer buffer)
    {
        if (buffer.capacity() < TEXT_OFFSET || buffer.getLong(0) != MAGIC)
        {
            throw new IllegalArgumentException("not a black box: the file does not begin with SINEWBB1");
        }
        final int textLength = (int)buffer.getLong(TEXT_LENGTH_OFFSET);
        final long headerBytes = buffer.getLong(HEADER_BYTES_OFFSET);
        final long slotBytes = buffer.getLong(SLOT_BYTES_OFFSET);
        final long slotCount = buffer.getLong(SLOT_COUNT_OFFSET);
        final int capacity = buffer.capacity();
        final long endOffset = buffer.getLong(END_OFFSET_OFFSET);
        if (textLength < 0 || headerBytes > capacity || slotBytes > capacity || slotCount > capacity ||
            Long.bitCount(slotCount) != 1 || endOffset < FrameField.TOTAL_BYTES || endOffset > slotBytes - Long.BYTES ||
            TEXT_OFFSET + (long)textLength > headerBytes || slotCount <= 0 ||
            headerBytes + slotBytes * slotCount > capacity)
        {
            throw new IllegalArgumentException("black box is cut short: header=" + headerBytes + " B, slots=" +
                slotCount + " x " + slotBytes + " B, file=" + buffer.capacity() + " B");
        }
        final byte[] text = new byte[textLength];
        buffer.getBytes(TEXT_OFFSET, text);
        final FrameFileHeader header = new FrameFileHeader((int)headerBytes, (int)slotBytes, (int)slotCount,
            (int)endOffset, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (final String line : new String(text, StandardCharsets.UTF_8).split("\n"))
        {
            header.take(line);
        }
        return header;
    }

    private void take(final String line)
    {
        final String[] part = line.split("\t", -1);
        try
        {
            switch (part[0])
            {
                case "meta" -> meta.put(part[1], part[2]);
                case "field" -> fields.put(part[2], inside(Integer.parseInt(part[1]), 1));
                case "column" -> columns.add(new BlockLayout.Entry(part[3],
                    inside(Integer.parseInt(part[1]), Integer.parseInt(part[2])), Integer.parseInt(part[2]),
                    List.of(part).subList(4, part.length)));
                default -> throw new IllegalArgumentException("unknown kind");
            }
        }
        catch (final IllegalArgumentException | IndexOutOfBoundsException ex)
        {
            throw new IllegalArgumentException("black box header is damaged, or of a newer version: line=" +
                line.substring(0, Math.min(line.length(), 60)), ex);
        }
    }

    private int inside(final int offset, final int count)
    {
        if (offset < 0 || count < 0 || offset + (long)count * Long.BYTES > endOffset)
        {
            throw new IllegalArgumentException("outside the slot");
        }
        return offset;
    }

    /**
     * Writes the header into a new file; the magic comes last, so that a half-made file is not taken for a whole one.
     *
     * @param buffer begin of the file.
     */
    public void write(final UnsafeBuffer buffer)
    {
        final byte[] text = text().getBytes(StandardCharsets.UTF_8);
        buffer.putLong(HEADER_BYTES_OFFSET, headerBytes);
        buffer.putLong(SLOT_BYTES_OFFSET, slotBytes);
        buffer.putLong(SLOT_COUNT_OFFSET, slotCount);
        buffer.putLong(END_OFFSET_OFFSET, endOffset);
        buffer.putLong(CURSOR_OFFSET, -1);
        buffer.putLong(TEXT_LENGTH_OFFSET, text.length);
        buffer.putBytes(TEXT_OFFSET, text);
        buffer.putLongOrdered(0, MAGIC);
    }

    private String text()
    {
        final StringBuilder text = new StringBuilder();
        meta.forEach((key, value) -> text.append("meta\t").append(key).append('\t')
            .append(value.replace('\t', ' ').replace('\n', ' ')).append('\n'));
        fields.forEach((name, offset) -> text.append("field\t").append(offset).append('\t').append(name).append('\n'));
        for (final BlockLayout.Entry column : columns)
        {
            text.append("column\t").append(column.offset()).append('\t').append(column.size()).append('\t')
                .append(column.name());
            column.labels().forEach(label -> text.append('\t').append(label));
            text.append('\n');
        }
        return text.toString();
    }

    /**
     * @return offset of the first slot, bytes, a whole number of pages.
     */
    public int headerBytes()
    {
        return headerBytes;
    }

    /**
     * @return size of a slot, bytes.
     */
    public int slotBytes()
    {
        return slotBytes;
    }

    /**
     * @return number of slots.
     */
    public int slotCount()
    {
        return slotCount;
    }

    /**
     * @return offset of the closing number in a slot, bytes.
     */
    public int endOffset()
    {
        return endOffset;
    }

    /**
     * @return size of the whole file, bytes.
     */
    public long fileBytes()
    {
        return headerBytes + (long)slotBytes * slotCount;
    }

    /**
     * @return facts about the run.
     */
    public Map<String, String> meta()
    {
        return meta;
    }

    /**
     * @return offset of each whole number by name.
     */
    public Map<String, Integer> fields()
    {
        return fields;
    }

    /**
     * @return every column, offsets from the frame's begin.
     */
    public List<BlockLayout.Entry> columns()
    {
        return columns;
    }

    /**
     * @param name name of a column.
     * @return the column.
     */
    public BlockLayout.Entry column(final String name)
    {
        for (final BlockLayout.Entry entry : columns)
        {
            if (entry.name().equals(name))
            {
                return entry;
            }
        }
        throw new IllegalArgumentException("no such column: name=" + name);
    }
}
