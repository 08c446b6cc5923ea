package dev.sinew.runtime.plot;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.FrameReader;
import dev.sinew.runtime.frame.MappedFrames;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A thinned record of a whole run in a bounded amount of memory: every tenth millisecond at first, every second sample
 * dropped whenever the room is full. A consumer of the ring on a thread of its own, so it can be lapped; what it missed
 * is counted. Allocation-free after construction. Counters in frames run on, so counts between two samples are complete
 * even where frames were missed.
 */
public final class RunHistory implements AutoCloseable
{
    /** Most samples that are kept. */
    public static final int SAMPLES_MAX = 1 << 13;

    private static final long DEFAULT_SAMPLE_NS = 10_000_000L;
    private static final long IDLE_NS = 2_000_000L;
    private static final String[] COUNTERS = {"count_bad_verdicts", "count_skipped", "count_deadline_misses",
        "count_gated"};

    private final MappedFrames frames;
    private final FrameReader reader;
    private final PlotSelection selection;
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final int[] channelOffsets;
    private final double[][] channels;
    private final double[][] counters = new double[COUNTERS.length][];
    private final double[] height = new double[SAMPLES_MAX];
    private final double[] tilt = new double[SAMPLES_MAX];
    private final double[] tiltEstimate = new double[SAMPLES_MAX];
    private final Map<String, double[]> series = new LinkedHashMap<>();
    private final long periodNs;
    private final int[] fieldOffsets = new int[COUNTERS.length];
    private final int releaseOffset;
    private final int modeOffset;
    private final int poseOffset;
    private final int gravityOffset;
    private final double[] times = new double[SAMPLES_MAX];
    private final double[] modes = new double[SAMPLES_MAX];
    private int count;
    private long stride;
    private long wanted;
    private long missed;
    private long firstReleaseNs;
    private volatile boolean running;
    private Thread thread;

    /**
     * @param frames    slots of a run.
     * @param selection what to keep besides the base.
     */
    public RunHistory(final MappedFrames frames, final PlotSelection selection)
    {
        this.frames = frames;
        this.selection = selection;
        this.wanted = FrameReader.oldest(frames);
        this.reader = new FrameReader(frames, wanted);
        final FrameFileHeader header = frames.header();
        final String period = header.meta().getOrDefault(FrameMeta.PERIOD_NS, "1000000");
        periodNs = Long.parseLong(period);
        stride = Math.max(1, DEFAULT_SAMPLE_NS / periodNs);
        for (int i = 0; i < COUNTERS.length; i++)
        {
            fieldOffsets[i] = header.fields().get(COUNTERS[i]);
            counters[i] = new double[SAMPLES_MAX];
            series.put(COUNTERS[i], counters[i]);
        }
        releaseOffset = header.fields().get("release_ns");
        modeOffset = header.fields().get("mode");
        poseOffset = header.column("truth_base_pose").offset();
        gravityOffset = header.column("base_gravity").offset();
        series.put("base_height", height);
        series.put("base_tilt", tilt);
        series.put("base_tilt_estimate", tiltEstimate);
        addJoint(selection.legJoint());
        addJoint(selection.fingerJoint());
        selection.legTendons().forEach(tendon -> add("tendon_tension_n", tendon));
        selection.fingerTendons().forEach(tendon -> add("tendon_tension_n", tendon));
        channelOffsets = offsets.values().stream().mapToInt(Integer::intValue).toArray();
        channels = offsets.keySet().stream().map(series::get).toArray(double[][]::new);
    }

    private void addJoint(final String joint)
    {
        if (!joint.isEmpty())
        {
            add("target_position_rad", joint);
            add("estimate_position_rad", joint);
        }
    }

    private void add(final String column, final String label)
    {
        final BlockLayout.Entry entry = frames.header().column(column);
        final int index = entry.labels().indexOf(label);
        if (index < 0)
        {
            throw new IllegalArgumentException("no such channel: column=" + column + ", label=" + label);
        }
        final String key = column + "." + label;
        offsets.put(key, entry.offset() + index * Double.BYTES);
        series.put(key, new double[SAMPLES_MAX]);
    }

