package dev.sinew.tendon.identification;

import java.util.Arrays;

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
    /** What slopes over so many rows may miss of the acceleration of a joint, rad/s². */
    private static final double MISSED_RAD_S2 = 10;
    /** Rows to both sides of such a one that belong to the same quick motion. */
    private static final int QUICK_ROWS = 30;
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
    final double[][] motorEffort;
    /** Torque that went into the cables of the tendon's motor: less what turned the rotor itself, N·m. */
    final double[][] cableTorque;
    /** By tendon of the group: viscous friction of its motor, N·m·s/rad. */
    private final double[] motorDamping;
    /** True where some time lies between neighbouring rows. */
    final boolean[] torn;
    /** True there and where joints are too quick for the rows, so that no speed and no acceleration can be told. */
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
        torn = gaps(time);
        gap = torn.clone();
        position = new double[joints][];
        speed = new double[joints][];
        acceleration = new double[joints][];
        for (int j = 0; j < joints; j++)
        {
            position[j] = recording.column(joint(robot, group, j));
            speed[j] = slope(position[j]);
            acceleration[j] = slope(speed[j]);
            leaveOutQuick(j);
        }
        tension = new double[tendons][];
        taut = new boolean[tendons][rows];
        motorPosition = new double[tendons][];
        motorSpeed = new double[tendons][];
        motorEffort = new double[tendons][];
        motorDamping = new double[tendons];
        cableTorque = new double[tendons][rows];
        for (int i = 0; i < tendons; i++)
        {
            final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
            final MotorDescription motor = robot.motors().get(tendon.motor());
            tension[i] = recording.column(TENDON_TENSION + tendon.name());
            motorPosition[i] = recording.column(MOTOR_POSITION + motor.name());
            motorSpeed[i] = slope(motorPosition[i]);
            motorEffort[i] = recording.column(MOTOR_EFFORT + motor.name());
            final double least = Math.max(TAUT_MIN_N, TAUT_RATIO * tendon.tensionMinN());
            for (int r = 0; r < rows; r++)
            {
                taut[i][r] = tension[i][r] > least;
            }
            motorDamping[i] = motor.dampingNmsRad();
            turn(i, motor.rotorInertiaKgM2());
        }
    }

    /**
     * Says what turns the rotor of a tendon's motor, for {@link #cableTorque}.
     *
     * @param i       a tendon.
     * @param inertia of its motor's rotor and spools, kg·m².
     */
    void turn(final int i, final double inertia)
    {
        final double[] acceleration = slope(motorSpeed[i]);
        for (int r = 0; r < rows; r++)
        {
            cableTorque[i][r] = motorEffort[i][r] - inertia * acceleration[r] -
                motorDamping[i] * motorSpeed[i][r];
        }
    }

    private void leaveOutQuick(final int j)
    {
        final int reach = SPEED_ROWS / 2;
        final double[] finer = slope(slope(position[j], reach), reach);
        for (int r = 0; r < rows; r++)
        {
            if (!torn[r] && Math.abs(finer[r] - acceleration[j][r]) > MISSED_RAD_S2)
            {
                Arrays.fill(gap, Math.max(0, r - QUICK_ROWS), Math.min(rows, r + QUICK_ROWS + 1), true);
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
        return slope(values, SPEED_ROWS);
    }

    /** The same over {@code reach} rows to each side. */
    double[] slope(final double[] values, final int reach)
    {
        final double[] found = new double[values.length];
        for (int r = reach; r < values.length - reach; r++)
        {
            found[r] = (values[r + reach] - values[r - reach]) / (time[r + reach] - time[r - reach]);
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
