package dev.sinew.sim.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.Vector3;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.engine.PhysicsEngine;
import dev.sinew.sim.mujoco.MujocoEngine;
import dev.sinew.sim.mujoco.Shims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same push moves the same robot the same way on both engines. */
class EnginesAgreeTest
{
    private static final int SAMPLES = 10;
    private static final double TOLERANCE_M = 0.007;

    private final RobotDescription robot = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml"));

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldSwayAlikeAfterAPushFromTheSide(final String version) throws Exception
    {
        final double[] ours = sway(new EmbeddedEngine(robot));
        final double[] theirs = sway(new MujocoEngine(robot, Shims.of(version)));
        double largest = 0;
        for (int i = 0; i < SAMPLES; i++)
        {
            assertEquals(theirs[i], ours[i], TOLERANCE_M, "0.1 s after the last: sample=" + i);
            largest = Math.max(largest, Math.abs(ours[i]));
        }
        assertTrue(largest > 2 * TOLERANCE_M, "the push is felt: largest=" + largest);
    }

    /** Sideways place of the base every 0.1 s after a push of 3 N·s at the torso. */
    private double[] sway(final PhysicsEngine engine)
    {
        final ScenarioEvent push = new ScenarioEvent(ScenarioEvent.Kind.PUSH, 1_000_000_000L, 100_000_000L, "",
            robot.linkIndex("torso"), 0, new Vector3(0, 30, 0), new Vector3(0, 0, 0.2));
        final SimRun run = new SimRun(robot, engine, new Scenario("push", List.of(push)), 1, false);
        final PoseHolder holder = new PoseHolder(robot);
        run.control(holder, 1000);
        final double[] places = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++)
        {
            run.control(holder, 100);
            run.system.truth(run.truth);
            places[i] = run.truth.basePose.get(1);
        }
        run.system.close();
        return places;
    }
}
