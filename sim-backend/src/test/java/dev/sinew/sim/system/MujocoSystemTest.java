package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.ServiceLoader;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.mujoco.MujocoEngine;
import dev.sinew.sim.mujoco.Shims;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plant and sensors in front of MuJoCo. */
class MujocoSystemTest
{
    private final RobotDescription robot = TestRobots.humanoid();

    @Test
    void shouldBeFoundByItsName() throws Exception
    {
        Shims.newest();
        SystemFactory found = null;
        for (final SystemFactory factory : ServiceLoader.load(SystemFactory.class))
        {
            found = "mujoco".equals(factory.name()) ? factory : found;
        }
        assertNull(found.unavailableBecause());
        try (SystemInterface system = found.create(new SystemRequest(robot, Scenario.NONE, 1, true)))
        {
            assertEquals("mujoco", system.traits().name());
            assertTrue(system.traits().simulated());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldStandOnTensionsAndCollapseWithoutThem(final String version) throws Exception
    {
        final SimRun run = run(version, 1);
        run.control(new PoseHolder(robot), 100);
        assertTrue(run.height() > 0.8, "height=" + run.height());
        final CommandBlock nothing = CommandBlock.of(robot);
        nothing.stamp(0, 0, true);
        run.hold(nothing, 1500);
        assertTrue(run.height() < 0.6 * robot.simulation().baseHeightM(), "height=" + run.height());
        run.system.close();
    }

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldRunTheSameBitsWithTheSameSeed(final String version) throws Exception
    {
        assertArrayEquals(hash(version, 3), hash(version, 3));
        assertFalse(Arrays.equals(hash(version, 3), hash(version, 4)), "noise has a seed");
    }

    private byte[] hash(final String version, final long seed) throws Exception
    {
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final SimRun run = run(version, seed);
        final PoseHolder holder = new PoseHolder(robot);
        final byte[] bytes = new byte[run.state.layout().sizeBytes()];
        for (int cycle = 0; cycle < 200; cycle++)
        {
            run.control(holder, 1);
            run.state.buffer().getBytes(0, bytes);
            digest.update(bytes);
        }
        run.system.close();
        return digest.digest();
    }

    private SimRun run(final String version, final long seed) throws Exception
    {
        return new SimRun(robot, new MujocoEngine(robot, Shims.of(version)), Scenario.NONE, seed, true);
    }
}
