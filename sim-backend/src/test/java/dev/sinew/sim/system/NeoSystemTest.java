package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import org.junit.jupiter.api.Test;

class NeoSystemTest
{
    private static final double G = 9.81;

    private final RobotDescription robot = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml"));

    @Test
    void shouldStandThroughItsTendonsUnderNoise()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 3, true);
        final PoseHolder holder = new PoseHolder(robot);
        run.control(holder, 4000);
        assertTrue(run.height() > 0.83, "height=" + run.height());
        double carried = 0;
        final int cycles = 1000;
        for (int i = 0; i < cycles; i++)
        {
            run.control(holder, 1);
            for (int cell = 0; cell < robot.sensors().touches().size(); cell++)
            {
                carried += run.state.touch.get(cell) / cycles;
            }
        }
        assertTrue(run.height() > 0.83, "height=" + run.height());
        assertEquals(robot.massKg() * G, carried, 0.03 * robot.massKg() * G, "touch cells of the soles carry it");
    }

    @Test
    void shouldCollapseWithoutTension()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 3, true);
        final CommandBlock nothing = CommandBlock.of(robot);
        nothing.stamp(0, 0, true);
        run.hold(nothing, 1500);
        assertTrue(run.height() < 0.5, "height=" + run.height());
    }

    @Test
    void shouldFallWhenTheKneesLoseTheirTendons()
    {
        final long begin = 1_000_000_000L;
        final Scenario cut = new Scenario("cut", List.of(
            SimRun.of(ScenarioEvent.Kind.TENDON_CUT, robot.tendonIndex("l_knee_n"), 0, begin, 1),
            SimRun.of(ScenarioEvent.Kind.TENDON_CUT, robot.tendonIndex("r_knee_n"), 0, begin, 1)));
        final SimRun run = new SimRun(robot, cut, 3, true);
        final PoseHolder holder = new PoseHolder(robot);
        run.control(holder, 900);
        assertTrue(run.height() > 0.83, "height=" + run.height());
        double lowest = run.height();
        for (int cycle = 0; cycle < 1200; cycle++)
        {
            run.control(holder, 1);
            lowest = Math.min(lowest, run.height());
        }
        assertTrue(lowest < 0.6, "lowest=" + lowest);
        assertTrue(Math.abs(run.state.tendonTension.get(robot.tendonIndex("l_knee_n"))) < 3, "only noise is left");
    }

    @Test
    void shouldStretchASoftTendonFurther()
    {
        final int tendon = robot.tendonIndex("l_knee_n");
        final double stiff = woundIn(robot, tendon);
        final double soft = woundIn(withHalfTheStiffness(tendon), tendon);
        final double pull = 1000;
        final double expected = pull / robot.tendons().get(tendon).stiffnessNM();
        assertEquals(expected, soft - stiff, 0.1 * expected, "twice the stretch: stiff=" + stiff + ", soft=" + soft);
    }

    /** Cable length, m, that one motor winds in beyond what its tendon's path gives, when it pulls 1000 N more. */
    private static double woundIn(final RobotDescription description, final int tendon)
    {
        final SimRun run = new SimRun(description, Scenario.NONE, 1, false);
        final int motor = description.tendons().get(tendon).motor();
        final double radius = description.motors().get(motor).spoolRadiusM();
        final CommandBlock command = CommandBlock.of(description);
        command.motorEffort.set(motor, 1060 * radius);
        command.motorDamping.fill(0.5);
        command.stamp(0, 0, true);
        run.read();
        final double path = run.state.tendonLength.get(tendon);
        final double tension = run.state.tendonTension.get(tendon);
        final double angle = run.state.motorPosition.get(motor);
        run.hold(command, 600);
        run.read();
        assertEquals(1060, run.state.tendonTension.get(tendon), 20, "settled");
        final double wound = radius * (run.state.motorPosition.get(motor) - angle) +
            run.state.tendonLength.get(tendon) - path;
        return wound * 1000 / (run.state.tendonTension.get(tendon) - tension);
    }

    private RobotDescription withHalfTheStiffness(final int tendon)
    {
        final List<TendonDescription> tendons = robot.tendons().stream()
            .map(t -> t.index() != tendon ? t : new TendonDescription(t.name(), t.index(), t.motor(), t.momentArms(),
                t.restLengthM(), t.tensionMinN(), t.tensionMaxN(), t.pretensionN(), t.stiffnessNM() / 2,
                t.dampingNsM()))
            .toList();
        return new RobotDescription(robot.name(), robot.sha256(), robot.links(), robot.joints(), robot.motors(),
            tendons, robot.contacts(), robot.shapes(), robot.sensors(), robot.rates(), robot.safety(),
            robot.simulation(), robot.buses());
    }
}
