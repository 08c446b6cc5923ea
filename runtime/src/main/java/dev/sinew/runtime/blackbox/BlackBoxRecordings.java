package dev.sinew.runtime.blackbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.recording.RecordingFormat;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameMeta;

/**
 * Reads black boxes as recordings: columns are named as in their CSV, time is that of the samples, and a sample that
 * several cycles saw counts once. Found by the service loader.
 */
public final class BlackBoxRecordings implements RecordingFormat
{
    private static final String SEQUENCE = "state_sequence";
    private static final String TIME_NS = "state_device_time_ns";
    private static final double NANOSECONDS = 1e-9;

    /** Needs nothing. */
    public BlackBoxRecordings()
    {
    }

    @Override
    public String name()
    {
        return "black box";
    }

    @Override
    public boolean recognises(final Path path)
    {
        try (InputStream in = Files.newInputStream(path))
        {
            final byte[] begin = in.readNBytes(Long.BYTES);
            return begin.length == Long.BYTES &&
                ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN).getLong() == FrameFileHeader.MAGIC;
        }
        catch (final IOException ex)
        {
            return false; // whoever reads it says why
        }
    }

    @Override
    public Recording read(final Path path, final Predicate<String> wanted, final double rowS) throws IOException
    {
        try (BlackBoxReader reader = BlackBoxReader.open(path))
        {
            final List<String> names = new ArrayList<>();
            final List<Integer> offsets = new ArrayList<>();
            for (final BlockLayout.Entry column : reader.header().columns())
            {
                for (int i = 0; i < column.size(); i++)
                {
                    final String name = column.name() + "." + column.labels().get(i);
                    if (wanted.test(name))
                    {
                        names.add(name);
                        offsets.add(column.offset() + i * Double.BYTES);
                    }
                }
            }
            final Integer sequenceAt = reader.header().fields().get(SEQUENCE);
            final Integer timeAt = reader.header().fields().get(TIME_NS);
            if (sequenceAt == null || timeAt == null)
            {
                throw new IOException(path + " has no " + SEQUENCE + " and " + TIME_NS + ": an older version wrote it");
            }
            return read(reader, new Recording.Builder(names, rowS), offsets, sequenceAt, timeAt);
        }
    }

    private static Recording read(
        final BlackBoxReader reader,
        final Recording.Builder builder,
        final List<Integer> offsets,
        final int sequenceAt,
        final int timeAt)
    {
        final double[] sample = new double[offsets.size()];
        long last = -1;
        long firstNs = 0;
        while (reader.next())
        {
            final long sequence = reader.frame().getLong(sequenceAt);
            if (sequence == last)
            {
                continue;
            }
            firstNs = last == -1 ? reader.frame().getLong(timeAt) : firstNs;
            last = sequence;
            for (int c = 0; c < sample.length; c++)
            {
                sample[c] = reader.frame().getDouble(offsets.get(c));
            }
            builder.add((reader.frame().getLong(timeAt) - firstNs) * NANOSECONDS, sample);
        }
        return builder.build(reader.path().getFileName().toString(),
            reader.header().meta().getOrDefault(FrameMeta.ROBOT_SHA256, ""));
    }
}
