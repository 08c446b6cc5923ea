package dev.sinew.bench.tendon;

import java.util.SplittableRandom;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A whole robot with fresh efforts, up to 60 % of each joint's greatest, and poses that wander a little around the one
 * in which it stands.
 */
final class RobotCase
{
    static final int CASES = 256;
    private static final double EFFORT_PART = 0.6;
    private static final double SWING_RAD = 0.1;

    final RobotDescription robot;
    final TendonTransmission transmission;
    final Column[] efforts = new Column[CASES];
    final Column[] positions = new Column[CASES];
    final Column velocity;
    final Column measured;
    final Column tension;
    final Column achieved;
    private int next;

    RobotCase(final RobotDescription robot)
    {
        this.robot = robot;
        transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        velocity = column(robot.jointCount());
        measured = column(robot.jointCount());
        achieved = column(robot.jointCount());
        tension = column(robot.tendonCount());
        final SplittableRandom random = new SplittableRandom(2);
        for (int c = 0; c < CASES; c++)
        {
            efforts[c] = column(robot.jointCount());
            positions[c] = column(robot.jointCount());
            for (int j = 0; j < robot.jointCount(); j++)
            {
                efforts[c].set(j, 2 * EFFORT_PART * (random.nextDouble() - 0.5) * robot.joints().get(j).effortMaxNm());
                positions[c].set(j, robot.joints().get(j).defaultPositionRad() +
                    2 * SWING_RAD * (random.nextDouble() - 0.5));
            }
        }
    }

    /**
     * Distributes the next efforts in the next pose.
     *
     * @return scale.
     */
    double distribute()
    {
        next = next + 1 & CASES - 1;
        return transmission.distribute(positions[next], efforts[next], 0.2, tension, achieved);
    }

    private static Column column(final int size)
    {
        return new Column("bench", new UnsafeBuffer(new byte[BlockLayout.HEADER_BYTES + 8 * size]), 0, size);
    }
}
