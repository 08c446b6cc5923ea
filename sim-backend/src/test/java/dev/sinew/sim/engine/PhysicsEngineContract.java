package dev.sinew.sim.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.testrobot.TestRobots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every physics engine promises. An engine's test extends this with one factory method.
 */
public abstract class PhysicsEngineContract
{
    private static final double GRAVITY = 9.81;
    private static final double PERIOD_S = 0.001;

    private RobotDescription robot;
    private PhysicsEngine engine;

    /**
     * @param description robot to simulate, at 1000 steps a second.
     * @return a fresh engine.
     * @throws Exception when it cannot be made.
     */
    protected abstract PhysicsEngine create(RobotDescription description) throws Exception;

    @BeforeEach
    void make() throws Exception
    {
        robot = TestRobots.humanoid();
        engine = create(robot);
    }

    @AfterEach
    void close()
    {
        engine.close();
    }

    @Test
    void shouldFallFreely()
    {
        engine.reset(pose(robot), 5);
        run(engine, 200);
        final double time = 0.2;
        assertEquals(-GRAVITY * time, engine.baseVelocity()[2], 1e-6);
        assertEquals(5 - 0.5 * GRAVITY * time * time, engine.basePose()[2], GRAVITY * time * PERIOD_S);
        assertArrayEquals(pose(robot), engine.jointPosition(), 1e-6);
        for (int k = 7; k < 10; k++)
        {
            assertEquals(0, engine.imu()[k], 1e-6, "specific force in free fall");
        }
        for (final double value : engine.wrench())
        {
            assertEquals(0, value, 1e-6, "wrench in free fall");
        }
    }

    @Test
    void shouldCarryItsWeightWhenStanding()
    {
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        stand(engine, 4000);
        double sum = 0;
        for (final double force : engine.contactForce())
        {
            assertTrue(force >= 0, "a contact never pulls: force=" + force);
            sum += force;
        }
        final double weight = robot.massKg() * GRAVITY;
        assertEquals(weight, sum, 0.01 * weight);
        assertEquals(robot.simulation().baseHeightM(), engine.basePose()[2], 0.03, "base height");
        final double feet = 2 * robot.links().get(robot.linkIndex("l_ankle_roll")).massKg() * GRAVITY;
        assertEquals(weight - feet, engine.wrench()[2] + engine.wrench()[8], 0.02 * weight, "wrenches carry the rest");
        assertEquals(GRAVITY, engine.imu()[9], 0.05, "inertial unit of the base reads +g upwards");
        assertEquals(1, Math.abs(engine.imu()[0]), 0.01, "inertial unit of the base is upright");
        assertEquals(GRAVITY, engine.imu()[19], 0.1, "inertial unit of the torso reads +g upwards");
    }

    @Test
    void shouldMoveTheWayItIsPushed()
    {
        for (int direction = 0; direction < 3; direction++)
        {
            for (int sign = -1; sign <= 1; sign += 2)
            {
                engine.reset(pose(robot), 5);
                final double[] force = new double[3];
                force[direction] = sign * 200;
                engine.externalForce(0, force[0], force[1], force[2], 0, 0, 0);
                final double before = engine.baseVelocity()[direction];
                run(engine, 1);
                final double gained = engine.baseVelocity()[direction] - before +
                    (direction == 2 ? GRAVITY * PERIOD_S : 0);
                assertTrue(sign * gained > 200 * PERIOD_S / robot.massKg() * 0.9,
                    "direction=" + direction + ", sign=" + sign + ", gained=" + gained);
                engine.externalForce(0, 0, 0, 0, 0, 0, 0);
            }
        }
    }

    @Test
    void shouldTurnAsThePointOfAttackSays() throws Exception
    {
        final RobotDescription block = TestRobots.sled(2, 40_000, 0.5);
        try (PhysicsEngine rigid = create(block))
        {
            final double inertia = block.links().get(0).inertiaKgM2().y();
            rigid.reset(new double[0], 5);
            rigid.externalForce(0, 3, 0, 0, 0, 0, 0.2);
            run(rigid, 1);
            assertEquals(PERIOD_S * 3 / 2, rigid.baseVelocity()[0], 1e-9);
            assertEquals(PERIOD_S * 3 * 0.2 / inertia, rigid.baseVelocity()[4], 1e-9);
            assertEquals(0, rigid.baseVelocity()[3], 1e-12);
            assertEquals(0, rigid.baseVelocity()[5], 1e-12);
            rigid.externalForce(0, 0, 0, 0, 0, 0, 0);
            final double turning = rigid.baseVelocity()[4];
            run(rigid, 1);
            assertEquals(turning, rigid.baseVelocity()[4], 1e-9, "the force ends when it is set to zero");
        }
    }

