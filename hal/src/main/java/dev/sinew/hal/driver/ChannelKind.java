package dev.sinew.hal.driver;

import dev.sinew.hal.layout.ChannelGroup;

/**
 * What a driver's channel carries: {@code sinew_kind} of the header. The codes are part of the ABI: append only.
 */
public enum ChannelKind
{
    /** Joint encoder. */
    JOINT_POSITION(1, 1, ChannelGroup.JOINTS, "joint_position_rad"),
    /** Joint velocity. */
    JOINT_VELOCITY(2, 1, ChannelGroup.JOINTS, "joint_velocity_rad_s"),
    /** Motor encoder. */
    MOTOR_POSITION(10, 1, ChannelGroup.MOTORS, "motor_position_rad"),
    /** Motor velocity. */
    MOTOR_VELOCITY(11, 1, ChannelGroup.MOTORS, "motor_velocity_rad_s"),
    /** Motor torque from its current. */
    MOTOR_EFFORT(12, 1, ChannelGroup.MOTORS, "motor_effort_nm"),
    /** Motor temperature. */
    MOTOR_TEMPERATURE(13, 1, ChannelGroup.MOTORS, "motor_temperature_c"),
    /** Tendon path length. */
    TENDON_LENGTH(20, 1, ChannelGroup.TENDONS, "tendon_length_m"),
    /** Tendon velocity. */
    TENDON_VELOCITY(21, 1, ChannelGroup.TENDONS, "tendon_velocity_m_s"),
    /** Tendon tension. */
    TENDON_TENSION(22, 1, ChannelGroup.TENDONS, "tendon_tension_n"),
    /** Touch cell. */
    TOUCH(30, 1, ChannelGroup.TOUCH, "touch_n"),
    /** Inertial unit. */
    IMU(40, 10, ChannelGroup.IMUS, "imu"),
    /** Force-torque sensor. */
    WRENCH(50, 6, ChannelGroup.WRENCHES, "wrench"),
    /** Simulator: position and orientation of the base. */
    BASE_POSE(60, 7, null, null),
    /** Simulator: velocity of the base. */
    BASE_VELOCITY(61, 6, null, null),
    /** Simulator: normal force of a contact sphere. */
    CONTACT_FORCE(62, 1, ChannelGroup.TOUCH, null),
    /** Command: motor torque. */
    CMD_MOTOR_EFFORT(100, 1, null, "motor_effort_nm"),
    /** Command: damping that the drive adds. */
    CMD_MOTOR_DAMPING(101, 1, null, "motor_damping_nms_rad"),
    /** Command: tension that the drive holds by itself. */
    CMD_TENDON_TENSION(102, 1, null, "tendon_tension_set_n"),
    /** Simulator's command: joint effort. */
    CMD_JOINT_EFFORT(110, 1, null, null),
    /** Simulator's command: force on a link and its point of attack. */
    CMD_LINK_FORCE(111, 6, null, null);

    private static final int FIRST_COMMAND = 100;

    private final int code;
    private final int count;
    private final ChannelGroup group;
    private final String column;

    ChannelKind(final int code, final int count, final ChannelGroup group, final String column)
    {
        this.code = code;
        this.count = count;
        this.group = group;
        this.column = column;
    }

    /**
     * @return its number in the header.
     */
    public int code()
    {
        return code;
    }

    /**
     * @return how many numbers such a channel has.
     */
    public int count()
    {
        return count;
    }

    /**
     * @return the group whose validity it shares, or null for commands and truth.
     */
    public ChannelGroup group()
    {
        return group;
    }

    /**
     * @return true when it lies in the command block.
     */
    public boolean command()
    {
        return code >= FIRST_COMMAND;
    }

    /**
     * @return column of the robot's state or command block that it belongs to, or null for what only simulators have.
     */
    public String column()
    {
        return column;
    }

    /**
     * @param code number in the header.
     * @return its kind, or null when there is none.
     */
    public static ChannelKind of(final int code)
    {
        for (final ChannelKind kind : values())
        {
            if (kind.code == code)
            {
                return kind;
            }
        }
        return null;
    }
}
