package dev.sinew.runtime.frame;

import dev.sinew.hal.layout.BlockLayout;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One frame that a reader has copied, by field and column. Valid until its reader's next poll.
 */
public final class FrameView
{
    private final MappedFrames frames;
    private final UnsafeBuffer buffer;

    /**
     * @param frames where the frames come from.
     * @param reader whose copy is looked at.
     */
    public FrameView(final MappedFrames frames, final FrameReader reader)
    {
        this.frames = frames;
        this.buffer = reader.frame();
    }

    /**
     * @param field which number.
     * @return its value.
     */
    public long get(final FrameField field)
    {
        return buffer.getLong(field.offset());
    }

    /**
     * @param name name of a column of this run.
     * @return where it lies; set-up only.
     */
    public BlockLayout.Entry column(final String name)
    {
        return frames.header().column(name);
    }

    /**
     * @param column a column.
     * @param index  place in it.
     * @return its value.
     */
    public double get(final BlockLayout.Entry column, final int index)
    {
        return buffer.getDouble(column.offset() + index * Double.BYTES);
    }
}