    @Test
    void shouldTurnEachJointTheWayOfItsEffort()
    {
        for (final JointDescription joint : robot.joints())
        {
            engine.reset(middle(robot), 5);
            engine.jointEffort()[joint.index()] = 0.01 * joint.effortMaxNm();
            run(engine, 1);
            assertTrue(engine.jointVelocity()[joint.index()] > 0, "joint=" + joint.name());
            engine.jointEffort()[joint.index()] = 0;
        }
    }

    @Test
    void shouldShowTheStateOfTheEndOfTheStep()
    {
        engine.reset(middle(robot), 5);
        for (int step = 0; step < 50; step++)
        {
            final double[] before = engine.jointPosition().clone();
            excite(engine, step);
            run(engine, 1);
            final double[] imu = engine.imu();
            final double[] pose = engine.basePose();
            final double sign = Math.signum(imu[0] * pose[3] + imu[1] * pose[4] + imu[2] * pose[5] + imu[3] * pose[6]);
            for (int k = 0; k < 4; k++)
            {
                assertEquals(pose[3 + k], sign * imu[k], 1e-9, "orientation, step=" + step);
            }
            for (int k = 0; k < 3; k++)
            {
                assertEquals(engine.baseVelocity()[3 + k], imu[4 + k], 1e-9, "turning rate, step=" + step);
            }
            for (int j = 0; j < before.length; j++)
            {
                assertEquals(before[j] + PERIOD_S * engine.jointVelocity()[j], engine.jointPosition()[j], 1e-9,
                    "position and velocity of one instant, joint=" + j);
            }
        }
    }

    @Test
    void shouldResetCompletely()
    {
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        final double[] first = trajectory(engine, 300);
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        assertArrayEquals(pose(robot), engine.jointPosition());
        assertArrayEquals(new double[6], engine.baseVelocity());
        assertArrayEquals(first, trajectory(engine, 300), "same bits after a reset");
    }

    @Test
    void shouldGiveTheSameBitsAgain() throws Exception
    {
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        try (PhysicsEngine other = create(robot))
        {
            other.reset(pose(robot), robot.simulation().baseHeightM());
            assertArrayEquals(trajectory(engine, 500), trajectory(other, 500));
        }
    }

    @Test
    void shouldReportAnUnstableState()
    {
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        engine.jointEffort()[3] = Double.NaN;
        boolean well = true;
        for (int step = 0; step < 3 && well; step++)
        {
            well = engine.step();
        }
        assertFalse(well);
    }

    @Test
    void shouldNotAllocate()
    {
        engine.reset(pose(robot), robot.simulation().baseHeightM());
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 40 && fewest > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            stand(engine, 2000);
            fewest = Math.min(fewest, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, fewest);
    }

    private double[] trajectory(final PhysicsEngine subject, final int steps)
    {
        final int joints = robot.jointCount();
        final double[] result = new double[steps * (2 * joints + 13)];
        int at = 0;
        for (int step = 0; step < steps; step++)
        {
            excite(subject, step);
            run(subject, 1);
            for (final double[] part : new double[][] { subject.jointPosition(), subject.jointVelocity(),
                subject.basePose(), subject.baseVelocity() })
            {
                System.arraycopy(part, 0, result, at, part.length);
                at += part.length;
            }
        }
        return result;
    }

    private void excite(final PhysicsEngine subject, final int step)
    {
        for (final JointDescription joint : robot.joints())
        {
            final int phase = (step + 7 * joint.index()) % 40;
            subject.jointEffort()[joint.index()] = (phase < 20 ? 0.02 : -0.02) * joint.effortMaxNm();
        }
    }

    /** Joint PD towards the default pose. */
    private void stand(final PhysicsEngine subject, final int steps)
    {
        final double[] effort = subject.jointEffort();
        final double[] position = subject.jointPosition();
        final double[] velocity = subject.jointVelocity();
        for (int step = 0; step < steps; step++)
        {
            for (int j = 0; j < effort.length; j++)
            {
                final JointDescription joint = robot.joints().get(j);
                final double wanted = joint.kpNmRad() * (joint.defaultPositionRad() - position[j]) -
                    joint.kdNmsRad() * velocity[j];
                effort[j] = Math.max(-joint.effortMaxNm(), Math.min(joint.effortMaxNm(), wanted));
            }
            if (!subject.step())
            {
                throw new AssertionError("unstable: step=" + step);
            }
        }
    }

    private static void run(final PhysicsEngine subject, final int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            assertTrue(subject.step(), "unstable: step=" + step);
        }
    }

    private static double[] pose(final RobotDescription description)
    {
        return description.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
    }

    private static double[] middle(final RobotDescription description)
    {
        return description.joints().stream().mapToDouble(j -> 0.5 * (j.lowerRad() + j.upperRad())).toArray();
    }
}
