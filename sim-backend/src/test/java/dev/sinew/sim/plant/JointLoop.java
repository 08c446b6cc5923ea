package dev.sinew.sim.plant;

import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SimulationDescription.SensorNoise;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One cycle after another of sensors, estimate, joint PD, distribution, motors and tendons, with some joints of a robot
 * as rigid bodies on bearings; the other joints are held.
 */
final class JointLoop
{
    private static final double PERIOD_S = 0.001;

    private final RobotDescription robot;
    private final TendonTransmission transmission;
    private final TendonPlant plant;
    private final StateBlock state;
    private final CommandBlock command;
    private final int[] moving;
    private final double[] inertia;
    private final double[] springNmRad;
    private final double[] q;
    private final double[] qd;
    private final double[] target;
    private final double[] effort;
    private final Column position;
    private final Column velocity;
    private final Column wanted;
    private final Column achieved;
    private final Column tension;
    private final SplittableRandom random = new SplittableRandom(11);
    private final int delay;
    private final double[][] queue;
    private long sequence;

    JointLoop(
        final RobotDescription robot,
        final TransmissionOptions options,
        final List<String> joints,
        final double[] inertia,
        final double[] springNmRad,
        final int delay)
    {
        this.robot = robot;
        this.inertia = inertia;
        this.springNmRad = springNmRad;
        this.delay = delay;
        transmission = new TendonTransmission(robot, options);
        plant = new TendonPlant(robot);
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        moving = joints.stream().mapToInt(robot::jointIndex).toArray();
        q = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        qd = new double[q.length];
        target = q.clone();
        effort = new double[q.length];
        queue = new double[delay + 1][robot.motorCount()];
        position = column(q.length);
        velocity = column(q.length);
        wanted = column(q.length);
        achieved = column(q.length);
        tension = column(robot.tendonCount());
        plant.reset(q);
        for (final double[] late : queue)
        {
            for (int i = 0; i < late.length; i++)
            {
                late[i] = robot.motors().get(i).spoolRadiusM() * plant.tendonTension()[robot.motors().get(i).tendon()];
            }
        }
    }

    void target(final double offsetRad)
    {
        for (final int joint : moving)
        {
            target[joint] = robot.joints().get(joint).defaultPositionRad() + offsetRad;
        }
    }

    void run(final double seconds)
    {
        for (long end = sequence + Math.round(seconds / PERIOD_S); sequence < end; )
        {
            sequence++;
            sense();
            transmission.estimate(state, position, velocity, wanted);
            for (final int j : moving)
            {
                final JointDescription joint = robot.joints().get(j);
                wanted.set(j, joint.kpNmRad() * (target[j] - position.get(j)) - joint.kdNmsRad() * velocity.get(j));
            }
            for (int j = 0; j < q.length; j++)
            {
                wanted.set(j, isMoving(j) ? wanted.get(j) : 0);
            }
            transmission.distribute(position, wanted, 0, tension, achieved);
            transmission.command(tension, state, command);
            command.tendonTension.copyFrom(tension);
            command.stamp(sequence, 0, true);
            lateByDelay();
            plant.step(q, qd, command, effort, PERIOD_S);
            for (int k = 0; k < moving.length; k++)
            {
                final int j = moving[k];
                final double outside = -springNmRad[k] * (q[j] - robot.joints().get(j).defaultPositionRad());
                qd[j] = (qd[j] + PERIOD_S * (effort[j] + outside) / inertia[k]) /
                    (1 + PERIOD_S * robot.joints().get(j).dampingNmsRad() / inertia[k]);
                q[j] += PERIOD_S * qd[j];
            }
        }
    }

    private boolean isMoving(final int joint)
    {
        for (final int j : moving)
        {
            if (j == joint)
            {
                return true;
            }
        }
        return false;
    }

    private void lateByDelay()
    {
        final double[] newest = queue[(int)(sequence % queue.length)];
        command.motorEffort.copyTo(newest);
        command.motorEffort.setAll(queue[(int)((sequence + queue.length - delay) % queue.length)]);
    }

    private void sense()
    {
        final SensorNoise noise = robot.simulation().noise();
        for (int j = 0; j < q.length; j++)
        {
            state.jointPosition.set(j, q[j] + noise.jointPositionRad() * gaussian());
            state.jointVelocity.set(j, qd[j] + noise.jointVelocityRadS() * gaussian());
        }
        for (int i = 0; i < robot.motorCount(); i++)
        {
            state.motorPosition.set(i, plant.motorPosition()[i] + noise.motorPositionRad() * gaussian());
            state.motorVelocity.set(i, plant.motorVelocity()[i] + noise.motorVelocityRadS() * gaussian());
            state.tendonTension.set(i, plant.tendonTension()[i] + noise.tendonTensionN() * gaussian());
        }
        state.stamp(sequence, 0, 0, ChannelGroup.ALL, 0);
    }

    /** Sum of twelve: good enough for noise, and the same bits everywhere. */
    private double gaussian()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++)
        {
            sum += random.nextDouble();
        }
        return sum;
    }

    /** Largest distance of a moving joint from its target, rad. */
    double error()
    {
        double worst = 0;
        for (final int j : moving)
        {
            worst = Math.max(worst, Math.abs(q[j] - target[j]));
        }
        return worst;
    }

    /** Largest speed of a moving joint, rad/s. */
    double speed()
    {
        double worst = 0;
        for (final int j : moving)
        {
            worst = Math.max(worst, Math.abs(qd[j]));
        }
        return worst;
    }

    private static Column column(final int size)
    {
        return new Column("loop", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }
}
