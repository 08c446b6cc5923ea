package dev.sinew.sim.system;

import java.util.List;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The smallest controller: joint PD towards the default pose, through the tendons.
 */
final class PoseHolder
{
    private final RobotDescription robot;
    private final TendonTransmission transmission;
    private final Column position;
    private final Column velocity;
    private final Column effort;
    private final Column tension;
    private final Column achieved;
    private final CommandBlock command;

    PoseHolder(final RobotDescription robot)
    {
        this.robot = robot;
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        position = vector(robot.jointCount());
        velocity = vector(robot.jointCount());
        effort = vector(robot.jointCount());
        tension = vector(robot.tendonCount());
        achieved = vector(robot.jointCount());
        command = CommandBlock.of(robot);
    }

    private static Column vector(final int size)
    {
        final int bytes = Math.max(1, size) * Double.BYTES + BlockLayout.HEADER_BYTES;
        return new Column("vector", new UnsafeBuffer(new byte[bytes + 8 - bytes % 8]), 0, size);
    }

    /** One cycle. */
    CommandBlock answer(final StateBlock state, final long nowNs)
    {
        transmission.estimate(state, position, velocity, effort);
        final List<JointDescription> joints = robot.joints();
        for (int j = 0; j < joints.size(); j++)
        {
            final JointDescription joint = joints.get(j);
            final double wanted = joint.kpNmRad() * (joint.defaultPositionRad() - position.get(j)) -
                joint.kdNmsRad() * velocity.get(j);
            effort.set(j, Math.max(-joint.effortMaxNm(), Math.min(joint.effortMaxNm(), wanted)));
        }
        transmission.distribute(position, effort, 0, tension, achieved);
        transmission.command(tension, state, command);
        command.motorDamping.fill(0);
        command.stamp(state.sequence(), nowNs, true);
        return command;
    }
}
