package dev.sinew.runtime.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import dev.sinew.runtime.plot.SyntheticRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopViewTest
{
    private static final int SLOTS = 256;
    private static final int CYCLES = 4000;

    @TempDir
    private Path directory;
    private MappedFrames frames;
    private FrameRing ring;
    private CycleFrame hot;
    private SyntheticRun run;
    private int cycle;

    @BeforeEach
    void open() throws Exception
    {
        frames = TestFrames.create(directory.resolve("box"), SLOTS);
        ring = new FrameRing(frames);
        hot = CycleFrame.allocate(SyntheticRun.layout());
        run = new SyntheticRun(CYCLES);
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
            run.fill(hot, cycle++);
            ring.publish(hot);
        }
    }

    private static String text(final TopView view, final long nowNs)
    {
        return String.join("\n", view.screen(nowNs));
    }

    @Test
    void shouldShowNothingBeforeTheFirstFrame() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            assertEquals(0, view.poll());
            assertTrue(text(view, 0).contains("no frame yet"));
            assertEquals("no frame yet", view.line(0));
        }
    }

    @Test
    void shouldCountFromTheFirstActiveCycleOn() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            for (int i = 0; i < 20; i++)
            {
                publish(200);
                assertEquals(200, view.poll());
            }
            final String text = text(view, 0);
            assertTrue(text.contains("seen here   4000 frames, 3800 of them active, 0 lost by this view"), text);
            assertTrue(text.matches("(?s).*late, raw +3800 .*"), text);
            assertTrue(text.matches("(?s).*cycle +3799 .*"), text);
            assertTrue(text.matches("(?s).*  distribute +3800 .*"), text);
            assertTrue(text.contains("mode        FREEZE   fault NONE"), text);
            assertTrue(text.contains("GOOD 3784   STALE 16"), text);
            assertTrue(text.matches("(?s).*gate        EFFORT \\d+\n.*"), text);
        }
    }

    @Test
    void shouldTellOnlyPercentilesWithTenSamplesBeyond() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            publish(200);
            view.poll();
            assertTrue(view.line(0).contains("late_ns=-/-/-/0 "), view.line(0));
            for (int i = 0; i < 5; i++)
            {
                publish(250);
                view.poll();
            }
            final String line = view.line(0);
            assertTrue(line.matches(".* late_ns=\\d+/\\d+/-/\\d+ .*"), line);
        }
    }

    @Test
    void shouldCountWhatItLostWhileTheLoopRanAway() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            publish(10);
            view.poll();
            publish(1000);
            assertEquals(SLOTS, view.poll());
            assertTrue(view.line(0).contains(" lost=" + (1000 - SLOTS) + " "), view.line(0));
        }
    }

    @Test
    void shouldMeasureTheRateBetweenTwoViews() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            publish(100);
            view.poll();
            assertTrue(text(view, 1_000_000_000L).contains("cycle       99 at - Hz"));
            publish(200);
            view.poll();
            assertTrue(text(view, 1_500_000_000L).contains("cycle       299 at 400.0 Hz"));
        }
    }

    @Test
    void shouldShowTruthAndPolicyAgeOnlyWhereThereAreAny() throws Exception
    {
        try (TopView view = new TopView(frames.path()))
        {
            publish(1);
            hot.set(FrameField.CYCLE, 50);
            hot.set(FrameField.ACTION_OBSERVATION_CYCLE, 38);
            hot.truth.basePose.set(2, 0.875);
            ring.publish(hot);
            view.poll();
            assertTrue(text(view, 0).contains("base        height 0.875 m   tilt 0.000 rad"), text(view, 0));
            assertTrue(text(view, 0).contains("policy age  12.0 ms"), text(view, 0));
            hot.set(FrameField.ACTION_OBSERVATION_CYCLE, -1);
            hot.truth.basePose.fill(0);
            ring.publish(hot);
            view.poll();
            assertTrue(text(view, 0).contains("base        height - m   tilt - rad"), text(view, 0));
            assertTrue(text(view, 0).contains("policy age  -"), text(view, 0));
        }
    }

    @Test
    void shouldEndWithTheLoop() throws Exception
    {
        publish(300);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertTimeoutPreemptively(Duration.ofSeconds(10),
            () -> TopView.follow(frames.path(), out, true, Double.POSITIVE_INFINITY));
        final String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("cycle=299 ") && text.contains("alive=?"), text);
        assertFalse(text.contains("\033"), text);
        bytes.reset();
        TopView.follow(frames.path(), out, false, 0.01);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).startsWith("\033[2J\033[H"));
    }

    @Test
    void shouldFindTheNewestBoxAndTheOneThatIsNamed() throws Exception
    {
        final Path boxes = Files.createDirectory(directory.resolve("boxes"));
        Files.writeString(boxes.resolve("a-note"), "SINEWBB is not enough");
        final String none = assertThrows(IOException.class, () -> BoxFinder.find(null, boxes)).getMessage();
        assertTrue(none.startsWith("no black box in " + boxes), none);
        TestFrames.create(boxes.resolve("sinew-one"), 4).close();
        TestFrames.create(boxes.resolve("sinew-two"), 4).close();
        Files.setLastModifiedTime(boxes.resolve("sinew-one"), FileTime.fromMillis(2_000_000));
        Files.setLastModifiedTime(boxes.resolve("sinew-two"), FileTime.fromMillis(1_000_000));
        assertEquals(boxes.resolve("sinew-one"), BoxFinder.find(null, boxes));
        assertEquals(boxes.resolve("sinew-two"), BoxFinder.find("two", boxes));
        assertEquals(frames.path(), BoxFinder.find(frames.path().toString(), boxes));
        assertTrue(assertThrows(IOException.class, () -> BoxFinder.find("three", boxes)).getMessage()
            .contains("named three"));
    }
}
