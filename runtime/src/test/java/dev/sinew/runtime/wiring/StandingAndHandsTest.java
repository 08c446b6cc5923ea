package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.report.RunReport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped policy without any push: it stands for a minute and moves every finger through its tendons. */
class StandingAndHandsTest
{
    private static final double CLOSED = 0.5;
    private static final double OPEN = 0.2;

    @TempDir
    private Path directory;

    private TestRuns runs(final String backend)
    {
        TestRuns.assume(backend);
        return new TestRuns(directory).backend(backend);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mujoco"})
    void shouldStandForAMinuteUnderSensorNoise(final String backend)
    {
        final RunReport report = runs(backend).durationS(60).run();

        assertEquals("ACTIVE", report.outcome().mode());
        assertEquals(List.of(), report.faults());
        assertTrue(report.outcome().baseTiltRad() < 0.1, report.outcome().toString());
        assertTrue(Math.hypot(report.outcome().basePositionM().get(0), report.outcome().basePositionM().get(1)) < 0.1,
            report.outcome().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mujoco"})
    void shouldCloseAndOpenAllFingersThroughTheirTendons(final String backend)
    {
        final Map<String, Double> closed =
            runs(backend).hands(CommandSource.Hands.CLOSED).durationS(3).run().outcome().fingerClosures();
        final Map<String, Double> open =
            runs(backend).hands(CommandSource.Hands.OPEN).durationS(3).run().outcome().fingerClosures();

        assertEquals(10, closed.size());
        closed.forEach((finger, closure) -> assertTrue(closure > CLOSED, "closed " + finger + ": " + closure));
        open.forEach((finger, closure) -> assertTrue(closure < OPEN, "open " + finger + ": " + closure));
    }

    @ParameterizedTest
    @CsvSource({"1.9, l_th", "3.7, l_ff", "12.7, r_ff"})
    void shouldCloseOneFingerAfterTheOther(final double timeS, final String moving)
    {
        final Map<String, Double> closures = runs("embedded").durationS(timeS).run().outcome().fingerClosures();

        closures.forEach((finger, closure) -> assertTrue(finger.equals(moving) ? closure > CLOSED : closure < OPEN,
            finger + " at " + timeS + " s: " + closure));
    }
}
