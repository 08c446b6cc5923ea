package dev.sinew.sim.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.sim.testrobot.RandomState;
import org.junit.jupiter.api.Test;

class NeoEngineTest
{
    private final RobotDescription robot = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml"));

    @Test
    void shouldAgreeWithAnIndependentLibrary()
    {
        final MecanoOracle oracle = new MecanoOracle(robot);
        final InstantDynamics dynamics = new InstantDynamics(robot);
        final double[] actual = new double[6 + robot.jointCount()];
        for (int seed = 0; seed < 20; seed++)
        {
            final RandomState state = new RandomState(robot, seed);
            dynamics.state(state.basePose, state.baseVelocity, state.position, state.velocity);
            dynamics.accelerations(state.effort, DynamicsOptions.RIGID, actual);
            final double[] expected = oracle.accelerations(state);
            double off = 0;
            double square = 0;
            for (int i = 0; i < actual.length; i++)
            {
                off += (expected[i] - actual[i]) * (expected[i] - actual[i]);
                square += expected[i] * expected[i];
            }
            assertTrue(Math.sqrt(off / square) < 1e-9, "seed=" + seed + ", relative=" + Math.sqrt(off / square));
        }
    }

    @Test
    void shouldFallInAHeapAndComeToRestThere()
    {
        final EmbeddedEngine engine = new EmbeddedEngine(robot);
        for (int seed = 0; seed < 5; seed++)
        {
            final RandomState state = new RandomState(robot, seed);
            state.basePose[2] = 1.2;
            engine.restart(state.basePose, state.baseVelocity, state.position, state.velocity);
            final double start = engine.energyJ();
            for (int step = 0; step < 6000; step++)
            {
                assertTrue(engine.step(), "seed=" + seed + ", step=" + step);
                assertTrue(engine.energyJ() < 1.01 * start, "gains no energy, seed=" + seed + ", step=" + step);
            }
            assertTrue(engine.basePose()[2] > 0 && engine.basePose()[2] < 0.4,
                "lies on the ground, seed=" + seed + ", height=" + engine.basePose()[2]);
            assertTrue(engine.kineticEnergyJ() < 0.05, "seed=" + seed + ", kinetic=" + engine.kineticEnergyJ());
            double carried = 0;
            for (final double force : engine.contactForce())
            {
                carried += force;
            }
            assertEquals(robot.massKg() * Integrator.GRAVITY_M_S2, carried, 10, "seed=" + seed);
        }
    }
}
