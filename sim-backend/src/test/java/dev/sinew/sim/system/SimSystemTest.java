package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.List;
import java.util.ServiceLoader;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;

class SimSystemTest
{
    private final RobotDescription robot = TestRobots.humanoid();

    @Test
    void shouldCollapseWithoutTension()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 1, true);
        final CommandBlock nothing = CommandBlock.of(robot);
        nothing.stamp(0, 0, true);
        run.hold(nothing, 1500);
        assertTrue(run.height() < 0.6 * robot.simulation().baseHeightM(), "height=" + run.height());
    }

    @Test
    void shouldCollapseWhenDisabled()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 1, true);
        run.control(new PoseHolder(robot), 100);
        assertTrue(run.height() > 0.8, "height=" + run.height());
        final CommandBlock disabled = CommandBlock.of(robot);
        disabled.motorEffort.fill(1);
        disabled.stamp(0, 0, false);
        run.hold(disabled, 1500);
        assertTrue(run.height() < 0.6 * robot.simulation().baseHeightM(), "height=" + run.height());
    }

    @Test
    void shouldGoLimpWhenCommandsCease()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 1, false);
        final CommandBlock some = CommandBlock.of(robot);
        some.motorEffort.fill(0.2);
        some.stamp(0, 0, true);
        run.hold(some, 10);
        run.read();
        assertEquals(0.2, run.state.motorEffort.get(0), 1e-9);
        for (int i = 0; i < SimSystem.WATCHDOG_NS / robot.rates().periodNs() + 2; i++)
        {
            run.read();
            run.advance();
        }
        run.read();
        assertEquals(0, run.state.motorEffort.get(0), 1e-9);
    }

    @Test
    void shouldGoLimpWhenDeactivated()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 1, false);
        final CommandBlock some = CommandBlock.of(robot);
        some.motorEffort.fill(0.2);
        some.stamp(0, 0, true);
        run.hold(some, 10);
        run.system.onDeactivate();
        run.system.onDeactivate();
        run.advance();
        run.read();
        assertEquals(0, run.state.motorEffort.get(0), 1e-9);
    }

    @Test
    void shouldMoveAJointOnlyTheWayItsTautTendonPulls()
    {
        final JointDescription joint = robot.joints().get(robot.jointIndex("l_ff_mcp"));
        final int pull = robot.tendonIndex("l_ff_mcp_pull");
        final int back = robot.tendonIndex("l_ff_mcp_back");
        assertTrue(turn(Scenario.NONE, back, joint.index()) < -0.2, "the back tendon turns it back");
        assertTrue(turn(Scenario.NONE, pull, joint.index()) > 0.2, "the pulling tendon turns it on");
        final Scenario cut = new Scenario("cut",
            List.of(SimRun.of(ScenarioEvent.Kind.TENDON_CUT, pull, 0, 0, 1)));
        assertTrue(turn(cut, pull, joint.index()) < 0.05, "a cut tendon cannot");
        assertTrue(turn(cut, back, joint.index()) < -0.2, "the other still can");
    }

    /** Turn of a joint, rad, in the 50 ms in which one motor pulls. */
    private double turn(final Scenario scenario, final int motor, final int joint)
    {
        final SimRun run = new SimRun(robot, scenario, 1, false);
        run.read();
        final double before = run.state.jointPosition.get(joint);
        final CommandBlock command = CommandBlock.of(robot);
        command.motorEffort.set(motor, 0.3);
        command.stamp(0, 0, true);
        run.hold(command, 50);
        run.read();
        return run.state.jointPosition.get(joint) - before;
    }

    @Test
    void shouldGiveTheSameBytesForTheSameSeed() throws Exception
    {
        assertArrayEquals(digest(7, 2000), digest(7, 2000));
        assertFalse(MessageDigest.isEqual(digest(7, 50), digest(8, 50)), "another seed gives other readings");
    }

    private byte[] digest(final long seed, final int cycles) throws Exception
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, seed, true);
        final PoseHolder holder = new PoseHolder(robot);
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final byte[] bytes = new byte[run.state.layout().sizeBytes()];
        for (int i = 0; i < cycles; i++)
        {
            run.control(holder, 1);
            run.state.buffer().getBytes(0, bytes);
            digest.update(bytes);
        }
        return digest.digest();
    }

    @Test
    void shouldNotAllocate()
    {
        final Scenario busy = new Scenario("busy", List.of(
            SimRun.of(ScenarioEvent.Kind.MOTOR_WEAK, 3, 0.5, 1_000_000, 1_000_000_000L),
            SimRun.ofSensor(ScenarioEvent.Kind.SENSOR_FREEZE, "touch_n", 1, 0, 5),
            SimRun.ofSensor(ScenarioEvent.Kind.SENSOR_BIAS, "imu", 4, 0.01, 5)));
        final SimRun run = new SimRun(robot, busy, 1, true);
        final CommandBlock command = CommandBlock.of(robot);
        command.stamp(0, 0, true);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 40 && fewest > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            run.hold(command, 2000);
            run.height();
            fewest = Math.min(fewest, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, fewest);
    }

    @Test
    void shouldShowTheTruthBesideTheSamples()
    {
        final SimRun run = new SimRun(robot, Scenario.NONE, 1, false);
        run.control(new PoseHolder(robot), 100);
        run.read();
        run.system.truth(run.truth);
        assertEquals(100 * robot.rates().periodNs(), run.system.simTimeNs());
        assertEquals(run.system.simTimeNs(), run.state.deviceTimeNs());
        for (int k = 0; k < 4; k++)
        {
            assertEquals(run.truth.basePose.get(3 + k), run.state.imu.get(k), 1e-9, "perfect sensor, component=" + k);
        }
    }

    @Test
    void shouldBeFoundByItsName() throws Exception
    {
        SystemFactory found = null;
        for (final SystemFactory factory : ServiceLoader.load(SystemFactory.class))
        {
            found = "embedded".equals(factory.name()) ? factory : found;
        }
        assertTrue(found != null, "registered");
        assertNull(found.unavailableBecause());
        try (SimulatedSystem system =
            (SimulatedSystem)found.create(new SystemRequest(robot, Scenario.NONE, 1, true)))
        {
            assertEquals("embedded", system.traits().name());
            assertTrue(system.traits().simulated());
        }
    }

    @Test
    void shouldRefuseAScenarioThatDoesNotFit()
    {
        final Scenario wrong = new Scenario("wrong", List.of(
            SimRun.of(ScenarioEvent.Kind.TENDON_CUT, 100_000, 0, 0, 1)));
        final SystemException refused = assertThrows(SystemException.class,
            () -> new EmbeddedSystemFactory().create(new SystemRequest(robot, wrong, 1, true)));
        assertTrue(refused.getMessage().contains("TENDON_CUT"), refused.getMessage());
        assertTrue(refused.getMessage().contains("100000"), refused.getMessage());
    }
}
