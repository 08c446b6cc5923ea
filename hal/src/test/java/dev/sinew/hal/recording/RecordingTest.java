package dev.sinew.hal.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldTakeTheMeanOfSamplesAndLeaveOutRowsThatAreNoNumbers()
    {
        final Recording.Builder builder = new Recording.Builder(List.of("a", "b"), 2);
        builder.add(0, new double[] {1, 10});
        builder.add(1, new double[] {3, 20});
        builder.add(2, new double[] {5, Double.NaN});
        builder.add(3, new double[] {7, 40});
        for (int i = 4; i < 3_001; i++)
        {
            builder.add(i, new double[] {i, 0});
        }
        final Recording recording = builder.build("here", "hash");

        assertEquals(1_499, recording.rows());
        assertEquals(0.5, recording.column(Recording.TIME_S)[0]);
        assertEquals(2, recording.column("a")[0]);
        assertEquals(15, recording.column("b")[0]);
        assertEquals(4.5, recording.column("a")[1], "the row with NaN is gone");
        assertEquals(List.of("time_s", "a", "b"), List.copyOf(recording.names()));
        assertThrows(IllegalArgumentException.class, () -> recording.column("c"));
    }

    private Path csv(final String text) throws IOException
    {
        return Files.writeString(directory.resolve("run.csv"), text);
    }

    @Test
    void shouldReadTheCsvOfABlackBoxAndTakeARepeatedSampleOnce() throws IOException
    {
        final Path file = csv("cycle,release_ns,mode_name,state_sequence,state_device_time_ns,x.p,y.q\n" +
            "0,5,ACTIVE,1,1000000,1.5,9\n1,6,ACTIVE,1,1000000,1.5,9\n2,7,\"A\",2,2000000,2.5,9\n");
        final Recording recording = Recordings.read(file, name -> name.startsWith("x."), 0);

        assertEquals(2, recording.rows());
        assertArrayEquals(new double[] {0.001, 0.002}, recording.column("time_s"), 1e-12);
        assertArrayEquals(new double[] {1.5, 2.5}, recording.column("x.p"));
        assertTrue(!recording.has("y.q"));
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException
    {
        refuses(csv("a,b\n1,2\n"), ":1: has no column for the time");
        refuses(csv("time_s,x\n1,2\n2\n"), ":3: should have 2 values");
        refuses(csv("time_s,x\n1,two\n"), ":2: value 2 is no number: 'two'");
        refuses(csv(""), ":1: is empty");
        refuses(directory.resolve("none.csv"), "no such recording");
        refuses(Files.writeString(directory.resolve("run.txt"), "x"), "is no recording (known: ");
    }

    private static void refuses(final Path file, final String part)
    {
        final IOException refused = assertThrows(IOException.class, () -> Recordings.read(file, name -> true, 0));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }
}
