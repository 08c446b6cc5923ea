package dev.sinew.runtime.frame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Black boxes for tests, and a sum over a frame that a mixed frame does not have.
 */
public final class TestFrames
{
    private TestFrames()
    {
    }

    /**
     * @return layout of the small robot's frames.
     */
    public static FrameLayout layout()
    {
        return new FrameLayout(TestRobots.small(), List.of("o0", "o1"), List.of("a0"));
    }

    /**
     * @return facts such as a loop writes.
     */
    public static Map<String, String> meta()
    {
        final Map<String, String> meta = new LinkedHashMap<>();
        meta.put(FrameMeta.ROBOT, "test");
        meta.put(FrameMeta.PERIOD_NS, "1000000");
        meta.put(FrameMeta.VERDICT_NAMES, "0:GOOD,1:LATE,2:STALE");
        meta.put(FrameMeta.MODE_NAMES, "0:OFF,1:CALIBRATE,2:READY,3:ACTIVE,4:FREEZE");
        meta.put(FrameMeta.FAULT_NAMES, "0:NONE,110:BASE_TILT");
        meta.put(FrameMeta.GATE_ACTION_NAMES, "0:POSITION,1:VELOCITY,2:EFFORT");
        return meta;
    }

    /**
     * @param path  where; must not exist.
     * @param slots number of slots.
     * @return an empty black box of the small robot.
     * @throws IOException when it cannot be made.
     */
    public static MappedFrames create(final Path path, final int slots) throws IOException
    {
        return MappedFrames.create(path, FrameFileHeader.of(layout(), slots, meta()));
    }

    /**
     * Fills a frame with numbers that all follow from its cycle: a copy of two different frames does not pass
     * {@link #isWhole}.
     *
     * @param frame frame to fill.
     * @param cycle number of the cycle.
     */
    public static void fill(final CycleFrame frame, final long cycle)
    {
        final int end = frame.layout().endOffset();
        for (int offset = Long.BYTES; offset < end; offset += Long.BYTES)
        {
            frame.buffer().putLong(offset, cycle * 31 + offset);
        }
    }

    /**
     * @param copy copy of a frame that {@link #fill} filled.
     * @param end  offset of its closing number.
     * @return true when all its numbers belong to one cycle.
     */
    public static boolean isWhole(final UnsafeBuffer copy, final int end)
    {
        final long first = copy.getLong(Long.BYTES) - Long.BYTES;
        for (int offset = Long.BYTES; offset < end; offset += Long.BYTES)
        {
            if (copy.getLong(offset) - offset != first)
            {
                return false;
            }
        }
        return first % 31 == 0;
    }
}
