package dev.sinew.sim.mujoco;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.sim.embedded.DynamicsOptions;
import dev.sinew.sim.embedded.InstantDynamics;
import dev.sinew.sim.testrobot.RandomState;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two engines that share no code agree on the accelerations of the humanoid, armature and damping counted. */
class MujocoAccelerationTest
{
    private static final int STATES = 20;
    private static final double RELATIVE = 1e-9;

    @ParameterizedTest
    @MethodSource("dev.sinew.sim.mujoco.Shims#all")
    void shouldAgreeWithTheEmbeddedEngineAtRandomStates(final String version) throws Exception
    {
        final RobotDescription robot = TestRobots.humanoid();
        final int joints = robot.jointCount();
        assertEquals(75, joints);
        final InstantDynamics embedded = new InstantDynamics(robot);
        final double[] ours = new double[6 + joints];
        double worst = 0;
        try (MujocoEngine mujoco = new MujocoEngine(robot, Shims.of(version)))
        {
            for (int seed = 0; seed < STATES; seed++)
            {
                final RandomState state = new RandomState(robot, seed);
                state.basePose[2] = 5;
                embedded.state(state.basePose, state.baseVelocity, state.position, state.velocity);
                embedded.accelerations(state.effort, DynamicsOptions.ALL, ours);
                final double[] theirs = mujocoAccelerations(mujoco, state);
                double difference = 0;
                double size = 0;
                for (int i = 0; i < ours.length; i++)
                {
                    difference += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
                    size += theirs[i] * theirs[i];
                }
                worst = Math.max(worst, Math.sqrt(difference / size));
                assertTrue(size > 1, "the state moves: seed=" + seed);
            }
        }
        assertTrue(worst < RELATIVE, "mujoco=" + version + ", worst relative difference=" + worst);
    }

    private static double[] mujocoAccelerations(final MujocoEngine mujoco, final RandomState state)
    {
        final int joints = state.position.length;
        final double[] values = new double[13 + 3 * joints];
        System.arraycopy(state.basePose, 0, values, 0, 7);
        System.arraycopy(state.baseVelocity, 0, values, 7, 6);
        System.arraycopy(state.position, 0, values, 13, joints);
        System.arraycopy(state.velocity, 0, values, 13 + joints, joints);
        System.arraycopy(state.effort, 0, values, 13 + 2 * joints, joints);
        assertEquals(ReturnCode.OK, mujoco.driver().request("acceleration", values), mujoco.lastError());
        return values;
    }
}
