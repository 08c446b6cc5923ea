package dev.sinew.runtime.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import com.lmax.disruptor.SequenceBarrier;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameRingTest
{
    private static final int SLOTS = 8;

    @TempDir
    private Path directory;
    private MappedFrames frames;
    private FrameRing ring;
    private CycleFrame hot;

    @BeforeEach
    void open() throws Exception
    {
        frames = TestFrames.create(directory.resolve("box"), SLOTS);
        ring = new FrameRing(frames);
        hot = CycleFrame.allocate(TestFrames.layout());
    }

    @AfterEach
    void close()
    {
        frames.close();
    }

    private void publish(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            TestFrames.fill(hot, frames.cursorAcquire() + 1);
            ring.publish(hot);
        }
    }

    @Test
    void shouldReadBackEveryByteThatWasPublished()
    {
        hot.set(FrameField.CYCLE, 42);
        hot.estimatePosition.set(1, -0.125);
        hot.truth.basePose.set(2, 0.91);
        hot.action.set(0, Double.MIN_VALUE);
        assertEquals(0, ring.publish(hot));

        final FrameReader reader = new FrameReader(frames, 0);
        assertTrue(reader.poll());
        final CycleFrame seen = new CycleFrame(TestFrames.layout(), reader.frame());
        assertEquals(0, seen.get(FrameField.BEGIN));
        assertEquals(42, seen.get(FrameField.CYCLE));
        assertEquals(-0.125, seen.estimatePosition.get(1));
        assertEquals(0.91, seen.truth.basePose.get(2));
        assertEquals(Double.MIN_VALUE, seen.action.get(0));
        for (int i = 0; i < frames.header().endOffset(); i++)
        {
            assertEquals(hot.buffer().getByte(i), reader.frame().getByte(i), "byte " + i);
        }
        assertFalse(reader.poll());
    }

    @Test
    void shouldCountWhatALappedReaderLost()
    {
        final FrameReader reader = new FrameReader(frames, 0);
        publish(3);
        assertTrue(reader.poll());
        assertEquals(0, reader.lost());

        publish(20);
        assertTrue(reader.poll());
        assertEquals(23 - SLOTS, reader.frame().getLong(0));
        assertEquals(23 - SLOTS - 1, reader.lost());
        int rest = 0;
        while (reader.poll())
        {
            rest++;
        }
        assertEquals(SLOTS - 1, rest);
        assertEquals(23 - SLOTS - 1, reader.lost());
    }

    @Test
    void shouldSkipAndCountATornFrame()
    {
        publish(3);
        final int slot = frames.slotOffset(1);
        frames.buffer().putLong(slot, 1 + SLOTS);
        final FrameReader reader = new FrameReader(frames, 0);
        assertTrue(reader.poll());
        assertEquals(0, reader.frame().getLong(0));
        assertTrue(reader.poll());
        assertEquals(2, reader.frame().getLong(0));
        assertEquals(1, reader.lost());
    }

    @Test
    void shouldSkipASlotWhoseEndIsOfAnotherFrame()
    {
        publish(3);
        frames.buffer().putLong(frames.slotOffset(2) + frames.header().endOffset(), 2 - SLOTS);
        final FrameReader reader = new FrameReader(frames, 2);
        assertFalse(reader.poll());
        assertEquals(1, reader.lost());
    }

    @Test
    void shouldJumpToTheNewestFrameWithoutCallingTheRestLost()
    {
        publish(5);
        final FrameReader reader = new FrameReader(frames, 0);
        assertTrue(reader.pollNewest());
        assertEquals(4, reader.frame().getLong(0));
        assertFalse(reader.pollNewest());
        assertEquals(0, reader.lost());
    }

    @Test
    void shouldNeverWaitForAReaderThatIsStuck() throws Exception
    {
        final SequenceBarrier barrier = ring.newBarrier();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () ->
        {
            publish(1);
            final FrameReader stuck = new FrameReader(frames, 0);
            assertTrue(stuck.poll());
            assertEquals(0, barrier.waitFor(0));
            publish(100_000);
        });
        assertEquals(100_000, frames.cursorAcquire());
        assertEquals(100_000, barrier.waitFor(1));
    }

    @Test
    void shouldPublishWithoutAllocation()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final FrameReader reader = new FrameReader(frames, 0);
        final long thread = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        long published = 0;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 20_000; i++)
            {
                ring.publish(hot);
                reader.poll();
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
            published += 20_000;
        }
        assertEquals(0, bytes);
        assertEquals(published - 1, reader.frame().getLong(0));
    }

    @Test
    void shouldNeverShowAMixedFrameToAConcurrentReader() throws Exception
    {
        final int end = frames.header().endOffset();
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final long[] seen = new long[2];
        final Thread consumer = new Thread(() ->
        {
            final FrameReader reader = new FrameReader(frames, 0);
            long last = -1;
            while (!stop.get() || last < frames.cursorAcquire())
            {
                if (reader.poll())
                {
                    final long sequence = reader.frame().getLong(0);
                    if (!TestFrames.isWhole(reader.frame(), end) || sequence <= last ||
                        reader.frame().getLong(Long.BYTES) != sequence * 31 + Long.BYTES)
                    {
                        failure.set(new AssertionError("mixed frame " + sequence + " after " + last));
                        return;
                    }
                    last = sequence;
                    seen[0]++;
                }
                seen[1] = reader.lost();
                if (last == frames.cursorAcquire())
                {
                    Thread.onSpinWait();
                }
            }
        }, "reader");
        consumer.start();
        final long untilNs = System.nanoTime() + 1_500_000_000L;
        while (System.nanoTime() - untilNs < 0)
        {
            publish(50);
        }
        stop.set(true);
        consumer.join(20_000);
        assertFalse(consumer.isAlive());
        assertNull(failure.get());
        assertTrue(seen[0] > 100, "read " + seen[0]);
        assertEquals(frames.cursorAcquire() + 1, seen[0] + seen[1]);
    }
}
