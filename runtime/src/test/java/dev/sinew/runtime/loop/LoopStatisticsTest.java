package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.TestRobots;
import org.junit.jupiter.api.Test;

class LoopStatisticsTest
{
    private static final long PERIOD_NS = 1_000_000;

    private final CycleFrame frame =
        CycleFrame.allocate(new FrameLayout(TestRobots.small(), List.of(), List.of()));
    private final LoopStatistics statistics = new LoopStatistics(PERIOD_NS);

    private void record(final long latenessNs, final long skipped)
    {
        frame.set(FrameField.RELEASE_NS, 5 * PERIOD_NS);
        frame.set(FrameField.START_NS, 5 * PERIOD_NS + latenessNs);
        frame.set(FrameField.SKIPPED_PERIODS, skipped);
        statistics.record(frame, 0, 0, 0);
    }

    @Test
    void shouldCountAStallOnceRawAndOncePerPeriodThatItCostCorrected()
    {
        record(1_000, 0);
        record(1_000, 3); // three releases passed while the cycle before this one was held up

        assertEquals(2, statistics.lateness.getTotalCount());
        assertEquals(5, statistics.latenessCorrected.getTotalCount());
        assertEquals(3 * PERIOD_NS + 1_000, statistics.latenessCorrected.getMaxValue(), PERIOD_NS * 0.005);
        assertEquals(1_000, statistics.lateness.getMaxValue(), 10);
    }

    @Test
    void shouldClampWhatTheRecorderWouldThrowOn()
    {
        record(-50, 0);
        record(Long.MAX_VALUE / 2, 0);

        assertEquals(2, statistics.lateness.getTotalCount());
        assertEquals(0, statistics.lateness.getMinValue());
    }

    @Test
    void shouldKeepTheFirstThousandByThemselves()
    {
        for (int cycle = 0; cycle < 1500; cycle++)
        {
            record(cycle < 1000 ? 10 : 10_000, 0);
        }

        assertEquals(1000, statistics.latenessFirst.getTotalCount());
        assertEquals(10, statistics.latenessFirst.getMaxValue());
        assertEquals(1500, statistics.lateness.getTotalCount());
    }
}
