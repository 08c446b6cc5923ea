package dev.sinew.sim.bench;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.sim.embedded.EmbeddedEngine;
import dev.sinew.sim.system.SimSystem;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A simulated robot whose joints follow a motion through their tendons: sensors, estimate, joint PD with the file's
 * gains, distribution, compensation, plant, bodies. What controls knows the file or what was identified; what moves is
 * what the plant's seed drew. Only the measure at the end looks at the truth. One thread.
 */
final class MotionRig implements AutoCloseable
{
    /** Where the joints shall be. */
    interface Motion
    {
        /**
         * @param timeS    time since the begin, s.
         * @param position out, joint targets, rad.
         * @param velocity out, their velocities, rad/s.
         * @return by how many times their rest tensions all tendons pull harder than the motion takes, at least 0: that
         *         puts no effort on any joint.
         */
        double at(double timeS, double[] position, double[] velocity);
    }

    final RobotDescription robot;
    final StateBlock state;
    final double periodS;
    final double[] target;
    final double[] targetVelocity;
    private final JointDescription[] joints;
    private final EmbeddedEngine engine;
    private final SimSystem system;
    private final TendonTransmission transmission;
    private final CommandBlock command;
    private final Column targetColumn;
    private final Column targetRate;
    private final Column position;
    private final Column velocity;
    private final Column effort;
    private final Column wanted;
    private final Column achieved;
    private final Column tension;
    private final double[] rest;
    private final double[] tensionMax;
    private final long periodNs;
    private long nowNs;
    private long cycles;

    /**
     * @param believed robot as the controller knows it.
     * @param options  options of its transmission.
     * @param request  what is simulated.
     */
    MotionRig(final RobotDescription believed, final TransmissionOptions options, final SystemRequest request)
    {
        robot = believed;
        engine = new EmbeddedEngine(request.robot());
        system = new SimSystem(request.robot(), engine, request);
        transmission = new TendonTransmission(believed, options);
        state = StateBlock.of(believed);
        command = CommandBlock.of(believed);
        joints = believed.joints().toArray(new JointDescription[0]);
        periodNs = believed.rates().periodNs();
        periodS = periodNs * 1e-9;
        target = new double[joints.length];
        targetVelocity = new double[joints.length];
        targetColumn = column(joints.length);
        targetRate = column(joints.length);
        position = column(joints.length);
        velocity = column(joints.length);
        effort = column(joints.length);
        wanted = column(joints.length);
        achieved = column(joints.length);
        tension = column(believed.tendonCount());
        rest = transmission.restTensions();
        tensionMax = believed.tendons().stream().mapToDouble(TendonDescription::tensionMaxN).toArray();
        system.onActivate(0);
    }

    private static Column column(final int size)
    {
        final int bytes = Math.max(1, size) * Double.BYTES;
        return new Column("rig", new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, 64)), 0, size);
    }

    /**
     * One cycle.
     *
     * @param motion where the joints shall be.
     * @return false when the simulation has become unstable.
     */
    boolean cycle(final Motion motion)
    {
        system.read(state, nowNs);
        final double harder = motion.at(cycles * periodS, target, targetVelocity);
        targetColumn.setAll(target);
        targetRate.setAll(targetVelocity);
        transmission.estimate(state, position, velocity, effort);
        for (int j = 0; j < joints.length; j++)
        {
            final JointDescription joint = joints[j];
            final double asked = joint.kpNmRad() * (target[j] - position.get(j)) +
                joint.kdNmsRad() * (targetVelocity[j] - velocity.get(j));
            wanted.set(j, Math.min(Math.max(asked, -joint.effortMaxNm()), joint.effortMaxNm()));
        }
        transmission.distribute(position, wanted, 0, tension, achieved);
        for (int i = 0; i < rest.length; i++)
        {
            tension.set(i, Math.min(tension.get(i) + harder * rest[i], Math.max(tension.get(i), tensionMax[i])));
        }
        transmission.aim(targetColumn, targetRate, position);
        transmission.command(tension, state, command);
        command.motorDamping.fill(0);
        command.stamp(state.sequence(), nowNs, true);
        system.write(command, nowNs);
        nowNs += periodNs;
        cycles++;
        return system.advance() == ReturnCode.OK;
    }

    /**
     * @param joint index of a joint.
     * @return where it really is, rad: for the measure alone.
     */
    double truth(final int joint)
    {
        return engine.jointPosition()[joint];
    }

    /**
     * @return height of the base, m: a robot that fell says nothing of its hands.
     */
    double baseHeightM()
    {
        return engine.basePose()[2];
    }

    @Override
    public void close()
    {
        system.close();
    }
}
