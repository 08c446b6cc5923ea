package dev.sinew.runtime.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.runtime.frame.TestRobots;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest
{
    private static final long PERIOD_NS = 1_000_000;
    private static final long STALE_NS = 3_000_000;

    private final Judge judge = Judge.ofControl(PERIOD_NS, STALE_NS);
    private final StateBlock state = StateBlock.of(TestRobots.small());

    private Verdict judge(final long sequence, final long latenessNs, final long nowNs)
    {
        state.stamp(sequence, 0, 0, ChannelGroup.ALL, 0);
        return judge.judge(ReturnCode.OK, state, latenessNs, nowNs);
    }

    @Test
    void shouldCallANewCompleteFiniteSampleGood()
    {
        assertEquals(Verdict.GOOD, judge(1, 0, 0));
        assertEquals(Verdict.GOOD, judge(2, PERIOD_NS - 1, 0));
    }

    @Test
    void shouldCallARepeatedSampleStaleThoughTheSystemSaidOk()
    {
        judge(1, 0, 0);
        assertEquals(Verdict.STALE, judge(1, 0, 0));
        assertEquals(Verdict.GOOD, judge(2, 0, 0));
    }

    @Test
    void shouldCallAnOldArrivalStale()
    {
        state.stamp(1, 0, 1000, ChannelGroup.ALL, 0);
        assertEquals(Verdict.STALE, judge.judge(ReturnCode.OK, state, 0, 1000 + STALE_NS + 1));
        state.stamp(2, 0, 1000, ChannelGroup.ALL, 0);
        assertEquals(Verdict.GOOD, judge.judge(ReturnCode.OK, state, 0, 1000 + STALE_NS));
    }

    @Test
    void shouldCallAWholePeriodLate()
    {
        assertEquals(Verdict.LATE, judge(1, PERIOD_NS, 0));
    }

    @ParameterizedTest
    @CsvSource({"NO_NEW_SAMPLE, STALE", "LOST, LOST", "NOT_ACTIVE, LOST", "ERROR, DEVICE_ERROR"})
    void shouldFollowTheSystemsOutcome(final ReturnCode code, final Verdict verdict)
    {
        assertEquals(verdict, judge.judge(code, state, 0, 0));
    }

    @Test
    void shouldFindOneNanAmongAllValues()
    {
        state.tendonTension.set(7, Double.NaN);
        assertEquals(Verdict.BAD_VALUE, judge(1, 0, 0));
        state.tendonTension.set(7, Double.NEGATIVE_INFINITY);
        assertEquals(Verdict.BAD_VALUE, judge(2, 0, 0));
    }

    @Test
    void shouldLeaveADeadTouchCellToWhatReadsIt()
    {
        final StateBlock hands = StateBlock.of(TestRuns.neo());
        hands.touch.set(0, Double.NaN);
        hands.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        assertEquals(Verdict.GOOD, judge.judge(ReturnCode.OK, hands, 0, 0));
        hands.touch.fill(Double.POSITIVE_INFINITY);
        hands.stamp(2, 0, 0, ChannelGroup.ALL, 0);
        assertEquals(Verdict.GOOD, judge.judge(ReturnCode.OK, hands, 0, 0));
        hands.wrench.set(2, Double.NaN);
        hands.stamp(3, 0, 0, ChannelGroup.ALL, 0);
        assertEquals(Verdict.BAD_VALUE, judge.judge(ReturnCode.OK, hands, 0, 0));
    }

    @Test
    void shouldMissAGroupThatControlNeedsButNotTouch()
    {
        state.stamp(1, 0, 0, ChannelGroup.ALL & ~ChannelGroup.TENDONS.mask(), 0);
        assertEquals(Verdict.INCOMPLETE, judge.judge(ReturnCode.OK, state, 0, 0));
        state.stamp(2, 0, 0, ChannelGroup.ALL & ~ChannelGroup.TOUCH.mask(), 0);
        assertEquals(Verdict.GOOD, judge.judge(ReturnCode.OK, state, 0, 0));
    }

    @Test
    void shouldBelieveTheDeviceWhenItReportsAnError()
    {
        state.stamp(1, 0, 0, ChannelGroup.ALL, 17);
        assertEquals(Verdict.DEVICE_ERROR, judge.judge(ReturnCode.OK, state, 0, 0));
    }
}
