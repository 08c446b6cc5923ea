package dev.sinew.runtime.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.FrameReader;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.FrameView;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import dev.sinew.runtime.frame.TestRobots;

/** Frames of a run that never was, one by one, shown to listeners as a follower would. */
public final class FrameScript implements AutoCloseable
{
    /** Length of a cycle, ns. */
    public static final long PERIOD_NS = 1_000_000L;

    private final MappedFrames frames;
    private final CycleFrame frame;
    private final FrameRing ring;
    private final FrameReader reader;
    private final FrameView view;
    private final FrameFollower.Listener[] listeners;
    private long cycle;
    private long releaseNs = System.nanoTime();

    /**
     * @param file      where the frames lie; must not exist.
     * @param listeners made when the header is known.
     */
    public FrameScript(final Path file, final java.util.function.Function<FrameFileHeader, FrameFollower.Listener[]>
        listeners) throws IOException
    {
        final RobotDescription robot = TestRobots.small().withBuses(List.of(
            new BusDescription("left", "x", "", List.of()), new BusDescription("right", "x", "", List.of())));
        final FrameLayout layout = new FrameLayout(robot, List.of(), List.of());
        frames = MappedFrames.create(file, FrameFileHeader.of(layout, 64, TestFrames.meta()));
        frame = CycleFrame.allocate(layout);
        ring = new FrameRing(frames);
        reader = new FrameReader(frames, 0);
        view = new FrameView(frames, reader);
        this.listeners = listeners.apply(frames.header());
    }

    /** @return the frame that {@link #publish()} shows next. */
    public CycleFrame frame()
    {
        return frame;
    }

    /** @return where the frames lie. */
    public MappedFrames frames()
    {
        return frames;
    }

    /** The next cycle, one period after the one before. */
    public FrameScript publish()
    {
        return publish(1, 10_000);
    }

    /**
     * @param periods    periods since the cycle before; more than 1 were skipped.
     * @param latenessNs start minus release.
     */
    public FrameScript publish(final long periods, final long latenessNs)
    {
        releaseNs += periods * PERIOD_NS;
        frame.set(FrameField.CYCLE, cycle++);
        frame.set(FrameField.RELEASE_NS, releaseNs);
        frame.set(FrameField.START_NS, releaseNs + latenessNs);
        frame.set(FrameField.NOW_NS, releaseNs + latenessNs);
        frame.set(FrameField.START_STAMP_NS, releaseNs + latenessNs);
        frame.set(FrameField.WRITE_DONE_NS, releaseNs + latenessNs + 50_000);
        frame.set(FrameField.PREVIOUS_CYCLE_NS, 60_000);
        ring.publish(frame);
        while (reader.poll())
        {
            for (final FrameFollower.Listener listener : listeners)
            {
                listener.onFrame(view);
            }
        }
        return this;
    }

    /** As after every frame that was there. */
    public FrameScript batch(final long lost)
    {
        for (final FrameFollower.Listener listener : listeners)
        {
            listener.onBatch(lost);
        }
        return this;
    }

    @Override
    public void close()
    {
        frames.close();
    }
}
