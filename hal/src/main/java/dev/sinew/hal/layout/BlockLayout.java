package dev.sinew.hal.layout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each named column of a block lies. Columns begin on cache lines, after a header of {@link #HEADER_BYTES}.
 * Immutable once {@link Builder#build() built}.
 */
public final class BlockLayout
{
    /** Size of the header in front of the columns, bytes. */
    public static final int HEADER_BYTES = 64;

    private static final int CACHE_LINE_BYTES = 64;

    private final Map<String, Entry> entries;
    private final int sizeBytes;

    private BlockLayout(final Map<String, Entry> entries, final int sizeBytes)
    {
        this.entries = entries;
        this.sizeBytes = sizeBytes;
    }

    /**
     * @return columns in the order in which they lie in memory.
     */
    public List<Entry> entries()
    {
        return new ArrayList<>(entries.values());
    }

    /**
     * @param name name of a column.
     * @return where it lies.
     */
    public Entry entry(final String name)
    {
        final Entry entry = entries.get(name);
        if (entry == null)
        {
            throw new IllegalArgumentException("no such column: name=" + name + ", known=" + entries.keySet());
        }
        return entry;
    }

    /**
     * @return size of the whole block, header included, bytes; a multiple of 64.
     */
    public int sizeBytes()
    {
        return sizeBytes;
    }

    /**
     * One column.
     *
     * @param name       name of the quantity, unit last.
     * @param offset     offset of the first value from the block's begin, bytes.
     * @param size       number of doubles.
     * @param labels     name of each value, {@code size} long.
     */
    public record Entry(String name, int offset, int size, List<String> labels)
    {
        /**
         * Checks and freezes the labels.
         */
        public Entry
        {
            labels = List.copyOf(labels);
            if (labels.size() != size)
            {
                throw new IllegalArgumentException("one label a value: name=" + name + ", size=" + size +
                    ", labels=" + labels.size());
            }
        }
    }

    /** Collects columns in order. */
    public static final class Builder
    {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private int nextOffset = HEADER_BYTES;

        /**
         * @param name   name of the quantity, unit last.
         * @param labels name of each value.
         * @return this.
         */
        public Builder column(final String name, final List<String> labels)
        {
            entries.put(name, new Entry(name, nextOffset, labels.size(), labels));
            final int bytes = labels.size() * Double.BYTES;
            nextOffset += (bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
            return this;
        }

        /**
         * @return the finished layout.
         */
        public BlockLayout build()
        {
            return new BlockLayout(new LinkedHashMap<>(entries), nextOffset);
        }
    }
}
