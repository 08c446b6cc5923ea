package dev.sinew.hal.layout;

import java.nio.ByteBuffer;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap memory with a header of longs and named columns of doubles. Not thread-safe.
 */
public abstract class Block
{
    private final BlockLayout layout;
    private final UnsafeBuffer buffer;

    /**
     * @param layout where the columns lie.
     * @param buffer memory, at least as large as the layout, aligned to 8 bytes.
     */
    protected Block(final BlockLayout layout, final UnsafeBuffer buffer)
    {
        if (buffer.capacity() < layout.sizeBytes())
        {
            throw new IllegalArgumentException("block too small: need=" + layout.sizeBytes() + ", got=" +
                buffer.capacity());
        }
        this.layout = layout;
        this.buffer = buffer;
    }

    /**
     * @param layout layout that the memory is for.
     * @return fresh zeroed memory, aligned to a cache line.
     */
    protected static UnsafeBuffer allocate(final BlockLayout layout)
    {
        final ByteBuffer bytes = BufferUtil.allocateDirectAligned(layout.sizeBytes(), 64);
        return new UnsafeBuffer(bytes);
    }

    /**
     * @return where the columns lie.
     */
    public final BlockLayout layout()
    {
        return layout;
    }

    /**
     * @return the memory; its address stays valid for the life of this block.
     */
    public final UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @param name name of a column of the layout.
     * @return a view of it; allocates, so for set-up only.
     */
    public final Column column(final String name)
    {
        final BlockLayout.Entry entry = layout.entry(name);
        return new Column(name, buffer, entry.offset(), entry.size());
    }

    /**
     * @param offset offset of a header field, bytes, below {@link BlockLayout#HEADER_BYTES}.
     * @return its value.
     */
    protected final long header(final int offset)
    {
        return buffer.getLong(offset);
    }

    /**
     * @param offset offset of a header field, bytes, below {@link BlockLayout#HEADER_BYTES}.
     * @param value  what to store.
     */
    protected final void header(final int offset, final long value)
    {
        buffer.putLong(offset, value);
    }

    /**
     * Copies header and columns.
     *
     * @param source block of the same layout.
     */
    public final void copyFrom(final Block source)
    {
        buffer.putBytes(0, source.buffer, 0, layout.sizeBytes());
    }
}
