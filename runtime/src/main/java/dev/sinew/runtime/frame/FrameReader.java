package dev.sinew.runtime.frame;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Follows the frames of a live or dead run. Knows what it lost: a lapped slot is counted, a torn one is never used. One
 * reader, one thread; allocation-free after construction.
 */
public final class FrameReader
{
    private final MappedFrames frames;
    private final SlotProtocol protocol;
    private final UnsafeBuffer copy;
    private long next;
    private long lost;

    /**
     * @param frames slots, of this process or mapped read-only.
     * @param first  number of the first frame that is wanted.
     */
    public FrameReader(final MappedFrames frames, final long first)
    {
        this.frames = frames;
        this.protocol = new SlotProtocol(frames.header().endOffset());
        this.copy = new UnsafeBuffer(BufferUtil.allocateDirectAligned(frames.header().slotBytes(), 64));
        this.next = first;
    }

    /**
     * @return the oldest frame that may still be whole, from which a late reader starts.
     */
    public static long oldest(final MappedFrames frames)
    {
        return Math.max(0, frames.cursorAcquire() - frames.header().slotCount() + 1);
    }

    /**
     * Copies the next whole frame.
     *
     * @return true when {@link #frame()} holds a new frame, false when there is none yet.
     */
    public boolean poll()
    {
        while (true)
        {
            final long cursor = frames.cursorAcquire();
            if (next > cursor)
            {
                return false;
            }
            final long oldest = Math.max(0, cursor - frames.header().slotCount() + 1);
            if (next < oldest)
            {
                lost += oldest - next;
                next = oldest;
            }
            final long wanted = next++;
            if (read(wanted))
            {
                return true;
            }
            lost++;
        }
    }

    /**
     * Copies the newest frame and goes on behind it; what lies between is skipped, not lost.
     *
     * @return true when {@link #frame()} holds it.
     */
    public boolean pollNewest()
    {
        final long cursor = frames.cursorAcquire();
        if (cursor < next || cursor < 0)
        {
            return false;
        }
        next = cursor + 1;
        return read(cursor);
    }

    /**
     * @param sequence number of the next frame that is wanted; what lies before it is skipped, not lost. A number
     *                 that is not ahead of the reader changes nothing.
     */
    public void skipTo(final long sequence)
    {
        next = Math.max(next, sequence);
    }

    private boolean read(final long sequence)
    {
        final int slot = (int)(sequence & (frames.header().slotCount() - 1));
        return protocol.read(frames.buffer(), frames.slotOffset(slot), copy, sequence);
    }

    /**
     * @return the copy; overwritten by the next poll.
     */
    public UnsafeBuffer frame()
    {
        return copy;
    }

    /**
     * @return frames that were lapped or torn before they could be read.
     */
    public long lost()
    {
        return lost;
    }
}
