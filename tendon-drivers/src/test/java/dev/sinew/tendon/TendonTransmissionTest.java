package dev.sinew.tendon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ServiceLoader;
import java.util.SplittableRandom;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.hal.transmission.TransmissionFactory;
import dev.sinew.tendon.routing.ConstantRouting;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TendonTransmissionTest
{
    private final RobotDescription robot = TestRobot.small();
    private final TendonTransmission transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
    private final StateBlock state = StateBlock.of(robot);
    private final CommandBlock command = CommandBlock.of(robot);
    private final Column position = column(robot.jointCount());
    private final Column velocity = column(robot.jointCount());
    private final Column effort = column(robot.jointCount());
    private final Column achieved = column(robot.jointCount());
    private final Column made = column(robot.jointCount());
    private final Column tension = column(robot.tendonCount());

    @Test
    void shouldBeFoundByServiceLoader()
    {
        final Transmission found = ServiceLoader.load(TransmissionFactory.class).findFirst().orElseThrow()
            .create(robot);

        assertInstanceOf(TendonTransmission.class, found);
    }

    @Test
    void shouldMakeTheWantedEffortWithinTheBounds()
    {
        final SplittableRandom random = new SplittableRandom(7);
        for (int c = 0; c < 2_000; c++)
        {
            for (int j = 0; j < robot.jointCount(); j++)
            {
                effort.set(j, 0.5 * (random.nextDouble() - 0.5) * robot.joints().get(j).effortMaxNm());
            }
            final double scale = transmission.distribute(position, effort, random.nextDouble(), tension, achieved);
            transmission.effortOf(tension, position, made);

            assertTrue(scale > 0 && scale <= 1);
            assertWithinBounds();
            for (int g = 0; g < transmission.groupCount(); g++)
            {
                for (final int joint : robot.tendonGroups().get(g).joints())
                {
                    assertEquals(transmission.scale(g) * effort.get(joint), achieved.get(joint), 1e-9);
                    assertEquals(achieved.get(joint), made.get(joint), 1e-12);
                }
            }
        }
    }

    @Test
    void shouldContractEachGroupByItsOwnLevel()
    {
        final Column level = column(3);
        transmission.distribute(position, effort, 0, tension, achieved);
        final double[] relaxed = new double[robot.tendonCount()];
        tension.copyTo(relaxed);
        level.set(1, 0.5);
        level.set(2, Double.NaN);
        transmission.distribute(position, effort, level, tension, achieved);

        for (final TendonDescription cable : robot.tendons())
        {
            final int i = cable.index();
            if (cable.name().startsWith("knee"))
            {
                final double middle = 0.5 * (cable.tensionMinN() + cable.tensionMaxN());
                assertEquals(0.5 * (cable.pretensionN() + middle), tension.get(i), 1e-9, cable.name());
            }
            else
            {
                assertEquals(relaxed[i], tension.get(i), cable.name());
            }
        }
        for (int j = 0; j < robot.jointCount(); j++)
        {
            assertEquals(0, achieved.get(j), 1e-9);
        }
    }

    @Test
    void shouldTellTheStiffnessOfItsCables()
    {
        final Column stiffness = column(robot.jointCount());
        for (int g = 0; g < transmission.groupCount(); g++)
        {
            transmission.stiffness(position, tension, stiffness);
        }
        // Two cables of 375 kN/m at 40 mm; four of 300 kN/m at 30 mm.
        assertEquals(2 * 375_000 * 0.04 * 0.04, stiffness.get(robot.jointIndex("knee")), 1e-9);
        assertEquals(4 * 300_000 * 0.03 * 0.03, stiffness.get(robot.jointIndex("ankle_roll")), 1e-9);
    }

    @Test
    void shouldScaleOneGroupAndLeaveTheOthersAlone()
    {
        effort.set(4, 1_000);
        effort.set(5, 10);

        final double scale = transmission.distribute(position, effort, 0, tension, achieved);

        final double most = 0.04 * (3_750 - 3_750.0 / 50);
        assertEquals(most / 1_000, scale, 1e-12);
        assertEquals(most, achieved.get(4), 1e-9);
        assertEquals(10, achieved.get(5), 1e-9);
    }

    @Test
    void shouldRaiseEveryTensionWithCoContraction()
    {
        transmission.distribute(position, effort, 0, tension, achieved);
        final double[] slack = new double[robot.tendonCount()];
        tension.copyTo(slack);
        transmission.distribute(position, effort, 1, tension, achieved);
        for (int i = 0; i < slack.length; i++)
        {
            assertTrue(tension.get(i) > 1.5 * slack[i], "tendon " + i);
        }
        for (int j = 0; j < robot.jointCount(); j++)
        {
            assertEquals(0, achieved.get(j), 1e-9);
        }
    }

    @Test
    void shouldTakeANumberThatIsNoneAsNoEffort()
    {
        effort.set(1, Double.NaN);
        effort.set(4, 20);

        final double scale = transmission.distribute(position, effort, Double.NaN, tension, achieved);

        assertEquals(0, scale);
        assertTrue(tension.isFinite());
        assertWithinBounds();
        assertEquals(0, achieved.get(1), 1e-9);
        assertEquals(20, achieved.get(4), 1e-9);
    }

    @Test
    void shouldRestWithoutEffort()
    {
        transmission.restTension(tension);
        transmission.effortOf(tension, position, made);

        assertWithinBounds();
        for (int j = 0; j < robot.jointCount(); j++)
        {
            assertEquals(0, made.get(j), 1e-9);
        }
    }

    @Test
    void shouldTakeVelocitiesFromTheMotorsOfTautTendons()
    {
        final double[] qd = move();

        transmission.estimate(state, position, velocity, effort);

        for (int g = 0; g < 3; g++)
        {
            assertEquals(VelocitySource.MOTORS, transmission.velocitySource(g));
        }
        for (int j = 0; j < qd.length; j++)
        {
            assertEquals(0.01 * j, position.get(j));
            assertEquals(qd[j], velocity.get(j), 1e-12, "joint " + j);
        }
    }

    @Test
    void shouldDoWithoutTheMotorOfASlackTendon()
    {
        final double[] qd = move();
        state.tendonTension.set(0, 0);
        state.motorVelocity.set(0, 4_000);
        state.tendonTension.set(5, 0);
        state.motorVelocity.set(5, -4_000);

        transmission.estimate(state, position, velocity, effort);

        assertEquals(VelocitySource.TAUT_MOTORS, transmission.velocitySource(0));
        assertEquals(VelocitySource.TAUT_MOTORS, transmission.velocitySource(1));
        assertEquals(VelocitySource.MOTORS, transmission.velocitySource(2));
        assertEquals(qd[4], velocity.get(4), 0.02, "the other tendon of the pair tells it, the sensor says 99");
        for (int j = 0; j < 4; j++)
        {
            assertEquals(qd[j], velocity.get(j), 1.5, "four tendons tell four joints, the sensors say 99");
        }
    }

    @Test
    void shouldAskTheSensorWhereNoTautTendonTells()
    {
        final double[] qd = move();
        state.tendonTension.set(0, 0);
        state.tendonTension.set(1, 0);
        state.tendonTension.set(5, 0);
        state.tendonTension.set(6, 0);

        transmission.estimate(state, position, velocity, effort);

        assertEquals(99, velocity.get(0), 1e-6, "no taut tendon spreads the finger");
        assertEquals(VelocitySource.JOINTS, transmission.velocitySource(1));
        assertEquals(99, velocity.get(4));
        assertEquals(qd[5], velocity.get(5), 1e-12);
    }

    @Test
    void shouldAskTheSensorsWhereMotorsAreNotValidOrNotWanted()
    {
        final double[] qd = move();
        state.stamp(2, 0, 0, ChannelGroup.ALL & ~ChannelGroup.MOTORS.mask(), 0);
        transmission.estimate(state, position, velocity, effort);
        assertEquals(99, velocity.get(0));
        assertEquals(VelocitySource.JOINTS, transmission.velocitySource(0));

        move();
        new TendonTransmission(robot, new TransmissionOptions(false, false))
            .estimate(state, position, velocity, effort);
        assertEquals(99, velocity.get(0));
        assertTrue(qd[0] != 99);
    }

    /** Motors and tensions of a robot that moves, with joint velocity sensors that all say 99. */
    private double[] move()
    {
        final double[] qd = new double[robot.jointCount()];
        for (int j = 0; j < qd.length; j++)
        {
            qd[j] = 0.3 * j - 1;
            state.jointVelocity.set(j, 99);
            state.jointPosition.set(j, 0.01 * j);
        }
        final double[] rate = new double[robot.tendonCount()];
        new ConstantRouting(robot).velocities(qd, qd, rate);
        for (int i = 0; i < rate.length; i++)
        {
            state.motorVelocity.set(i, -rate[i] / robot.motors().get(i).spoolRadiusM());
            state.tendonTension.set(i, robot.tendons().get(i).pretensionN());
        }
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        return qd;
    }

    @Test
    void shouldEstimateTheEffortOfMeasuredTensions()
    {
        state.tendonTension.set(5, 300);
        state.tendonTension.set(6, 100);

        transmission.estimate(state, position, velocity, effort);

        assertEquals(0.04 * 200, effort.get(4), 1e-12);
        assertEquals(0, effort.get(0));
    }

    @Test
    void shouldTurnTensionIntoTorqueWithinTheMotorsLimit()
    {
        tension.set(0, 100);
        tension.set(1, 1e6);
        tension.set(2, Double.NaN);
        state.motorVelocity.set(0, 50);

        transmission.command(tension, state, command);
        assertEquals(0.007 * 100, command.motorEffort.get(0), 1e-15);
        assertEquals(robot.motors().get(1).effortMaxNm(), command.motorEffort.get(1));
        assertEquals(0, command.motorEffort.get(2));

        new TendonTransmission(robot, new TransmissionOptions(true, true)).command(tension, state, command);
        assertEquals(0.007 * 100 + 1e-4 * 50, command.motorEffort.get(0), 1e-15);
    }

    @Test
    void shouldNameTheJointAndTheMissingDirection()
    {
        assertRefused(new TestRobot().joint("knee", 10, false).tendon("a", 100, 0.01, 0, 0.02), "knee", "negative");
        assertRefused(new TestRobot().joint("knee", 10, false), "knee", "no tendon crosses it");
        assertRefused(new TestRobot().joint("pip", 1, true).joint("dip", 1, true)
            .tendon("a", 100, 0.01, 0, 0.01, 0.005).tendon("b", 100, 0.01, 0, -0.01, -0.005)
            .tendon("c", 100, 0.01, 0, -0.02, -0.01), "dip", "not independent");
        assertRefused(new TestRobot().joint("pip", 1, true).joint("dip", 1, true)
            .tendon("a", 100, 0.01, 0, 0.01, 0.005).tendon("b", 100, 0.01, 0, -0.01, -0.005)
            .tendon("c", 100, 0.01, 0, -0.02, 0.01).tendon("d", 100, 0.01, 0, -0.02, 0.02),
            "pip cannot be moved in its positive", "alone");
        assertRefused(new TestRobot().joint("elbow", 10, false)
            .tendon("a", 1_000, 0.01, 0, 0.1).tendon("b", 10, 0.01, 0, -0.001), "elbow", "without effort");
    }

    @Test
    void shouldNotAllocate()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        effort.set(4, 1e4);
        effort.set(5, 100);
        effort.set(6, 70);
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 20_000; i++)
            {
                transmission.estimate(state, position, velocity, made);
                transmission.distribute(position, effort, 0.3, tension, achieved);
                transmission.command(tension, state, command);
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, bytes);
    }

    private static void assertRefused(final TestRobot robot, final String joint, final String reason)
    {
        final RobotDescription description = robot.build();
        final IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
            () -> new TendonTransmission(description, TransmissionOptions.DEFAULT));
        assertTrue(refusal.getMessage().contains(joint) && refusal.getMessage().contains(reason),
            refusal.getMessage());
    }

    private void assertWithinBounds()
    {
        for (final TendonDescription tendon : robot.tendons())
        {
            final double f = tension.get(tendon.index());
            assertTrue(f >= tendon.tensionMinN() && f <= tendon.tensionMaxN(), tendon.name() + "=" + f);
        }
    }

    private static Column column(final int size)
    {
        return new Column("test", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }
}
