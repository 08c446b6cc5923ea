package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.scenario.ScenarioFile;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.runtime.report.RunReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped policy through the whole loop, tendons and noisy sensors included: it survives pushes that stiff joints
 * alone do not survive, and it falls when it is blind.
 */
class BalancePolicyTest
{
    private static final Path HOME = Path.of("..");
    private static final Path ROBOT = HOME.resolve("hal/robots/neo/robot.yaml");
    private static final Path BUNDLE = HOME.resolve("policy-inference/policies/neo-balance");
    private static final double STANDING_M = 0.75;
    private static final double UPRIGHT_RAD = 0.15;
    private static final double RECOVERED_S = 8.1;

    private static final RobotDescription NEO = RobotFile.load(ROBOT);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "embedded,push-front", "embedded,push-back", "embedded,push-left", "embedded,push-right",
        "mujoco,push-front", "mujoco,push-back", "mujoco,push-left", "mujoco,push-right"})
    void shouldBeUprightFiveSecondsAfterAPush(final String backend, final String scenario)
    {
        final RunReport.Outcome outcome = run(backend, shipped(), scenario(scenario), RECOVERED_S);

        assertEquals("ACTIVE", outcome.mode());
        assertTrue(stands(outcome), () -> "the robot ended at " + outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "embedded,push-front", "embedded,push-back", "embedded,push-left", "embedded,push-right",
        "mujoco,push-front", "mujoco,push-back", "mujoco,push-left", "mujoco,push-right"})
    void shouldFallFromTheSamePushWhenTheActionNeverChanges(final String backend, final String scenario)
    {
        final RunReport.Outcome outcome = run(backend, null, scenario(scenario), RECOVERED_S);

        assertFalse(stands(outcome), () -> "stiff joints alone survived: " + outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "mujoco"})
    void shouldStandWithoutAPushEvenWhenTheActionNeverChanges(final String backend)
    {
        assertTrue(stands(run(backend, null, Scenario.NONE, 4)), "the fall in the other test would mean nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "embedded,push-front", "embedded,push-back", "embedded,push-left", "embedded,push-right",
        "mujoco,push-front", "mujoco,push-back", "mujoco,push-left", "mujoco,push-right"})
    void shouldFallFromTheSamePushWhenItsObservationIsFrozen(final String backend, final String scenario)
    {
        final List<ScenarioEvent> events = new ArrayList<>(scenario(scenario).events());
        final Vector3 zero = new Vector3(0, 0, 0);
        events.add(0, new ScenarioEvent(ScenarioEvent.Kind.OBSERVATION_FREEZE, 2_900_000_000L, Long.MAX_VALUE, "", -1,
            0, zero, zero));

        assertFalse(stands(run(backend, shipped(), new Scenario("blind", events), RECOVERED_S)));
    }

    @Test
    void shouldUseTheGainsAndThePoseThatTheConstantActionUses()
    {
        final PolicyBundle bundle = shipped();
        assertEquals(NEO.jointNames(), bundle.manifest().jointNames());
        assertArrayEquals(NEO.joints().stream().mapToDouble(JointDescription::kpNmRad).toArray(),
            bundle.manifest().jointStiffness(), 1e-9);
        assertArrayEquals(NEO.joints().stream().mapToDouble(JointDescription::kdNmsRad).toArray(),
            bundle.manifest().jointDamping(), 1e-9);
        assertArrayEquals(NEO.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray(),
            bundle.manifest().defaultJointPos(), 1e-9);
    }

    private static PolicyBundle shipped()
    {
        return PolicyBundle.load(BUNDLE, RobotFit.of(NEO));
    }

    private static Scenario scenario(final String name)
    {
        return ScenarioFile.load(HOME.resolve("sim-backend/scenarios").resolve(name + ".yaml"), NEO);
    }

    private static boolean stands(final RunReport.Outcome outcome)
    {
        return outcome.basePositionM().get(2) > STANDING_M && outcome.baseTiltRad() < UPRIGHT_RAD &&
            "ACTIVE".equals(outcome.mode());
    }

    private RunReport.Outcome run(
        final String backend, final PolicyBundle bundle, final Scenario scenario, final double durationS)
    {
        TestRuns.assume(backend);
        final TestRuns runs = new TestRuns(directory).backend(backend).scenario(scenario).durationS(durationS);
        return (bundle == null ? runs.withoutPolicy() : runs).run().outcome();
    }
}
