package dev.sinew.tendon;

/**
 * What a transmission may do beyond the plain statics.
 *
 * @param compensateMotorFriction adds the viscous friction of each rotor, as the file states it, to its torque. Off by
 *                                default: an overestimated friction feeds energy in.
 * @param preferMotorVelocity     takes joint velocities from the motors of taut tendons; false takes them from the
 *                                joint sensors always. See {@link VelocitySource}.
 */
public record TransmissionOptions(boolean compensateMotorFriction, boolean preferMotorVelocity)
{
    /** No friction compensation; velocities from the motors where possible. */
    public static final TransmissionOptions DEFAULT = new TransmissionOptions(false, true);
}
