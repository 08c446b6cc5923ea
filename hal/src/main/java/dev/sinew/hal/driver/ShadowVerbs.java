package dev.sinew.hal.driver;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Verbs of a driver without a device: they have the layout of a real one, answer every receive with a robot at rest in
 * its default pose, and take every send. For warm-ups; the device that the layout came from is never touched.
 */
final class ShadowVerbs implements DriverVerbs
{
    /** The one handle that these verbs know. */
    static final long HANDLE = 1;

    private static final double ROOM_C = 25.0;
    private static final double GRAVITY_M_S2 = 9.81;
    private static final int IMU_UP = 9;
    private static final int OK = 0;
    private static final int NOT_ACTIVE = 3;

    private final DriverLayout layout;
    private final UnsafeBuffer state;
    /** Keeps the memory of the command block alive. */
    private final UnsafeBuffer command;
    private final long groups;
    private final long capabilities;
    private boolean active;

    /**
     * @param real  the driver to look like.
     * @param robot whose rest it shows.
     */
    ShadowVerbs(final NativeDriver real, final RobotDescription robot)
    {
        final DriverLayout model = real.layout();
        state = new UnsafeBuffer(BufferUtil.allocateDirectAligned((int)model.stateBytes(), 64));
        command = new UnsafeBuffer(BufferUtil.allocateDirectAligned((int)model.commandBytes(), 64));
        layout = new DriverLayout(state.addressOffset(), model.stateBytes(), command.addressOffset(),
            model.commandBytes(), model.channels(), null);
        long mask = 0;
        for (final DriverChannel channel : model.channels())
        {
            final ChannelKind kind = channel.kind();
            if (!kind.command())
            {
                mask |= kind.group() == null ? 0 : kind.group().mask();
                rest(channel, kind, robot);
            }
        }
        groups = mask;
        capabilities = (real.can(NativeDriver.CAP_DEVICE_WATCHDOG) ? NativeDriver.CAP_DEVICE_WATCHDOG : 0) |
            (real.can(NativeDriver.CAP_PACES) ? NativeDriver.CAP_PACES : 0) |
            (real.can(NativeDriver.CAP_DRIVE_DAMPS) ? NativeDriver.CAP_DRIVE_DAMPS : 0);
    }

    private void rest(final DriverChannel channel, final ChannelKind kind, final RobotDescription robot)
    {
        switch (kind)
        {
            case JOINT_POSITION -> robot.joints().stream().filter(joint -> joint.name().equals(channel.name()))
                .mapToDouble(JointDescription::defaultPositionRad).findFirst()
                .ifPresent(rad -> state.putDouble(channel.offset(), rad));
            case TENDON_TENSION -> robot.tendons().stream().filter(tendon -> tendon.name().equals(channel.name()))
                .mapToDouble(TendonDescription::pretensionN).findFirst()
                .ifPresent(newton -> state.putDouble(channel.offset(), newton));
            case MOTOR_TEMPERATURE -> state.putDouble(channel.offset(), ROOM_C);
            case IMU ->
            {
                state.putDouble(channel.offset(), 1.0);
                state.putDouble(channel.offset() + IMU_UP * Double.BYTES, GRAVITY_M_S2);
            }
            default -> state.putDouble(channel.offset(), 0.0);
        }
    }

    DriverLayout layout()
    {
        return layout;
    }

    @Override
    public int open(final long config, final long handleOut, final long layoutOut)
    {
        throw new UnsupportedOperationException("a shadow is made, not opened");
    }

    @Override
    public long capabilities(final long handle)
    {
        return capabilities;
    }

    @Override
    public int activate(final long handle)
    {
        active = true;
        return OK;
    }

    @Override
    public int receive(final long handle, final long nowNs)
    {
        state.putLong(0, state.getLong(0) + 1);
        state.putLong(8, nowNs);
        state.putLong(16, nowNs);
        state.putLong(24, groups);
        state.putLong(32, 0);
        return OK;
    }

    @Override
    public int send(final long handle, final long nowNs)
    {
        return active ? OK : NOT_ACTIVE;
    }

    @Override
    public int deactivate(final long handle)
    {
        active = false;
        return OK;
    }

    @Override
    public void close(final long handle)
    {
        active = false;
    }

    @Override
    public long lastError(final long handle)
    {
        return 0;
    }
}
