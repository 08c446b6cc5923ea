package dev.sinew.hal.calibration;

/**
 * What was found of one motor.
 *
 * @param name        name of the motor.
 * @param zeroRad     reading at which its first tendon is just taut, without tension, with all joints at position 0,
 *                    rad.
 * @param residualM   greatest distance of a reading from what that zero explains, m of cable.
 * @param travelRatio cable that its spool took in between the stops over what the routing says.
 */
public record MotorCalibration(String name, double zeroRad, double residualM, double travelRatio)
{
}
