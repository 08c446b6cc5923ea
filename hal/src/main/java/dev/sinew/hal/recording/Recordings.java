package dev.sinew.hal.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * Reads a recording of any kind that is on the class path.
 */
public final class Recordings
{
    private Recordings()
    {
    }

    /**
     * @param path          a recording.
     * @param wanted        columns that are wanted, by name.
     * @param rowS   time that a row stands for, s.
     * @return what it holds.
     * @throws IOException when there is no such file, it is of no known kind or it cannot be read; one line.
     */
    public static Recording read(final Path path, final Predicate<String> wanted, final double rowS)
        throws IOException
    {
        if (!Files.isRegularFile(path))
        {
            throw new IOException("no such recording: " + path + " (name a black box, or the CSV that " +
                "./sinew blackbox FILE --csv OUT writes)");
        }
        final List<String> known = new ArrayList<>();
        for (final RecordingFormat format : ServiceLoader.load(RecordingFormat.class))
        {
            if (format.recognises(path))
            {
                return format.read(path, wanted, rowS);
            }
            known.add(format.name());
        }
        final CsvRecordings csv = new CsvRecordings();
        if (csv.recognises(path))
        {
            return csv.read(path, wanted, rowS);
        }
        known.add(csv.name());
        throw new IOException(path + " is no recording (known: " + String.join(", ", known) + ")");
    }
}
