package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.runtime.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultReactionTest
{
    @TempDir
    private Path directory;

    private RunReport run(final String event)
    {
        return new TestRuns(directory).durationS(1.0).scenario("scenario: test\nevents:\n  - " + event + "\n").run();
    }

    private static void assertFault(final RunReport report, final String fault, final String mode)
    {
        assertEquals(List.of(fault), report.faults().stream().map(RunReport.Fault::name).toList());
        assertEquals(mode, report.outcome().mode());
    }

    @Test
    void shouldRideThroughAFewDroppedSamplesWithoutAFault()
    {
        final RunReport report = run("{kind: sample_drop, at_s: 0.4, for_s: 0.005}");

        assertEquals(List.of(), report.faults());
        assertEquals("ACTIVE", report.outcome().mode());
        final long bad = report.verdicts().get("lost") + report.verdicts().get("stale");
        assertTrue(bad >= 4 && bad <= 6, "bad verdicts: " + report.verdicts());
    }

    @Test
    void shouldDampWhenSamplesStayAway()
    {
        assertFault(run("{kind: sample_drop, at_s: 0.4}"), "SAMPLES_LOST", "DAMP");
    }

    @Test
    void shouldDampWhenASensorReadsNan()
    {
        final RunReport report = run("{kind: sensor_nan, at_s: 0.4, column: motor_position_rad}");

        assertFault(report, "SAMPLES_LOST", "DAMP");
        assertTrue(report.verdicts().get("bad_value") > 500, report.verdicts().toString());
    }

    @Test
    void shouldStandOnWhenAKneeEncoderReadsNan()
    {
        final RunReport report = run("{kind: sensor_nan, at_s: 0.4, column: joint_position_rad, sensor: l_knee}");

        assertEquals(List.of(), report.faults());
        assertEquals("ACTIVE", report.outcome().mode());
        assertTrue(report.outcome().basePositionM().get(2) > 0.8, report.outcome().toString());
    }

    @Test
    void shouldStandOnWhenTouchCellsReadNan()
    {
        final RunReport report = run("{kind: sensor_nan, at_s: 0.4, column: touch_n}");

        assertEquals(List.of(), report.faults());
        assertEquals("ACTIVE", report.outcome().mode());
    }

    @Test
    void shouldStandOnWithoutAnyJointEncoder()
    {
        final ScenarioEvent drop = new ScenarioEvent(ScenarioEvent.Kind.SAMPLE_DROP, 400_000_000L, Long.MAX_VALUE,
            "joint_position_rad", -1, 0, Vector3.ZERO, Vector3.ZERO);
        final RunReport report = new TestRuns(directory).durationS(2).scenario(
            new Scenario("no encoders", List.of(drop))).run();

        assertEquals(List.of(), report.faults());
        assertEquals("ACTIVE", report.outcome().mode());
        assertTrue(report.outcome().basePositionM().get(2) > 0.8, report.outcome().toString());
    }

    @Test
    void shouldFreezeWhenThePolicyIsLaterThanItsCommandsMayLive()
    {
        assertFault(run("{kind: policy_late, at_s: 0.4, cycles: 400}"), "COMMAND_TOO_OLD", "FREEZE");
    }

    @Test
    void shouldStopWhenTheSimulationBlowsUpThoughItIsStillFinite()
    {
        final ScenarioEvent kick = new ScenarioEvent(ScenarioEvent.Kind.PUSH, 400_000_000L, 1_000_000L, "", 0, 0,
            new Vector3(0, 0, 1e8), Vector3.ZERO);
        final RunReport report = new TestRuns(directory).scenario(new Scenario("kick", List.of(kick))).run();

        assertFault(report, "SIMULATION_UNSTABLE", "FAULT");
        assertTrue(report.counts().cycles() < 500, "cycles: " + report.counts().cycles());
    }

    @Test
    void shouldDampWhenTheRobotFalls()
    {
        final RunReport report = new TestRuns(directory).durationS(3).scenario("""
            scenario: hard push
            events:
              - {kind: push, at_s: 0.3, for_s: 0.1, link: torso, point_m: [0, 0, 0.2], impulse_ns: 60,
                 direction: [1, 0, 0]}
            """).run();

        assertFault(report, "BASE_TILT", "DAMP");
        assertTrue(report.outcome().basePositionM().get(2) < 0.5, report.outcome().toString());
    }
}
