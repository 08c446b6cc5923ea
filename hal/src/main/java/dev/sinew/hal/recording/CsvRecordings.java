package dev.sinew.hal.recording;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Reads the CSV that a black box is written to: a heading, then one line a sample, numbers with a point. Time is
 * {@code time_s}, else {@code state_device_time_ns}, else {@code release_ns}. Where {@code state_sequence} is there, a
 * sample that repeats the one before is left out.
 */
public final class CsvRecordings implements RecordingFormat
{
    private static final List<String> NANOSECOND_TIMES = List.of("state_device_time_ns", "release_ns");
    private static final String SEQUENCE = "state_sequence";

    /** Needs nothing. */
    public CsvRecordings()
    {
    }

    @Override
    public String name()
    {
        return "CSV";
    }

    @Override
    public boolean recognises(final Path path)
    {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    @Override
    public Recording read(final Path path, final Predicate<String> wanted, final double rowS) throws IOException
    {
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8))
        {
            final String heading = reader.readLine();
            if (heading == null)
            {
                throw new IOException(path + ":1: is empty; the first line names the columns");
            }
            return new Table(path, heading, wanted, rowS).read(reader);
        }
        catch (final java.nio.charset.CharacterCodingException ex)
        {
            throw new IOException(path + " is no text in UTF-8", ex);
        }
    }

    /** One file on its way in. */
    private static final class Table
    {
        private final Path path;
        private final int count;
        private final int time;
        private final double timeUnit;
        private final int sequence;
        private final int[] target;
        private final Recording.Builder builder;
        private final double[] sample;
        private String lastSequence = "";

        Table(final Path path, final String heading, final Predicate<String> wanted, final double rowS)
            throws IOException
        {
            this.path = path;
            final List<String> names = new ArrayList<>();
            for (final String name : heading.split(",", -1))
            {
                names.add(name.startsWith("\"") && name.endsWith("\"") && name.length() > 1 ?
                    name.substring(1, name.length() - 1) : name);
            }
            count = names.size();
            final int seconds = names.indexOf(Recording.TIME_S);
            time = seconds >= 0 ? seconds : NANOSECOND_TIMES.stream().mapToInt(names::indexOf).filter(i -> i >= 0)
                .findFirst().orElse(-1);
            if (time < 0)
            {
                throw new IOException(path + ":1: has no column for the time; one of time_s, " +
                    String.join(", ", NANOSECOND_TIMES));
            }
            timeUnit = seconds >= 0 ? 1 : 1e-9;
            sequence = names.indexOf(SEQUENCE);
            target = new int[count];
            Arrays.fill(target, -1);
            final List<String> kept = new ArrayList<>();
            for (int c = 0; c < count; c++)
            {
                if (c != time && wanted.test(names.get(c)))
                {
                    target[c] = kept.size();
                    kept.add(names.get(c));
                }
            }
            builder = new Recording.Builder(kept, rowS);
            sample = new double[kept.size()];
        }

        Recording read(final BufferedReader reader) throws IOException
        {
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                number++;
                if (!line.isBlank())
                {
                    take(line, number);
                }
            }
            return builder.build(path.getFileName().toString(), "");
        }

        private void take(final String line, final int number) throws IOException
        {
            double timeS = 0;
            int begin = 0;
            boolean repeated = false;
            for (int c = 0; c < count; c++)
            {
                final int comma = line.indexOf(',', begin);
                if (comma < 0 != (c == count - 1))
                {
                    throw new IOException(path + ":" + number + ": should have " + count +
                        " values as the heading does; the file was cut off, or a value has a comma in it");
                }
                final int end = comma < 0 ? line.length() : comma;
                if (c == time)
                {
                    timeS = timeUnit * parse(line.substring(begin, end), number, c);
                }
                else if (target[c] >= 0)
                {
                    sample[target[c]] = parse(line.substring(begin, end), number, c);
                }
                if (c == sequence)
                {
                    final String here = line.substring(begin, end);
                    repeated = here.equals(lastSequence);
                    lastSequence = here;
                }
                begin = end + 1;
            }
            if (!repeated)
            {
                builder.add(timeS, sample);
            }
        }

        private double parse(final String text, final int number, final int column) throws IOException
        {
            try
            {
                return Double.parseDouble(text);
            }
            catch (final NumberFormatException ex)
            {
                throw new IOException(path + ":" + number + ": value " + (column + 1) + " is no number: '" + text + "'",
                    ex);
            }
        }
    }
}