    /**
     * Starts to follow the run on a thread of its own.
     */
    public void start()
    {
        running = true;
        thread = new Thread(() ->
        {
            while (running)
            {
                drain();
                LockSupport.parkNanos(IDLE_NS);
            }
        }, "sinew-history");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Ends the thread and takes what is still in the ring. The frames must still be mapped.
     */
    @Override
    public void close()
    {
        running = false;
        boolean interrupted = false;
        while (thread != null && thread.isAlive())
        {
            try
            {
                thread.join();
            }
            catch (final InterruptedException ex)
            {
                interrupted = true;
            }
        }
        thread = null;
        drain();
        if (interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes every sample that is due. The history's thread, or any thread when {@link #start()} is not used.
     */
    void drain()
    {
        reader.skipTo(wanted);
        while (frames.cursorAcquire() >= wanted && reader.poll())
        {
            take(reader.frame());
            reader.skipTo(wanted);
        }
    }

    private void take(final UnsafeBuffer frame)
    {
        final long sequence = frame.getLong(FrameField.BEGIN.offset());
        missed += (sequence - wanted) / stride;
        if (count == SAMPLES_MAX)
        {
            thin();
        }
        final long releaseNs = frame.getLong(releaseOffset);
        if (count == 0)
        {
            firstReleaseNs = releaseNs;
        }
        times[count] = (releaseNs - firstReleaseNs) * 1e-9;
        modes[count] = frame.getLong(modeOffset);
        for (int i = 0; i < COUNTERS.length; i++)
        {
            counters[i][count] = frame.getLong(fieldOffsets[i]);
        }
        takeBase(frame);
        for (int i = 0; i < channels.length; i++)
        {
            channels[i][count] = frame.getDouble(channelOffsets[i]);
        }
        count++;
        wanted = (sequence / stride + 1) * stride;
    }

    private void takeBase(final UnsafeBuffer frame)
    {
        final double qw = frame.getDouble(poseOffset + 3 * Double.BYTES);
        final double qx = frame.getDouble(poseOffset + 4 * Double.BYTES);
        final double qy = frame.getDouble(poseOffset + 5 * Double.BYTES);
        final double qz = frame.getDouble(poseOffset + 6 * Double.BYTES);
        final double norm = qw * qw + qx * qx + qy * qy + qz * qz;
        final boolean hasTruth = norm > 0.5;
        height[count] = hasTruth ? frame.getDouble(poseOffset + 2 * Double.BYTES) : Double.NaN;
        tilt[count] = hasTruth ? angle(1 - 2 * (qx * qx + qy * qy) / norm) : Double.NaN;
        final double gz = frame.getDouble(gravityOffset + 2 * Double.BYTES);
        tiltEstimate[count] = gz == 0 ? Double.NaN : angle(-gz);
    }

    private static double angle(final double up)
    {
        return Math.acos(Math.max(-1, Math.min(1, up)));
    }

    private void thin()
    {
        count = SAMPLES_MAX / 2;
        for (int i = 0; i < count; i++)
        {
            times[i] = times[2 * i];
            modes[i] = modes[2 * i];
        }
        for (final double[] values : series.values())
        {
            for (int i = 0; i < count; i++)
            {
                values[i] = values[2 * i];
            }
        }
        stride *= 2;
    }

    /**
     * @return what is kept besides the base.
     */
    public PlotSelection selection()
    {
        return selection;
    }

    /**
     * @return facts about the run.
     */
    public Map<String, String> meta()
    {
        return frames.header().meta();
    }

    /**
     * @return number of samples. After {@link #close()}.
     */
    public int count()
    {
        return count;
    }

    /**
     * @return release time of each sample after the first, s. After {@link #close()}.
     */
    public double[] times()
    {
        return Arrays.copyOf(times, count);
    }

    /**
     * @return mode of each sample. After {@link #close()}.
     */
    public double[] modes()
    {
        return Arrays.copyOf(modes, count);
    }

    /**
     * @param key {@code base_height}, {@code base_tilt}, {@code base_tilt_estimate}, a counter of {@link FrameField} or
     *            {@code column.label}.
     * @return its samples. After {@link #close()}.
     */
    public double[] series(final String key)
    {
        final double[] values = series.get(key);
        if (values == null)
        {
            throw new IllegalArgumentException("no such series: key=" + key + ", known=" + series.keySet());
        }
        return Arrays.copyOf(values, count);
    }

    /**
     * @return samples that the loop had overwritten before they could be taken.
     */
    public long missed()
    {
        return missed;
    }

    /**
     * @return time between two samples, s of the run.
     */
    public double sampleS()
    {
        return stride * periodNs * 1e-9;
    }
}
