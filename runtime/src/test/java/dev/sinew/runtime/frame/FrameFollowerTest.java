package dev.sinew.runtime.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameFollowerTest
{
    @TempDir
    private Path directory;

    private MappedFrames frames;
    private FrameRing ring;
    private CycleFrame frame;

    @BeforeEach
    void begin() throws Exception
    {
        frames = TestFrames.create(directory.resolve("box"), 16);
        ring = new FrameRing(frames);
        frame = CycleFrame.allocate(TestFrames.layout());
    }

    @AfterEach
    void end()
    {
        frames.close();
    }

    private void publish(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            frame.add(FrameField.CYCLE, 1);
            ring.publish(frame);
        }
    }

    @Test
    void shouldShowEveryFrameInOrderAndTheLastOnesAtItsEnd()
    {
        final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        final FrameFollower follower =
            new FrameFollower(frames, "follower", view -> seen.add(view.get(FrameField.CYCLE))).start();
        publish(5);
        publish(5);
        assertTrue(follower.end());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L), seen);
    }

    @Test
    void shouldCountWhatItCameTooLateFor()
    {
        publish(100); // 16 slots
        final long[] lost = new long[1];
        final List<Long> seen = new ArrayList<>();
        final FrameFollower follower = new FrameFollower(frames, "follower", new FrameFollower.Listener()
        {
            @Override
            public void onFrame(final FrameView view)
            {
                seen.add(view.get(FrameField.CYCLE));
            }

            @Override
            public void onBatch(final long lostSoFar)
            {
                lost[0] = lostSoFar;
            }
        }).start();
        assertTrue(follower.end());
        assertEquals(84, lost[0]);
        assertEquals(16, seen.size());
        assertEquals(100, seen.get(15));
    }

    @Test
    void shouldTellWhatAListenerThrewAndThatOneDoesNotLetGo() throws Exception
    {
        final FrameFollower broken = new FrameFollower(frames, "broken", view ->
        {
            throw new IllegalStateException("on purpose");
        }).start();
        publish(1);
        assertTrue(broken.end());
        assertNotNull(broken.failure());

        final CountDownLatch letGo = new CountDownLatch(1);
        final FrameFollower stuck = new FrameFollower(frames, "stuck", view ->
        {
            try
            {
                letGo.await(30, TimeUnit.SECONDS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }).start();
        assertFalse(stuck.end(), "its frames must stay mapped");
        letGo.countDown();
        assertTrue(stuck.end());
    }
}
