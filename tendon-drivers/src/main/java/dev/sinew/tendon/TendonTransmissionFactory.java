package dev.sinew.tendon;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.hal.transmission.TransmissionFactory;

/**
 * Makes {@link TendonTransmission}s as the robot's file asks for; found by {@link java.util.ServiceLoader}.
 */
public final class TendonTransmissionFactory implements TransmissionFactory
{
    @Override
    public Transmission create(final RobotDescription robot)
    {
        return new TendonTransmission(robot, TransmissionOptions.of(robot));
    }
}
