package dev.sinew.tendon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** N, N + 1, 2 N, coupled, geometric, polynomial and paired fingers, in poses all over their range. */
class PosedTransmissionTest
{
    private RobotDescription robot;
    private TendonTransmission transmission;
    private StateBlock state;
    private CommandBlock command;
    private Column position;
    private Column velocity;
    private Column effort;
    private Column tension;
    private Column made;
    private Column achieved;

    private void load(final String name)
    {
        robot = RobotFile.load(Path.of("../hal/robots", name, "robot.yaml"));
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        position = column(robot.jointCount());
        velocity = column(robot.jointCount());
        effort = column(robot.jointCount());
        tension = column(robot.tendonCount());
        made = column(robot.jointCount());
        achieved = column(robot.jointCount());
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
    }

    private static Column column(final int size)
    {
        return new Column("test", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }

    private void pose(final SplittableRandom random)
    {
        robot.joints().forEach(joint -> position.set(joint.index(),
            joint.lowerRad() + (joint.upperRad() - joint.lowerRad()) * random.nextDouble()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-coupled", "finger-springs", "finger-pairs", "finger-polynomial"})
    void shouldMakeEveryEffortWithinTheLimitsOfOneJointInEveryPose(final String name)
    {
        load(name);
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++)
        {
            pose(random);
            effort.fill(0);
            final int joint = random.nextInt(robot.jointCount());
            effort.set(joint, robot.joints().get(joint).effortMaxNm() * (2 * random.nextDouble() - 1));
            assertEquals(1, transmission.distribute(position, effort, random.nextDouble(), tension, achieved), name);
            assertWithinBounds();
            transmission.effortOf(tension, position, made);
            for (int j = 0; j < effort.size(); j++)
            {
                assertEquals(effort.get(j), achieved.get(j), 1e-9);
                assertEquals(effort.get(j), made.get(j), 1e-9);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-springs", "finger-pairs", "finger-polynomial"})
    void shouldScaleAnEffortThatIsTooMuchAlongItsOwnDirection(final String name)
    {
        load(name);
        final SplittableRandom random = new SplittableRandom(2);
        int scaled = 0;
        for (int i = 0; i < 500; i++)
        {
            pose(random);
            for (int j = 0; j < effort.size(); j++)
            {
                effort.set(j, 5 * (2 * random.nextDouble() - 1));
            }
            scaled += transmission.distribute(position, effort, 0, tension, achieved) < 1 ? 1 : 0;
            assertWithinBounds();
            for (int j = 0; j < effort.size(); j++)
            {
                final double scale = transmission.scale(transmission.groupCount() == 1 ? 0 : j);
                assertEquals(scale * effort.get(j), achieved.get(j), 1e-8);
            }
        }
        assertTrue(scaled > 450, "scaled " + scaled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-springs", "finger-polynomial"})
    void shouldRestWithoutEffortInThePoseOfTheEstimate(final String name)
    {
        load(name);
        assertTrue(transmission.restFollowsPose());
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++)
        {
            pose(random);
            transmission.distribute(position, effort, 0, tension, achieved);
            transmission.restTension(tension);
            transmission.effortOf(tension, position, made);
            for (int j = 0; j < made.size(); j++)
            {
                assertEquals(0, made.get(j), 1e-9);
            }
        }
    }

    @Test
    void shouldDriveBothTendonsOfAPairWithOneMotor()
    {
        load("finger-pairs");
        assertFalse(transmission.restFollowsPose());
        effort.set(0, 0.5);
        transmission.distribute(position, effort, 0, tension, achieved);
        transmission.command(tension, state, command);
        // The joint turns by 10 mm of the flexor while the motor turns by 5 mm of it.
        assertEquals(0.5 * 0.5, command.motorEffort.get(0), 1e-12);
        final double loose = tension.get(1);
        transmission.distribute(position, effort, 1, tension, achieved);
        assertEquals(loose, tension.get(1), "how tight a pair is was decided when it was wound");
    }

    @Test
    void shouldFindVelocitiesFromMotorsInEveryPose()
    {
        final SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20; i++)
        {
            load("finger-path");
            pose(random);
            final double[] qd = random.doubles(3, -2, 2).toArray();
            move(qd);
            transmission.estimate(state, position, velocity, made);
            for (int j = 0; j < 3; j++)
            {
                assertEquals(qd[j], velocity.get(j), 1e-3);
            }
        }
    }

    /** Sensors of a finger in the pose of {@link #position}, whose motors have followed it from the default pose. */
    private void move(final double[] qd)
    {
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] q = new double[qd.length];
        final double[] length = new double[robot.tendonCount()];
        final double[] before = new double[length.length];
        final double[] rate = new double[length.length];
        position.copyTo(q);
        routing.lengths(robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray(), before);
        routing.lengths(q, length);
        routing.velocities(q, qd, rate);
        transmission.estimator().guess(q);
        state.jointPosition.setAll(q);
        state.jointVelocity.fill(0);
        state.tendonTension.setAll(transmission.restTensions());
        for (int m = 0; m < length.length; m++)
        {
            final double radius = robot.motors().get(m).spoolRadiusM();
            state.motorPosition.set(m, (before[m] - length[m]) / radius);
            state.motorVelocity.set(m, -rate[m] / radius);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"finger-path", "finger-springs"})
    void shouldNotAllocate(final String name)
    {
        load(name);
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        effort.set(0, 0.05);
        state.tendonTension.fill(20);
        long bytes = Long.MAX_VALUE;
        long cycle = 0;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 5_000; i++)
            {
                cycle++;
                state.stamp(cycle, 1_000_000L * cycle, 0, ChannelGroup.ALL, 0);
                state.jointPosition.set(1, 0.3 + 0.01 * (i % 50));
                transmission.estimate(state, position, velocity, made);
                transmission.distribute(position, effort, 0.3, tension, achieved);
                transmission.command(tension, state, command);
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, bytes);
    }

    private void assertWithinBounds()
    {
        for (final TendonDescription tendon : robot.tendons())
        {
            final double f = tension.get(tendon.index());
            assertTrue(f >= tendon.tensionMinN() && f <= tendon.tensionMaxN(), tendon.name() + "=" + f);
        }
    }
}
