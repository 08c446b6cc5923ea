package dev.sinew.hal.robot;

/**
 * Which losses between motor and link are made up for, and how. How large the losses are stands at each
 * tendon, {@link TendonLosses}.
 *
 * @param stretch          elastic stretch, where motor positions and velocities are turned into those of joints.
 * @param friction         friction of cables on their guides, in the direction of the commanded motion.
 * @param backlash         turns a loose drum through its gap when the sign of its torque changes.
 * @param inertia          torque that the commanded motion takes to accelerate rotors.
 * @param motorFriction    viscous friction of rotors at the commanded speed.
 * @param jointDamping     viscous friction of the joints themselves at the commanded speed.
 * @param creep            slow elongation under load, as a bias of the length that a motor's position stands for.
 * @param directionSpeedMS speed of a tendon at which its direction counts as known to 71 %, m/s, greater than 0.
 * @param directionErrorS  time in which a joint's position error is to be made good: its error over this time counts as
 *                         a commanded speed, s, greater than 0.
 * @param referenceHz      bandwidth of the filter that turns target velocities into accelerations, Hz.
 * @param takeUpRatio      part of a motor's greatest torque that turns its drum through the gap, in (0, 1].
 */
public record CompensationSettings(
    boolean stretch,
    boolean friction,
    boolean backlash,
    boolean inertia,
    boolean motorFriction,
    boolean jointDamping,
    boolean creep,
    double directionSpeedMS,
    double directionErrorS,
    double referenceHz,
    double takeUpRatio)
{
    /** Everything, with numbers that suit hands. */
    public static final CompensationSettings STANDARD =
        new CompensationSettings(true, true, true, true, true, true, true, 0.002, 0.05, 30, 0.2);
    /** Plain statics. */
    public static final CompensationSettings NONE =
        new CompensationSettings(false, false, false, false, false, false, false, 0.002, 0.05, 30, 0.2);
}
