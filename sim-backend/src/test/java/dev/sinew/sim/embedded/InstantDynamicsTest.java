package dev.sinew.sim.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.testrobot.RandomState;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;

class InstantDynamicsTest
{
    private static final double AGREEMENT = 1e-9;

    @Test
    void shouldAgreeWithAnIndependentLibraryOnTheHumanoid()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final MecanoOracle oracle = new MecanoOracle(robot);
        for (int seed = 0; seed < 30; seed++)
        {
            compare(robot, oracle, seed);
        }
    }

    @Test
    void shouldAgreeWithAnIndependentLibraryOnRandomTrees()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            final RobotDescription robot = TestRobots.randomTree(seed, 1 + seed % 25);
            compare(robot, new MecanoOracle(robot), 1000 + seed);
        }
    }

    @Test
    void shouldHaveASymmetricInverseMassMatrix()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final int n = robot.jointCount();
        final RandomState state = new RandomState(robot, 5);
        final double[][] columns = new double[n][];
        final double[] none = accelerations(robot, state, new double[n]);
        for (int j = 0; j < n; j++)
        {
            final double[] unit = new double[n];
            unit[j] = 1;
            columns[j] = accelerations(robot, state, unit);
        }
        for (int i = 0; i < n; i++)
        {
            assertTrue(columns[i][6 + i] - none[6 + i] > 0, "diagonal is positive: joint=" + i);
            for (int j = 0; j < i; j++)
            {
                final double a = columns[j][6 + i] - none[6 + i];
                final double b = columns[i][6 + j] - none[6 + j];
                final double scale =
                    Math.sqrt((columns[i][6 + i] - none[6 + i]) * (columns[j][6 + j] - none[6 + j]));
                assertEquals(a, b, 1e-8 * scale, "row=" + i + ", column=" + j);
            }
        }
    }

    @Test
    void shouldBalancePower()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final double h = 1e-6;
        for (int seed = 0; seed < 10; seed++)
        {
            final RandomState state = new RandomState(robot, seed);
            final double[] a = accelerations(robot, state, state.effort);
            double power = 0;
            for (int j = 0; j < robot.jointCount(); j++)
            {
                power += state.effort[j] * state.velocity[j];
            }
            final double change = (energyAfter(robot, state, a, h) - energyAfter(robot, state, a, -h)) / (2 * h);
            assertEquals(power, change, 1e-5 * (1 + Math.abs(power)), "seed=" + seed);
        }
    }

    @Test
    void shouldCountArmatureAndDamping()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final RandomState state = new RandomState(robot, 3);
        final InstantDynamics dynamics = new InstantDynamics(robot);
        dynamics.state(state.basePose, state.baseVelocity, state.position, state.velocity);
        final double[] with = new double[6 + robot.jointCount()];
        dynamics.accelerations(state.effort, new DynamicsOptions(true, true, false, false), with);
        // the same accelerations without armature and damping, once their torques are taken from the efforts
        final double[] effort = state.effort.clone();
        for (int j = 0; j < effort.length; j++)
        {
            effort[j] -= robot.joints().get(j).armatureKgM2() * with[6 + j] +
                robot.joints().get(j).dampingNmsRad() * state.velocity[j];
        }
        final double[] without = accelerations(robot, state, effort);
        assertTrue(difference(with, without) <= 1e-7, "relative difference=" + difference(with, without));
    }

    private static double energyAfter(
        final RobotDescription robot, final RandomState state, final double[] a, final double h)
    {
        final double[] pose = state.basePose.clone();
        final double[] velocity = state.baseVelocity.clone();
        final double[] position = state.position.clone();
        final double[] rate = state.velocity.clone();
        for (int j = 0; j < position.length; j++)
        {
            position[j] += h * rate[j] + 0.5 * h * h * a[6 + j];
            rate[j] += h * a[6 + j];
        }
        for (int k = 0; k < 3; k++)
        {
            pose[k] += h * velocity[k] + 0.5 * h * h * a[k];
        }
        final double[] half = new double[3];
        for (int k = 0; k < 3; k++)
        {
            half[k] = 0.5 * (h * velocity[3 + k] + 0.5 * h * h * a[3 + k]);
        }
        final double w = pose[3];
        final double x = pose[4];
        final double y = pose[5];
        final double z = pose[6];
        pose[3] = w - x * half[0] - y * half[1] - z * half[2];
        pose[4] = x + w * half[0] + y * half[2] - z * half[1];
        pose[5] = y + w * half[1] + z * half[0] - x * half[2];
        pose[6] = z + w * half[2] + x * half[1] - y * half[0];
        final double size =
            Math.sqrt(pose[3] * pose[3] + pose[4] * pose[4] + pose[5] * pose[5] + pose[6] * pose[6]);
        for (int k = 3; k < 7; k++)
        {
            pose[k] /= size;
        }
        for (int k = 0; k < 6; k++)
        {
            velocity[k] += h * a[k];
        }
        final InstantDynamics dynamics = new InstantDynamics(robot);
        dynamics.state(pose, velocity, position, rate);
        return dynamics.kineticEnergyJ() + dynamics.potentialEnergyJ();
    }

    private static double[] accelerations(final RobotDescription robot, final RandomState state, final double[] effort)
    {
        final InstantDynamics dynamics = new InstantDynamics(robot);
        dynamics.state(state.basePose, state.baseVelocity, state.position, state.velocity);
        final double[] result = new double[6 + robot.jointCount()];
        dynamics.accelerations(effort, DynamicsOptions.RIGID, result);
        return result;
    }

    private static void compare(final RobotDescription robot, final MecanoOracle oracle, final int seed)
    {
        final RandomState state = new RandomState(robot, seed);
        final double[] expected = oracle.accelerations(state);
        final double[] actual = accelerations(robot, state, state.effort);
        final double difference = difference(expected, actual);
        assertTrue(difference <= AGREEMENT, "robot=" + robot.name() + ", seed=" + seed + ", relative=" + difference);
    }

    private static double difference(final double[] expected, final double[] actual)
    {
        double square = 0;
        double off = 0;
        for (int i = 0; i < expected.length; i++)
        {
            square += expected[i] * expected[i];
            off += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        }
        return Math.sqrt(off / square);
    }
}
