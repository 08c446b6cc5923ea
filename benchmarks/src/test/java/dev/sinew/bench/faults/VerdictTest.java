package dev.sinew.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What counts as a promise that was not kept. */
class VerdictTest
{
    private static SoakRow soak(final long lost, final String bad, final long late, final double rateHz)
    {
        return new SoakRow("bus", 22, 60, 40_000, late, lost, bad, rateHz, 671, 671, 0.1, 0);
    }

    private static FaultRow fault(final FaultCase fault, final long met, final int firstCycle, final long notGood,
        final int onBadFrames, final int selfStops, final String recovery)
    {
        return new FaultRow("bus", fault, true, met, 500, firstCycle < 0 ? 0 : 3, firstCycle,
            firstCycle < 0 ? "" : "LOST", notGood > 0 ? "bad_crc " + notGood : "", notGood, 12, 480, onBadFrames,
            selfStops, 2, recovery, 1);
    }

    private static StopRow stop(final boolean promised, final int stopped, final double silenceMs, final int restarts)
    {
        return new StopRow("bus", "none", "bus pulled", promised, 2, stopped, "limp by its own watchdog", silenceMs,
            103, 250, restarts, 0);
    }

    @Test
    void shouldKeepALongRunWithLateAnswersButNotWithLostOrBadOnesOrTooFew()
    {
        assertEquals(List.of(), Verdict.of(soak(0, "", 5, 604)));
        assertEquals(List.of("1 lost"), Verdict.of(soak(1, "", 0, 671)));
        assertEquals(List.of("bad_crc 2"), Verdict.of(soak(0, "bad_crc 2", 0, 671)));
        assertEquals(List.of("below 0.9 of the rated cycle"), Verdict.of(soak(0, "", 0, 603)));
    }

    @Test
    void shouldBreakAsSoonAsOneCommandWentOutOnABadFrame()
    {
        assertEquals(List.of(), Verdict.of(fault(FaultCase.WRONG_CHECK, 90, 2, 90, 0, 0, "by itself")));
        assertEquals(List.of("1 commands on bad frames"),
            Verdict.of(fault(FaultCase.WRONG_CHECK, 90, 2, 90, 1, 0, "by itself")));
        assertEquals(List.of("1 commands on bad frames"),
            Verdict.of(fault(FaultCase.STALL, 1, -1, 0, 1, 0, "by itself")));
    }

    @Test
    void shouldNotBeSatisfiedByAFaultThatMetNothingOrThatNobodySaw()
    {
        assertEquals(List.of("the fault met nothing"),
            Verdict.of(fault(FaultCase.ZERO_DATA, 0, 2, 90, 0, 0, "by itself")));
        assertEquals(List.of("nothing was counted"),
            Verdict.of(fault(FaultCase.ZERO_DATA, 90, -1, 0, 0, 0, "by itself")));
        assertEquals(List.of("the host was told nothing"),
            Verdict.of(fault(FaultCase.OVERHEAT, 1, -1, 0, 0, 0, "activate")));
        assertEquals(List.of("1 motors went on"), Verdict.of(fault(FaultCase.BUS_CUT, 1, 2, 0, 0, 1, "activate")));
        assertEquals(List.of("it did not recover"), Verdict.of(fault(FaultCase.BUS_CUT, 1, 2, 0, 0, 2, "")));
    }

    @Test
    void shouldWantEveryMotorStoppedInTimeAndNoneStartedAgain()
    {
        assertEquals(List.of(), Verdict.of(stop(true, 2, 101, 0)));
        assertEquals(List.of("1 motors went on"), Verdict.of(stop(true, 1, 101, 0)));
        assertEquals(List.of("stopped too late"), Verdict.of(stop(true, 2, 103.1, 0)));
        assertEquals(List.of("stopped too late"), Verdict.of(stop(true, 2, Double.NaN, 0)));
        assertEquals(List.of("1 were switched on again"), Verdict.of(stop(true, 2, 101, 1)));
        assertEquals(List.of(), Verdict.of(stop(false, 0, Double.NaN, 0)), "no watchdog, no promise");
        assertEquals(List.of("2 processes were left"), Verdict.of(new StopRow("bus", "process", "both killed", true,
            2, 2, "limp", 101, 103, 250, 0, 2)));
    }

    @Test
    void shouldShowWhereADriverRanAndWhenItsMotorsStopped()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CampaignTables.stops(List.of(stop(true, 2, 101, 0)), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        final String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(lines[0].chars().filter(c -> c == '|').count(), lines[2].chars().filter(c -> c == '|').count());
        assertEquals("| bus | none | bus pulled | 2 of 2 | limp by its own watchdog | 101.0 ms | 103.0 ms | " +
            "250.0 ms | 0 | kept |", lines[2]);
    }

    @Test
    void shouldShowInTheTableWhatIsBroken()
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CampaignTables.faults(List.of(fault(FaultCase.WRONG_ID, 90, 2, 90, 3, 0, "by itself")),
            new PrintStream(bytes, true, StandardCharsets.UTF_8));
        final String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\n");
        assertEquals(3, lines.length);
        assertEquals(lines[0].chars().filter(c -> c == '|').count(), lines[2].chars().filter(c -> c == '|').count());
        assertTrue(lines[2].endsWith("| BROKEN: 3 commands on bad frames |"), lines[2]);
    }
}
