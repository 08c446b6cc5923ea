package dev.sinew.runtime.top;

import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameReader;
import dev.sinew.runtime.frame.MappedFrames;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Histograms and counts made from the frames that a reader saw: raw, one sample a frame, from the first active cycle
 * on. One thread; allocation-free after construction.
 */
final class LiveStatistics
{
    /** Names of the stages in the order of the cycle. */
    static final String[] STAGES = {"read", "estimate", "decide", "distribute", "write"};

    private static final FrameField[] STAMPS = {FrameField.START_STAMP_NS, FrameField.READ_DONE_NS,
        FrameField.ESTIMATE_DONE_NS, FrameField.DECIDE_DONE_NS, FrameField.DISTRIBUTE_DONE_NS,
        FrameField.WRITE_DONE_NS};
    private static final long HIGHEST_NS = 100_000_000_000L;
    private static final int VERDICTS = 64;

    private final FrameReader reader;
    private final int[] offsets = new int[FrameField.count()];
    private final int poseOffset;
    private final Histogram lateness = histogram();
    private final Histogram cycle = histogram();
    private final Histogram[] stages = new Histogram[STAGES.length];
    private final long[] verdicts = new long[VERDICTS];
    private final long[] gateActions = new long[Long.SIZE];
    private long frames;
    private long activeFrames;

    LiveStatistics(final MappedFrames mapped)
    {
        reader = new FrameReader(mapped, FrameReader.oldest(mapped));
        final FrameFileHeader header = mapped.header();
        for (final FrameField field : FrameField.values())
        {
            offsets[field.ordinal()] =
                header.fields().getOrDefault(field.name().toLowerCase(java.util.Locale.ROOT), -1);
        }
        poseOffset = header.columns().stream().filter(column -> "truth_base_pose".equals(column.name()))
            .mapToInt(column -> column.offset()).findFirst().orElse(-1);
        for (int i = 0; i < stages.length; i++)
        {
            stages[i] = histogram();
        }
    }

    private static Histogram histogram()
    {
        return new Histogram(HIGHEST_NS, 3);
    }

    /**
     * Takes every frame that is there.
     *
     * @return number of frames taken.
     */
    long poll()
    {
        final long before = frames;
        while (reader.poll())
        {
            take();
        }
        return frames - before;
    }

    private void take()
    {
        frames++;
        final long firstActive = get(FrameField.FIRST_ACTIVE_CYCLE);
        if (firstActive < 0 || get(FrameField.CYCLE) < firstActive)
        {
            return;
        }
        activeFrames++;
        record(lateness, get(FrameField.START_NS) - get(FrameField.RELEASE_NS));
        if (get(FrameField.CYCLE) > firstActive)
        {
            record(cycle, get(FrameField.PREVIOUS_CYCLE_NS));
        }
        for (int i = 0; i < stages.length; i++)
        {
            final long begin = get(STAMPS[i]);
            final long end = get(STAMPS[i + 1]);
            if (begin != 0 && end != 0)
            {
                record(stages[i], end - begin);
            }
        }
        final long verdict = get(FrameField.VERDICT);
        verdicts[(int)Math.max(0, Math.min(VERDICTS - 1, verdict))]++;
        final long bits = get(FrameField.GATE_ACTIONS);
        for (int bit = 0; bits != 0 && bit < Long.SIZE; bit++)
        {
            gateActions[bit] += bits >>> bit & 1;
        }
    }

    private static void record(final Histogram histogram, final long timeNs)
    {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, timeNs)));
    }

    /**
     * @param field a whole number.
     * @return its value in the newest frame taken, 0 when the file is older than the field.
     */
    long get(final FrameField field)
    {
        final int offset = offsets[field.ordinal()];
        return offset < 0 ? 0 : reader.frame().getLong(offset);
    }

    /**
     * @return the newest frame taken.
     */
    UnsafeBuffer frame()
    {
        return reader.frame();
    }

    /**
     * @return height of the base in the newest frame taken, m; NaN without truth.
     */
    double baseHeightM()
    {
        return hasTruth() ? reader.frame().getDouble(poseOffset + 2 * Double.BYTES) : Double.NaN;
    }

    /**
     * @return tilt of the base in the newest frame taken, rad; NaN without truth.
     */
    double baseTiltRad()
    {
        if (!hasTruth())
        {
            return Double.NaN;
        }
        final UnsafeBuffer frame = reader.frame();
        final double x = frame.getDouble(poseOffset + 4 * Double.BYTES);
        final double y = frame.getDouble(poseOffset + 5 * Double.BYTES);
        return Math.acos(Math.max(-1, Math.min(1, 1 - 2 * (x * x + y * y))));
    }

    private boolean hasTruth()
    {
        if (poseOffset < 0)
        {
            return false;
        }
        double norm = 0;
        for (int i = 3; i < 7; i++)
        {
            final double part = reader.frame().getDouble(poseOffset + i * Double.BYTES);
            norm += part * part;
        }
        return norm > 0.5;
    }

    Histogram lateness()
    {
        return lateness;
    }

    Histogram cycle()
    {
        return cycle;
    }

    Histogram stage(final int index)
    {
        return stages[index];
    }

    /**
     * @return active frames by verdict.
     */
    long[] verdicts()
    {
        return verdicts;
    }

    /**
     * @return active frames in which each bit of the gate was set.
     */
    long[] gateActions()
    {
        return gateActions;
    }

    long frames()
    {
        return frames;
    }

    long activeFrames()
    {
        return activeFrames;
    }

    long lost()
    {
        return reader.lost();
    }
}
