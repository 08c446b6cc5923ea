package dev.sinew.hal.transmission;

import dev.sinew.hal.robot.RobotDescription;

/**
 * Makes transmissions; found by {@link java.util.ServiceLoader}.
 */
public interface TransmissionFactory
{
    /**
     * @param robot robot whose tendons are meant.
     * @return a fresh transmission.
     * @throws IllegalArgumentException when a joint cannot be moved both ways by its tendons; the message names the
     *                                  joint
     *                                  and the missing direction.
     */
    Transmission create(RobotDescription robot);
}
