package dev.sinew.hal.driver;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bounds the damping that a slow bus is asked for. A driver that forms {@code effort - damping x velocity} itself does
 * so once an exchange, with a velocity that is up to an exchange old and a torque that then stands for another one. A
 * rotor of inertia J so damped every T swings ever more from {@code damping = J / T} on, and hardly at half of it.
 * Drives that damp by themselves are asked for what is wished. Loop's thread; allocation-free.
 */
final class DampingBound
{
    private static final double PART = 0.5;

    private final int[] offset;
    private final double[] mostNmsRad;

    private DampingBound(final List<DriverChannel> channels, final double[] mostNmsRad)
    {
        offset = channels.stream().mapToInt(DriverChannel::offset).toArray();
        this.mostNmsRad = mostNmsRad;
    }

    /**
     * @param bus    a bus.
     * @param driver its driver.
     * @param robot  robot whose motors it drives.
     * @return bound for its command block; of nothing for a bus as fast as the loop and drives that damp themselves.
     */
    static DampingBound of(final BusDescription bus, final NativeDriver driver, final RobotDescription robot)
    {
        final List<DriverChannel> bounded = new ArrayList<>();
        if (bus.rateHz() != BusDescription.EVERY_CYCLE && !driver.can(NativeDriver.CAP_DRIVE_DAMPS))
        {
            driver.layout().channels().stream()
                .filter(channel -> channel.kind() == ChannelKind.CMD_MOTOR_DAMPING).forEach(bounded::add);
        }
        return new DampingBound(bounded, bounded.stream()
            .mapToDouble(channel -> PART * bus.rateHz() * inertiaKgM2(robot, channel.name())).toArray());
    }

    private static double inertiaKgM2(final RobotDescription robot, final String motor)
    {
        return robot.motors().stream().filter(one -> one.name().equals(motor))
            .mapToDouble(MotorDescription::rotorInertiaKgM2).findFirst().orElseThrow();
    }

    /**
     * @param command the driver's command block; its damping is changed in place.
     */
    void apply(final UnsafeBuffer command)
    {
        for (int i = 0; i < offset.length; i++)
        {
            // Not a number stays one: the driver refuses it.
            if (command.getDouble(offset[i]) > mostNmsRad[i])
            {
                command.putDouble(offset[i], mostNmsRad[i]);
            }
        }
    }
}
