package dev.sinew.hal.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.Vector3;
import org.junit.jupiter.api.Test;

class ScenarioFileTest
{
    private static final Path FOLDER = Path.of("../sim-backend/scenarios");

    private final RobotDescription neo = RobotFile.load(Path.of("robots/neo/robot.yaml"));

    @Test
    void shouldLoadEveryShippedScenarioForNeo() throws IOException
    {
        try (Stream<Path> files = Files.list(FOLDER))
        {
            final List<Path> sorted = files.sorted().toList();
            assertTrue(sorted.size() >= 13);
            for (final Path file : sorted)
            {
                final Scenario scenario = ScenarioFile.load(file, neo);
                assertEquals(file.getFileName().toString(), scenario.name() + ".yaml");
                assertFalse(scenario.events().isEmpty());
            }
        }
    }

    @Test
    void shouldTurnAnImpulseIntoAForce()
    {
        final ScenarioEvent push = parse("{kind: push, at_s: 2, for_s: 0.1, link: torso, impulse_ns: 12, " +
            "direction: [0, -2, 0], point_m: [0, 0, 0.2]}").events().get(0);
        assertEquals(ScenarioEvent.Kind.PUSH, push.kind());
        assertEquals(2_000_000_000L, push.beginNs());
        assertEquals(100_000_000L, push.durationNs());
        assertEquals(neo.linkIndex("torso"), push.target());
        assertEquals(-120, push.vector().y(), 1e-9);
        assertEquals(new Vector3(0, 0, 0.2), push.pointM());
    }

    @Test
    void shouldFindTargetsByName()
    {
        assertEquals(neo.tendonIndex("l_knee_n"),
            parse("{kind: tendon_cut, at_s: 1, tendon: l_knee_n}").events().get(0).target());
        final ScenarioEvent gyro = parse("{kind: sensor_bias, at_s: 1, column: imu, sensor: imu_torso.gy, bias: 0.1}")
            .events().get(0);
        assertEquals("imu", gyro.channel());
        assertEquals(15, gyro.target());
        assertEquals(Long.MAX_VALUE, gyro.durationNs());
        assertEquals(-1, parse("{kind: sensor_freeze, at_s: 1, column: touch_n}").events().get(0).target());
    }

    @Test
    void shouldSortEventsByTheirBegin()
    {
        final Scenario scenario = ScenarioFile.parse("s.yaml", "scenario: two\nevents:\n" +
            "  - {kind: sample_drop, at_s: 5, for_s: 0.01}\n  - {kind: policy_late, at_s: 1, cycles: 3}\n", neo);
        assertEquals(ScenarioEvent.Kind.POLICY_LATE, scenario.events().get(0).kind());
    }

    @Test
    void shouldReportEveryMistakeAtOnceWithItsLine()
    {
        final ScenarioFileException e = assertThrows(ScenarioFileException.class, () -> ScenarioFile.parse("s.yaml",
            """
            scenario: bad
            events:
              - {kind: pusch, at_s: 1}
              - {kind: push, at_s: 3000000, for_s: 0.1, link: torzo, force_n: [0, 0]}
              - {kind: tendon_cut, at_s: 1, for_s: 2, tendon: l_nee_p}
              - {kind: motor_weak, at_s: 1, motor: l_knee_p_motor, torque_share: 50}
              - {kind: sensor_nan, at_s: 1, column: joint_positions_rad, sensor: l_knee}
              - {kind: push, at_s: 1, link: torso, force_n: [1, 0, 0], impulse_ns: 3, direction: [0, 0, 0]}
              - {kind: sample_drop, at_s: 1, tendon: l_knee_p}
            """, neo));
        assertEquals("""
            s.yaml is not a usable scenario: 12 mistakes
              s.yaml:3: events[0].kind: nothing of the kind 'pusch' can happen; did you mean 'push'?
              s.yaml:4: events[1].at_s: should be from 0 to 1000000 s, is 3000000; did you mean ms? 3000000 ms is 3000
              s.yaml:4: events[1].link: robot 'neo' has no link 'torzo'; did you mean 'torso'?
              s.yaml:4: events[1].force_n: should be a list of 3 numbers, like [0.1, 0.2, 0.3]
              s.yaml:5: events[2].for_s: a cut tendon does not heal; remove the key, or use tendon_slack
              s.yaml:5: events[2].tendon: robot 'neo' has no tendon 'l_nee_p'; did you mean 'l_knee_p'?
              s.yaml:6: events[3].torque_share: should be from 0 to 1 (1 is the whole torque), is 50; did you mean \
            percent? 50 percent is 0.5
              s.yaml:7: events[4].column: robot 'neo' has no column 'joint_positions_rad'; did you mean \
            'joint_position_rad'?
              s.yaml:8: events[5]: lacks the key 'for_s'
              s.yaml:8: events[5].force_n: gives the push twice; keep force_n, or impulse_ns with direction
              s.yaml:8: events[5].direction: has no direction; write one such as [1, 0, 0]
              s.yaml:9: events[6].tendon: unknown key; known: kind, at_s, for_s""", e.getMessage());
    }

    private Scenario parse(final String event)
    {
        return ScenarioFile.parse("s.yaml", "scenario: one\nevents:\n  - " + event + "\n", neo);
    }
}
