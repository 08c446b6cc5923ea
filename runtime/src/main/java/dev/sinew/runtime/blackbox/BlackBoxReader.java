package dev.sinew.runtime.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.SlotProtocol;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The whole frames of one black box in order, whether its loop is dead or still writing. Looks at the slots, not at
 * the cursor, so that a frame finished right before a kill is not lost. A torn frame is counted and never shown; a
 * frame that a living loop overwrites meanwhile is counted as lapped. One thread.
 */
public final class BlackBoxReader implements AutoCloseable
{
    private final MappedFrames frames;
    private final FrameFileHeader header;
    private final SlotProtocol protocol;
    private final UnsafeBuffer copy;
    private long[] sequences = {};
    private int torn;
    private int empty;
    private int next;
    private long lapped;

    private BlackBoxReader(final MappedFrames frames)
    {
        this.frames = frames;
        this.header = frames.header();
        this.protocol = new SlotProtocol(header.endOffset());
        this.copy = new UnsafeBuffer(BufferUtil.allocateDirectAligned(header.slotBytes(), 64));
        rescan();
    }

    /**
     * @param path a black box.
     * @return its reader, in front of the oldest whole frame.
     * @throws IOException when it is missing or no black box; the message is one line.
     */
    public static BlackBoxReader open(final Path path) throws IOException
    {
        return new BlackBoxReader(MappedFrames.open(path));
    }

    /**
     * Looks at every slot again and goes back to the oldest whole frame.
     */
    public void rescan()
    {
        final long[] found = new long[header.slotCount()];
        int count = 0;
        torn = 0;
        empty = 0;
        next = 0;
        lapped = 0;
        for (int slot = 0; slot < header.slotCount(); slot++)
        {
            final int offset = frames.slotOffset(slot);
            final long end = frames.buffer().getLongVolatile(offset + header.endOffset());
            final long begin = frames.buffer().getLongVolatile(offset);
            if (begin == -1 && end == -1)
            {
                empty++;
            }
            else if (begin == end && (begin & (header.slotCount() - 1)) == slot)
            {
                found[count++] = begin;
            }
            else
            {
                torn++;
            }
        }
        sequences = Arrays.copyOf(found, count);
        Arrays.sort(sequences);
    }

    /**
     * Copies the next whole frame.
     *
     * @return true when {@link #frame()} holds it, false behind the last.
     */
    public boolean next()
    {
        while (next < sequences.length)
        {
            final long wanted = sequences[next++];
            final int slot = (int)(wanted & (header.slotCount() - 1));
            if (protocol.read(frames.buffer(), frames.slotOffset(slot), copy, wanted))
            {
                return true;
            }
            lapped++;
        }
        return false;
    }

    /**
     * @param count number of frames to go past without reading them, at least 0.
     */
    public void skip(final int count)
    {
        next = Math.min(sequences.length, next + count);
    }

    /**
     * @return the copy of the frame that {@link #next()} found; overwritten by the next call.
     */
    public UnsafeBuffer frame()
    {
        return copy;
    }

    /**
     * @param field a whole number of every frame.
     * @return its value in the frame, or 0 when the file is older than the field.
     */
    public long get(final FrameField field)
    {
        final Integer offset = header.fields().get(FieldNames.of(field));
        return offset == null ? 0 : copy.getLong(offset);
    }

    /**
     * @param column a column of {@link FrameFileHeader#columns()}.
     * @param index  place in it, 0 to size - 1.
     * @return the value in the frame.
     */
    public double get(final BlockLayout.Entry column, final int index)
    {
        return copy.getDouble(column.offset() + index * Double.BYTES);
    }

    /**
     * @return what the frames hold.
     */
    public FrameFileHeader header()
    {
        return header;
    }

    /**
     * @return where the file is.
     */
    public Path path()
    {
        return frames.path();
    }

    /**
     * @return number of whole frames at the time of the scan.
     */
    public int count()
    {
        return sequences.length;
    }

    /**
     * @return slots whose frame was being written when the loop died, or when a living loop's slot was looked at.
     */
    public int torn()
    {
        return torn;
    }

    /**
     * @return slots that were never written.
     */
    public int empty()
    {
        return empty;
    }

    /**
     * @return frames that a living loop has overwritten between the scan and the copy.
     */
    public long lapped()
    {
        return lapped;
    }

    @Override
    public void close()
    {
        frames.close();
    }
}
