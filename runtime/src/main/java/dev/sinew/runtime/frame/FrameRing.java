package dev.sinew.runtime.frame;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.SleepingWaitStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Disruptor's ring over the mapped slots: one producer, the loop, and no gating sequence, so that publishing never
 * waits and never fails. A consumer that wants to sleep until the next frame uses {@link #newBarrier()} and then reads
 * the
 * slot through {@link FrameReader}, which finds out when it was lapped.
 */
public final class FrameRing
{
    private static final int CACHE_LINE_BYTES = 64;

    private final MappedFrames frames;
    private final SlotProtocol protocol;
    private final RingBuffer<Slot> ring;
    private long touched;

    /**
     * @param frames slots; their number must be a power of two.
     */
    public FrameRing(final MappedFrames frames)
    {
        this.frames = frames;
        this.protocol = new SlotProtocol(frames.header().endOffset());
        final int[] next = {0};
        this.ring = RingBuffer.createSingleProducer(
            () -> new Slot(frames.slotOffset(next[0]++)), frames.header().slotCount(), new SleepingWaitStrategy());
    }

    /**
     * Copies a frame to its slot and makes it visible. Loop's thread only; wait-free; allocation-free.
     *
     * @param frame the hot frame; its {@link FrameField#BEGIN} is set.
     * @return number of the frame.
     */
    public long publish(final CycleFrame frame)
    {
        final long sequence = ring.next();
        frame.set(FrameField.BEGIN, sequence);
        protocol.write(frames.buffer(), ring.get(sequence).offset, frame.buffer(), sequence);
        frames.cursorRelease(sequence);
        ring.publish(sequence);
        return sequence;
    }

    /**
     * Fetches the next slot into the processor's cache by reading one number of each cache line, so that the next
     * {@link #publish} need not wait for memory. Loop's thread, between two cycles; changes nothing.
     */
    public void touchNext()
    {
        final UnsafeBuffer buffer = frames.buffer();
        final int begin = ring.get(ring.getCursor() + 1).offset;
        final int end = begin + frames.header().slotBytes();
        long sum = 0;
        for (int i = begin; i < end; i += CACHE_LINE_BYTES)
        {
            sum += buffer.getLong(i);
        }
        touched = sum; // kept, or the compiler would leave the reads out
    }

    /**
     * @return a barrier on which a consumer of this process can wait for the next frame without holding up the loop.
     */
    public SequenceBarrier newBarrier()
    {
        return ring.newBarrier();
    }

    /**
     * @return the mapped slots.
     */
    public MappedFrames frames()
    {
        return frames;
    }

    private static final class Slot
    {
        private final int offset;

        private Slot(final int offset)
        {
            this.offset = offset;
        }
    }
}
