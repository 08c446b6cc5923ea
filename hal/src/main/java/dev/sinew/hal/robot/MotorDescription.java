package dev.sinew.hal.robot;

/**
 * A motor with a spool that winds one tendon. Turning in the positive direction shortens the tendon.
 *
 * @param name              unique name.
 * @param index             place in every per-motor vector.
 * @param tendon            index of the tendon that its spool winds.
 * @param spoolRadiusM      radius of the spool, m, greater than 0.
 * @param rotorInertiaKgM2  inertia of rotor and spool about the motor's axis, kg·m².
 * @param dampingNmsRad     viscous friction of the rotor, N·m·s/rad.
 * @param effortMaxNm       greatest torque, N·m.
 * @param velocityMaxRadS   greatest speed, rad/s.
 * @param temperatureMaxC   temperature at which the gate takes the motor's effort away, °C.
 */
public record MotorDescription(
    String name,
    int index,
    int tendon,
    double spoolRadiusM,
    double rotorInertiaKgM2,
    double dampingNmsRad,
    double effortMaxNm,
    double velocityMaxRadS,
    double temperatureMaxC)
{
}
