package dev.sinew.sim.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.testrobot.RandomState;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.Test;

class EmbeddedEnginePhysicsTest
{
    private static final double G = Integrator.GRAVITY_M_S2;

    @Test
    void shouldConserveEnergyInFreeFlight()
    {
        final RobotDescription tree = TestRobots.frictionless(TestRobots.randomTree(11, 12));
        final RobotDescription human = TestRobots.frictionless(TestRobots.humanoid());
        for (final RobotDescription robot : new RobotDescription[] { tree, human })
        {
            final double coarse = energyDrift(robot, 4e-4);
            final double middle = energyDrift(robot, 2e-4);
            final double fine = energyDrift(robot, 1e-4);
            assertTrue(middle < 0.65 * coarse, "robot=" + robot.name() + ", coarse=" + coarse + ", middle=" + middle);
            assertTrue(fine < 0.65 * middle, "robot=" + robot.name() + ", middle=" + middle + ", fine=" + fine);
            assertTrue(fine < 0.01, "part of the kinetic energy, robot=" + robot.name() + ", fine=" + fine);
        }
    }

    /** Greatest change of energy in 0.2 s of flight, as a part of the kinetic energy at the start. */
    private static double energyDrift(final RobotDescription robot, final double periodS)
    {
        final EmbeddedEngine engine = flying(robot, periodS);
        final double start = engine.energyJ();
        final double kinetic = engine.kineticEnergyJ();
        double drift = 0;
        for (double time = 0; time < 0.2; time += periodS)
        {
            assertTrue(engine.step());
            drift = Math.max(drift, Math.abs(engine.energyJ() - start));
        }
        return drift / kinetic;
    }

    private static EmbeddedEngine flying(final RobotDescription robot, final double periodS)
    {
        final RandomState state = new RandomState(robot, 4);
        final EmbeddedEngine engine = new EmbeddedEngine(robot, periodS);
        state.basePose[2] = 20;
        for (int j = 0; j < state.velocity.length; j++)
        {
            state.velocity[j] *= 0.25;
        }
        engine.restart(state.basePose, state.baseVelocity, state.position, state.velocity);
        return engine;
    }

