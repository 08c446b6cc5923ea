package dev.sinew.tendon.identification;

import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * What a recording says of the joints, motors and tendons of one group, and what follows from it without any parameter:
 * speeds, accelerations, and which tendons were taut.
 */
final class GroupData
{
    /** Begin of the names of the columns that are looked at. */
    static final String JOINT_POSITION = "joint_position_rad.";
    static final String MOTOR_POSITION = "motor_position_rad.";
    static final String MOTOR_EFFORT = "motor_effort_nm.";
    static final String TENDON_TENSION = "tendon_tension_n.";
    /** Rows to each side over which speeds are taken. */
    static final int SPEED_ROWS = 4;
    private static final double TAUT_RATIO = 0.5;
    private static final double TAUT_MIN_N = 0.2;

    final TendonGroup group;
    final int rows;
    final int joints;
    final int tendons;
    final double[] time;
    /** By joint of the group, then row. */
    final double[][] position;
    final double[][] speed;
    final double[][] acceleration;
    /** By tendon of the group, then row. */
    final double[][] tension;
    final boolean[][] taut;
    /** By tendon of the group: its motor's columns. */
    final double[][] motorPosition;
    final double[][] motorSpeed;
    /** Torque that went into the cables of the tendon's motor: less what turned the rotor itself, N·m. */
    final double[][] cableTorque;
    /** True where some time lies between neighbouring rows, so that no speed can be told. */
    final boolean[] gap;

    /**
     * @param recording recording that has all columns, see {@link #missing}.
     * @param robot     robot.
     * @param group     one of its groups.
     */
    GroupData(final Recording recording, final RobotDescription robot, final TendonGroup group)
    {
        this.group = group;
        rows = recording.rows();
        joints = group.joints().size();
        tendons = group.tendons().size();
        time = recording.column(Recording.TIME_S);
        gap = gaps(time);
        position = new double[joints][];
        speed = new double[joints][];
        acceleration = new double[joints][];
        for (int j = 0; j < joints; j++)
        {
            position[j] = recording.column(joint(robot, group, j));
            speed[j] = slope(position[j]);
            acceleration[j] = slope(speed[j]);
        }
        tension = new double[tendons][];
        taut = new boolean[tendons][rows];
        motorPosition = new double[tendons][];
        motorSpeed = new double[tendons][];
        cableTorque = new double[tendons][rows];
        for (int i = 0; i < tendons; i++)
        {
            final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
            final MotorDescription motor = robot.motors().get(tendon.motor());
            tension[i] = recording.column(TENDON_TENSION + tendon.name());
            motorPosition[i] = recording.column(MOTOR_POSITION + motor.name());
            motorSpeed[i] = slope(motorPosition[i]);
            final double[] rotor = slope(motorSpeed[i]);
            final double[] effort = recording.column(MOTOR_EFFORT + motor.name());
            final double least = Math.max(TAUT_MIN_N, TAUT_RATIO * tendon.tensionMinN());
            for (int r = 0; r < rows; r++)
            {
                taut[i][r] = tension[i][r] > least;
                cableTorque[i][r] = effort[r] - motor.rotorInertiaKgM2() * rotor[r] -
                    motor.dampingNmsRad() * motorSpeed[i][r];
            }
        }
    }

    private static String joint(final RobotDescription robot, final TendonGroup group, final int j)
    {
        return JOINT_POSITION + robot.joints().get(group.joints().get(j)).name();
    }

    /**
     * @param recording a recording.
     * @param robot     robot.
     * @param group     one of its groups.
     * @return name of a column that is missing, or null.
     */
    static String missing(final Recording recording, final RobotDescription robot, final TendonGroup group)
    {
        for (int j = 0; j < group.joints().size(); j++)
        {
            if (!recording.has(joint(robot, group, j)))
            {
                return joint(robot, group, j);
            }
        }
        for (final int i : group.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(i);
            final String motor = robot.motors().get(tendon.motor()).name();
            for (final String name : new String[] {TENDON_TENSION + tendon.name(),
                MOTOR_POSITION + motor, MOTOR_EFFORT + motor})
            {
                if (!recording.has(name))
                {
                    return name;
                }
            }
        }
        return null;
    }

    private static boolean[] gaps(final double[] time)
    {
        final boolean[] found = new boolean[time.length];
        final double usual = time.length < 2 ? 1 : (time[time.length - 1] - time[0]) / (time.length - 1);
        for (int r = 0; r < time.length; r++)
        {
            final int first = Math.max(0, r - 2 * SPEED_ROWS);
            final int last = Math.min(time.length - 1, r + 2 * SPEED_ROWS);
            found[r] = last - first < 4 * SPEED_ROWS || time[last] - time[first] > 1.5 * (last - first) * usual;
        }
        return found;
    }

    /** Mean slope over some rows to both sides; 0 at both ends, where {@link #gap} is true. */
    double[] slope(final double[] values)
    {
        final double[] found = new double[values.length];
        for (int r = SPEED_ROWS; r < values.length - SPEED_ROWS; r++)
        {
            final double passed = time[r + SPEED_ROWS] - time[r - SPEED_ROWS];
            found[r] = (values[r + SPEED_ROWS] - values[r - SPEED_ROWS]) / passed;
        }
        return found;
    }

    /**
     * What tells tensions without the noise of their cells.
     *
     * @param i a tendon.
     * @param r a row.
     * @return 1, the torque of its motor's cables, and positions of the joints to second order.
     */
    double[] instruments(final int i, final int r)
    {
        final double[] row = new double[2 + 2 * joints];
        row[0] = 1;
        row[1] = cableTorque[i][r];
        for (int j = 0; j < joints; j++)
        {
            row[2 + 2 * j] = position[j][r];
            row[3 + 2 * j] = position[j][r] * position[j][r];
        }
        return row;
    }
}
