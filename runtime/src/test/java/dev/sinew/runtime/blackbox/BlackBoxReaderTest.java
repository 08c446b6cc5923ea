package dev.sinew.runtime.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlackBoxReaderTest
{
    private static final int SLOTS = 8;

    @TempDir
    private Path directory;

    private Path box(final int published) throws Exception
    {
        final Path path = directory.resolve("box" + published);
        try (MappedFrames frames = TestFrames.create(path, SLOTS))
        {
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(TestFrames.layout());
            for (int cycle = 0; cycle < published; cycle++)
            {
                hot.set(FrameField.CYCLE, cycle);
                hot.set(FrameField.RELEASE_NS, cycle * 1_000_000L);
                hot.set(FrameField.START_NS, cycle * 1_000_000L + 500);
                hot.set(FrameField.MODE, cycle < 10 ? 2 : 3);
                hot.set(FrameField.VERDICT, cycle % 4 == 3 ? 1 : 0);
                hot.set(FrameField.FAULT, cycle >= 14 ? 110 : 0);
                hot.truth.basePose.set(2, 0.9 + cycle * 0.001);
                ring.publish(hot);
            }
        }
        return path;
    }

    @Test
    void shouldListTheLastFramesInOrder() throws Exception
    {
        try (BlackBoxReader reader = BlackBoxReader.open(box(21)))
        {
            assertEquals(SLOTS, reader.count());
            for (long cycle = 21 - SLOTS; cycle < 21; cycle++)
            {
                assertTrue(reader.next());
                assertEquals(cycle, reader.get(FrameField.CYCLE));
                assertEquals(0.9 + cycle * 0.001, reader.get(reader.header().column("truth_base_pose"), 2));
            }
            assertFalse(reader.next());
            assertEquals(0, reader.torn() + reader.empty() + reader.lapped());
        }
    }

    @Test
    void shouldReadAYoungBoxWithEmptySlots() throws Exception
    {
        try (BlackBoxReader reader = BlackBoxReader.open(box(3)))
        {
            assertEquals(3, reader.count());
            assertEquals(SLOTS - 3, reader.empty());
            assertEquals(0, reader.torn());
        }
        try (BlackBoxReader reader = BlackBoxReader.open(box(0)))
        {
            assertFalse(reader.next());
            assertTrue(String.join("\n", BlackBoxSummary.of(reader)).contains("no whole frame"));
        }
    }

    @Test
    void shouldSkipAndCountTheFrameThatTheKillTore() throws Exception
    {
        final Path path = box(21);
        try (MappedFrames frames = TestFrames.create(directory.resolve("torn"), SLOTS))
        {
            frames.buffer().putBytes(0, Files.readAllBytes(path));
            frames.buffer().putLong(frames.slotOffset(21 % SLOTS), 21);
        }
        try (BlackBoxReader reader = BlackBoxReader.open(directory.resolve("torn")))
        {
            assertEquals(SLOTS - 1, reader.count());
            assertEquals(1, reader.torn());
            assertTrue(reader.next());
            assertEquals(21 - SLOTS + 1, reader.get(FrameField.CYCLE));
        }
    }

    @Test
    void shouldKeepAFrameThatWasWholeButNotYetAnnounced() throws Exception
    {
        final Path path = box(5);
        try (MappedFrames frames = TestFrames.create(directory.resolve("early"), SLOTS))
        {
            frames.buffer().putBytes(0, Files.readAllBytes(path));
            frames.cursorRelease(3);
        }
        try (BlackBoxReader reader = BlackBoxReader.open(directory.resolve("early")))
        {
            assertEquals(5, reader.count());
        }
    }

    @Test
    void shouldSummariseWhatHappened() throws Exception
    {
        try (BlackBoxReader reader = BlackBoxReader.open(box(17)))
        {
            final List<String> lines = BlackBoxSummary.of(reader);
            final String text = String.join("\n", lines);
            assertTrue(text.contains("8 whole, 0 torn, 0 slots never written"), text);
            assertTrue(text.contains("span        0.007 s, cycles 9 to 16"), text);
            assertTrue(text.contains("verdicts    GOOD=6 LATE=2"), text);
            assertTrue(text.contains("cycle 10, 0.001 s: mode READY -> ACTIVE"), text);
            assertTrue(text.contains("cycle 14, 0.005 s: fault NONE -> BASE_TILT"), text);
            assertTrue(lines.get(lines.size() - 1).contains("cycle 16  release 16000000 ns  late 500 ns"), text);
            assertTrue(lines.get(lines.size() - 1).contains("base 0.000 0.000 0.916 m"), text);
        }
    }

    @Test
    void shouldTellALivingWriterFromADeadOne() throws Exception
    {
        final long pid = ProcessHandle.current().pid();
        final String start = Long.toString(FrameMeta.startOfThisProcessMs());
        assertTrue(ProcessState.of(Map.of("pid", Long.toString(pid), "pid_start_ms", start)).alive());
        assertFalse(ProcessState.of(Map.of("pid", Long.toString(pid), "pid_start_ms", "1000")).alive());
        final Process process = new ProcessBuilder("true").start();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertFalse(ProcessState.of(Map.of("pid", Long.toString(process.pid()))).alive());
        assertEquals("an unknown process", ProcessState.of(Map.of()).text());
    }

    @Test
    void shouldNeverShowAMixedFrameOfALivingLoop() throws Exception
    {
        final Path path = directory.resolve("live");
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        try (MappedFrames frames = TestFrames.create(path, SLOTS))
        {
            final Thread loop = new Thread(() ->
            {
                final FrameRing ring = new FrameRing(frames);
                final CycleFrame hot = CycleFrame.allocate(TestFrames.layout());
                for (long cycle = 0; !stop.get(); cycle++)
                {
                    TestFrames.fill(hot, cycle);
                    ring.publish(hot);
                }
            }, "loop");
            loop.setUncaughtExceptionHandler((thread, ex) -> failure.set(ex));
            loop.start();
            long seen = 0;
            try (BlackBoxReader reader = BlackBoxReader.open(path))
            {
                for (int scan = 0; scan < 20_000 || seen == 0; scan++)
                {
                    reader.rescan();
                    while (reader.next())
                    {
                        assertTrue(TestFrames.isWhole(reader.frame(), reader.header().endOffset()));
                        seen++;
                    }
                }
            }
            finally
            {
                stop.set(true);
                loop.join(10_000);
            }
        }
        assertNull(failure.get());
    }

    @Test
    void shouldSurviveAKilledProcess() throws Exception
    {
        final Path path = directory.resolve("killed");
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx64m",
            "-cp", System.getProperty("java.class.path"), EndlessLoop.class.getName(), path.toString())
            .inheritIO().redirectOutput(ProcessBuilder.Redirect.PIPE).start();
        try (java.io.BufferedReader out = process.inputReader())
        {
            assertEquals("running", out.readLine());
        }
        finally
        {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        try (BlackBoxReader reader = BlackBoxReader.open(path))
        {
            assertTrue(reader.torn() <= 1, "torn=" + reader.torn());
            assertEquals(SLOTS - reader.torn(), reader.count());
            long last = -1;
            while (reader.next())
            {
                assertTrue(TestFrames.isWhole(reader.frame(), reader.header().endOffset()));
                assertTrue(last == -1 || reader.frame().getLong(0) == last + 1);
                last = reader.frame().getLong(0);
            }
            assertTrue(last > SLOTS);
        }
    }

    /**
     * Publishes until it is killed.
     */
    static final class EndlessLoop
    {
        private EndlessLoop()
        {
        }

        public static void main(final String[] args) throws Exception
        {
            try (MappedFrames frames = TestFrames.create(Path.of(args[0]), SLOTS))
            {
                final FrameRing ring = new FrameRing(frames);
                final CycleFrame hot = CycleFrame.allocate(TestFrames.layout());
                for (long cycle = 0; cycle >= 0; cycle++)
                {
                    TestFrames.fill(hot, cycle);
                    ring.publish(hot);
                    if (cycle == 50_000)
                    {
                        System.out.println("running");
                    }
                }
            }
        }
    }
}