    @Test
    void shouldConserveMomentumInFreeFlight()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final double[] coarse = momentumDrift(robot, 4e-4);
        final double[] fine = momentumDrift(robot, 1e-4);
        assertTrue(fine[0] < 0.4 * coarse[0] && fine[0] < 0.01 * robot.massKg(),
            "linear: coarse=" + coarse[0] + ", fine=" + fine[0]);
        assertTrue(fine[1] < 0.4 * coarse[1] && fine[1] < 0.02,
            "angular: coarse=" + coarse[1] + ", fine=" + fine[1]);
    }

    /** Change of linear (N·s) and angular (N·m·s) momentum about the centre of mass in 0.2 s, efforts on. */
    private static double[] momentumDrift(final RobotDescription robot, final double periodS)
    {
        final EmbeddedEngine engine = flying(robot, periodS);
        final double[] start = engine.momentum();
        int step = 0;
        final int steps = (int)Math.round(0.2 / periodS);
        for (; step < steps; step++)
        {
            for (final JointDescription joint : robot.joints())
            {
                engine.jointEffort()[joint.index()] =
                    (joint.index() % 2 == 0 ? 0.01 : -0.01) * joint.effortMaxNm();
            }
            assertTrue(engine.step());
        }
        final double[] end = engine.momentum();
        end[2] += robot.massKg() * G * periodS * steps;
        return new double[] { distance(start, end, 0), distance(start, end, 3) };
    }

    private static double distance(final double[] a, final double[] b, final int from)
    {
        double square = 0;
        for (int k = from; k < from + 3; k++)
        {
            square += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(square);
    }

    @Test
    void shouldSlideByCoulombsLaw()
    {
        for (final double mass : new double[] { 0.02, 5, 30 })
        {
            final double friction = 0.5;
            final EmbeddedEngine engine = new EmbeddedEngine(TestRobots.sled(mass, 40_000, friction));
            settle(engine, 1000);
            launch(engine, 2);
            final double before = engine.baseVelocity()[0];
            run(engine, 200);
            assertEquals(friction * G * 0.2, before - engine.baseVelocity()[0], 0.03 * friction * G * 0.2,
                "slows by mu g, mass=" + mass);
            run(engine, 800);
            assertEquals(0, engine.baseVelocity()[0], 1e-3, "comes to rest, mass=" + mass);
        }
    }

    private static void launch(final EmbeddedEngine engine, final double speed)
    {
        final double[] velocity = new double[6];
        velocity[0] = speed;
        engine.restart(engine.basePose().clone(), velocity, new double[0], new double[0]);
        run(engine, 50);
    }

    @Test
    void shouldHoldBelowTheConeAndSlideAboveIt()
    {
        final double mass = 5;
        final double friction = 0.5;
        final EmbeddedEngine engine = new EmbeddedEngine(TestRobots.sled(mass, 40_000, friction));
        settle(engine, 1000);
        engine.externalForce(0, 0.9 * friction * mass * G, 0, 0, 0, 0, -0.06);
        run(engine, 1000);
        final double held = engine.basePose()[0];
        run(engine, 3000);
        assertEquals(held, engine.basePose()[0], 1e-6, "does not creep");
        engine.externalForce(0, 1.1 * friction * mass * G, 0, 0, 0, 0, -0.06);
        run(engine, 1000);
        assertEquals(0.1 * friction * G, engine.baseVelocity()[0], 0.02 * friction * G, "surplus accelerates it");
    }

    @Test
    void shouldRestWithoutSinkingOrJumping()
    {
        for (final double mass : new double[] { 0.004, 0.5, 40 })
        {
            final double stiffness = 40_000;
            final EmbeddedEngine engine = new EmbeddedEngine(TestRobots.sled(mass, stiffness, 0.8));
            engine.reset(new double[0], 0.26);
            double highest = 0;
            for (int step = 0; step < 3000; step++)
            {
                assertTrue(engine.step());
                highest = step > 400 ? Math.max(highest, engine.basePose()[2]) : highest;
            }
            double sum = 0;
            for (final double force : engine.contactForce())
            {
                sum += force;
            }
            assertEquals(mass * G, sum, 1e-3 * mass * G, "carries its weight, mass=" + mass);
            assertEquals(0.06 - mass * G / (4 * stiffness), engine.basePose()[2], 1e-5, "mass=" + mass);
            assertTrue(highest < 0.26, "gains no height from the ground, mass=" + mass);
        }
    }

    @Test
    void shouldHoldJointsWithinTheirLimits()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final EmbeddedEngine engine = new EmbeddedEngine(robot);
        for (int sign = -1; sign <= 1; sign += 2)
        {
            for (final JointDescription joint : robot.joints())
            {
                engine.reset(new double[robot.jointCount()], 100);
                engine.jointEffort()[joint.index()] = sign * joint.effortMaxNm();
                double worst = 0;
                for (int step = 0; step < 700; step++)
                {
                    assertTrue(engine.step(), "joint=" + joint.name());
                    final double q = engine.jointPosition()[joint.index()];
                    worst = Math.max(worst, Math.max(q - joint.upperRad(), joint.lowerRad() - q));
                }
                assertTrue(worst < 0.1, "joint=" + joint.name() + ", sign=" + sign + ", beyond its limit=" + worst);
                final double rest = engine.jointPosition()[joint.index()];
                assertTrue(Math.max(rest - joint.upperRad(), joint.lowerRad() - rest) > 0,
                    "the full effort presses it against the limit, joint=" + joint.name() + ", position=" + rest);
            }
        }
    }

    @Test
    void shouldFeelTurningAndTurningFasterAwayFromTheCentre()
    {
        final RobotDescription robot = TestRobots.humanoid();
        final EmbeddedEngine engine = new EmbeddedEngine(robot, 1e-5);
        final RandomState state = new RandomState(robot, 9);
        engine.restart(state.basePose, state.baseVelocity, state.position, state.velocity);
        final TreeState tree = engine.state();
        final int torso = robot.linkIndex("torso");
        final double[] before = pointVelocity(tree, torso);
        run(engine, 1);
        final double[] after = pointVelocity(tree, torso);
        final double[] m = tree.rotation;
        for (int k = 0; k < 3; k++)
        {
            double expected = 0;
            for (int row = 0; row < 3; row++)
            {
                final double world = (after[row] - before[row]) / 1e-5 + (row == 2 ? G : 0);
                expected += m[9 * torso + 3 * row + k] * world;
            }
            assertEquals(expected, engine.imu()[17 + k], 2e-3 * (1 + Math.abs(expected)), "axis=" + k);
        }
    }

    private static double[] pointVelocity(final TreeState tree, final int link)
    {
        final double[] local = { 0.02, 0.01, 0.2 };
        final double[] arm = new double[3];
        for (int row = 0; row < 3; row++)
        {
            for (int k = 0; k < 3; k++)
            {
                arm[row] += tree.rotation[9 * link + 3 * row + k] * local[k];
            }
        }
        final double[] result = new double[3];
        for (int k = 0; k < 3; k++)
        {
            final int next = (k + 1) % 3;
            final int last = (k + 2) % 3;
            result[k] = tree.velocity[3 * link + k] + tree.omega[3 * link + next] * arm[last] -
                tree.omega[3 * link + last] * arm[next];
        }
        return result;
    }

    private static void settle(final EmbeddedEngine engine, final int steps)
    {
        engine.reset(new double[0], 0.06);
        run(engine, steps);
    }

    private static void run(final EmbeddedEngine engine, final int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            assertTrue(engine.step(), "unstable: step=" + step);
        }
    }
}
