package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.mujoco.MujocoEngine;
import dev.sinew.sim.mujoco.Shims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fingers whose moment arms follow the pose, with springs, and with pairs on one motor, in both engines. */
class FingerRobotsTest
{
    private static final double HELD_RAD = 0.1;
    private static final double ALIKE_RAD = 0.005;

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-coupled", "finger-springs", "finger-pairs", "finger-polynomial"})
    void shouldHoldItsPoseAlikeInBothEngines(final String name) throws Exception
    {
        final RobotDescription robot = RobotFile.load(Path.of("../hal/robots", name, "robot.yaml"));
        final double[] ours = hold(robot, new EmbeddedEngine(robot));
        final double[] theirs = hold(robot, new MujocoEngine(robot, Shims.newest()));
        for (final JointDescription joint : robot.joints())
        {
            assertEquals(joint.defaultPositionRad(), ours[joint.index()], HELD_RAD, joint.name());
            assertEquals(theirs[joint.index()], ours[joint.index()], ALIKE_RAD, joint.name());
        }
    }

    private static double[] hold(final RobotDescription robot, final PhysicsEngine engine)
    {
        final SimRun run = new SimRun(robot, engine, new Scenario("none", List.of()), 1, false);
        run.control(new PoseHolder(robot), 1500);
        final double[] before = engine.jointPosition().clone();
        run.control(new PoseHolder(robot), 200);
        final double[] after = engine.jointPosition().clone();
        for (int j = 0; j < after.length; j++)
        {
            assertEquals(before[j], after[j], 2e-3, "at rest: joint=" + j);
            assertTrue(run.system.plant().tendonTension()[j] > 0);
        }
        run.system.close();
        return after;
    }
}
