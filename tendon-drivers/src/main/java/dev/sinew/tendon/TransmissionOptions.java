package dev.sinew.tendon;

import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;

/**
 * What a transmission may do beyond the plain statics.
 *
 * @param compensateMotorFriction adds the viscous friction of each rotor, as the file states it, to its torque at its
 *                                measured speed. Off by default: an overestimated friction feeds energy in, which the
 *                                compensation at the commanded speed does not.
 * @param preferMotorVelocity     takes joint velocities from the motors of taut tendons; false takes them from the
 *                                joint sensors always. See {@link VelocitySource}.
 * @param compensation            what is made up for between joints and motors.
 */
public record TransmissionOptions(
    boolean compensateMotorFriction,
    boolean preferMotorVelocity,
    CompensationSettings compensation)
{
    /** Plain statics; velocities from the motors where possible. */
    public static final TransmissionOptions DEFAULT = new TransmissionOptions(false, true);

    /**
     * Without compensation of cables.
     *
     * @param compensateMotorFriction adds the viscous friction of each rotor at its measured speed.
     * @param preferMotorVelocity     takes joint velocities from the motors of taut tendons.
     */
    public TransmissionOptions(final boolean compensateMotorFriction, final boolean preferMotorVelocity)
    {
        this(compensateMotorFriction, preferMotorVelocity, CompensationSettings.NONE);
    }

    /**
     * @param robot a robot.
     * @return what its file asks for.
     */
    public static TransmissionOptions of(final RobotDescription robot)
    {
        return new TransmissionOptions(false, true, robot.compensation());
    }
}
