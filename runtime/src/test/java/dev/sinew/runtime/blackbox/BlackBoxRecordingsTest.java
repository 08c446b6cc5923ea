package dev.sinew.runtime.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.recording.Recordings;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlackBoxRecordingsTest
{
    private static final long BEGIN_NS = 5_000_000_000L;

    @TempDir
    private Path directory;

    private Path box() throws IOException
    {
        final Path box = directory.resolve("run.blackbox");
        try (MappedFrames frames = TestFrames.create(box, 64))
        {
            final FrameLayout layout = TestFrames.layout();
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(layout);
            for (int cycle = 0; cycle < 40; cycle++)
            {
                final int sample = cycle / 2; // each is seen by two cycles
                hot.state.stamp(10 + sample, BEGIN_NS + sample * 2_000_000L, 0, -1, 0);
                hot.state.jointPosition.fill(sample);
                hot.state.tendonTension.fill(-sample);
                ring.publish(hot);
            }
        }
        return box;
    }

    @Test
    void shouldTakeTheMeanOfSamplesThatManyCyclesSaw() throws IOException
    {
        final Recording recording = Recordings.read(box(), name -> name.startsWith("joint_position_rad."), 0.01);
        final String joint = recording.names().stream().filter(name -> name.startsWith("joint_pos")).findFirst()
            .orElseThrow();

        assertEquals(4, recording.rows());
        assertArrayEquals(new double[] {0.004, 0.014, 0.024, 0.034}, recording.column(Recording.TIME_S), 1e-12);
        assertArrayEquals(new double[] {2, 7, 12, 17}, recording.column(joint), 1e-12);
        assertTrue(recording.names().stream().noneMatch(name -> name.startsWith("tendon")));
    }

    @Test
    void shouldTellABlackBoxByItsBegin() throws IOException
    {
        assertTrue(new BlackBoxRecordings().recognises(box()));
        assertFalse(new BlackBoxRecordings().recognises(Files.writeString(directory.resolve("text"), "SINEWBB")));
        assertFalse(new BlackBoxRecordings().recognises(directory.resolve("missing")));
    }
}
