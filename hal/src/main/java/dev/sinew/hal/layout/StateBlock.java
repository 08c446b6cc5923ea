package dev.sinew.hal.layout;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions;
import dev.sinew.hal.robot.TendonDescription;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Everything that one cycle's {@code read} brings from a system. Written by the system inside {@code read}, read by the
 * loop afterwards; one thread at a time.
 */
public final class StateBlock extends Block
{
    /** Numbers per inertial unit: quaternion w x y z (world from sensor), gyro x y z, specific force x y z. */
    public static final int IMU_STRIDE = 10;
    /** Numbers per force-torque sensor: force x y z, torque x y z. */
    public static final int WRENCH_STRIDE = 6;

    private static final int SEQUENCE = 0;
    private static final int DEVICE_TIME_NS = 8;
    private static final int ARRIVAL_NS = 16;
    private static final int VALID_GROUPS = 24;
    private static final int DEVICE_STATUS = 32;

    /** Joint encoders, rad. */
    public final Column jointPosition;
    /** Joint velocities, rad/s. */
    public final Column jointVelocity;
    /** Motor encoders, rad. */
    public final Column motorPosition;
    /** Motor velocities, rad/s. */
    public final Column motorVelocity;
    /** Motor torques from currents, N·m. */
    public final Column motorEffort;
    /** Motor temperatures, °C. */
    public final Column motorTemperature;
    /** Tendon path lengths, m. */
    public final Column tendonLength;
    /** Tendon velocities, m/s. */
    public final Column tendonVelocity;
    /** Tendon tensions, N. */
    public final Column tendonTension;
    /** Touch cells, N. */
    public final Column touch;
    /** Inertial units, {@link #IMU_STRIDE} numbers each. */
    public final Column imu;
    /** Force-torque sensors, {@link #WRENCH_STRIDE} numbers each. */
    public final Column wrench;

    /**
     * @param layout layout made by {@link #layoutOf(RobotDescription)}.
     * @param buffer memory.
     */
    public StateBlock(final BlockLayout layout, final UnsafeBuffer buffer)
    {
        super(layout, buffer);
        jointPosition = column("joint_position_rad");
        jointVelocity = column("joint_velocity_rad_s");
        motorPosition = column("motor_position_rad");
        motorVelocity = column("motor_velocity_rad_s");
        motorEffort = column("motor_effort_nm");
        motorTemperature = column("motor_temperature_c");
        tendonLength = column("tendon_length_m");
        tendonVelocity = column("tendon_velocity_m_s");
        tendonTension = column("tendon_tension_n");
        touch = column("touch_n");
        imu = column("imu");
        wrench = column("wrench");
    }

    /**
     * @param robot robot to make room for.
     * @return a block with memory of its own.
     */
    public static StateBlock of(final RobotDescription robot)
    {
        final BlockLayout layout = layoutOf(robot);
        return new StateBlock(layout, allocate(layout));
    }

    /**
     * @param robot robot to make room for.
     * @return layout of its state.
     */
    public static BlockLayout layoutOf(final RobotDescription robot)
    {
        final List<String> joints = robot.jointNames();
        final List<String> motors = robot.motors().stream().map(MotorDescription::name).toList();
        final List<String> tendons = robot.tendons().stream().map(TendonDescription::name).toList();
        final SensorDescriptions sensors = robot.sensors();
        return new BlockLayout.Builder()
            .column("joint_position_rad", joints)
            .column("joint_velocity_rad_s", joints)
            .column("motor_position_rad", motors)
            .column("motor_velocity_rad_s", motors)
            .column("motor_effort_nm", motors)
            .column("motor_temperature_c", motors)
            .column("tendon_length_m", tendons)
            .column("tendon_velocity_m_s", tendons)
            .column("tendon_tension_n", tendons)
            .column("touch_n", sensors.touches().stream().map(SensorDescriptions.Touch::name).toList())
            .column("imu", expand(sensors.imus().stream().map(SensorDescriptions.Imu::name).toList(),
                "qw", "qx", "qy", "qz", "gx", "gy", "gz", "ax", "ay", "az"))
            .column("wrench", expand(sensors.wrenches().stream().map(SensorDescriptions.Wrench::name).toList(),
                "fx", "fy", "fz", "tx", "ty", "tz"))
            .build();
    }

    private static List<String> expand(final List<String> names, final String... parts)
    {
        final List<String> labels = new ArrayList<>();
        for (final String name : names)
        {
            for (final String part : parts)
            {
                labels.add(name + "." + part);
            }
        }
        return labels;
    }

    /**
     * @return number of the sample; grows by one with each new sample of the device.
     */
    public long sequence()
    {
        return header(SEQUENCE);
    }

    /**
     * @return the device's own time of the sample, ns; for a simulator its simulated time.
     */
    public long deviceTimeNs()
    {
        return header(DEVICE_TIME_NS);
    }

    /**
     * @return when the sample reached this machine, ns of the loop's clock; 0 when the system does not know.
     */
    public long arrivalNs()
    {
        return header(ARRIVAL_NS);
    }

    /**
     * @return one bit per valid {@link ChannelGroup}.
     */
    public long validGroups()
    {
        return header(VALID_GROUPS);
    }

    /**
     * @return 0 when the device is well, else a number of the device's own.
     */
    public long deviceStatus()
    {
        return header(DEVICE_STATUS);
    }

    /**
     * Stamps a new sample. System's side.
     *
     * @param sequence     number of the sample.
     * @param deviceTimeNs the device's time, ns.
     * @param arrivalNs    arrival on the loop's clock, ns, or 0.
     * @param validGroups  one bit per valid group.
     * @param deviceStatus 0 when well.
     */
    public void stamp(
        final long sequence,
        final long deviceTimeNs,
        final long arrivalNs,
        final long validGroups,
        final long deviceStatus)
    {
        header(SEQUENCE, sequence);
        header(DEVICE_TIME_NS, deviceTimeNs);
        header(ARRIVAL_NS, arrivalNs);
        header(VALID_GROUPS, validGroups);
        header(DEVICE_STATUS, deviceStatus);
    }
}
