package dev.sinew.hal.robot;

import java.util.List;

/**
 * A motor with a spool. Turning in the positive direction shortens the tendons that are wound with it.
 *
 * @param name              unique name.
 * @param index             place in every per-motor vector.
 * @param tendons           indices of the tendons that it winds, ascending; one, or several on a split spool.
 * @param spoolRadiusM      radius of the spool, m, greater than 0.
 * @param rotorInertiaKgM2  inertia of rotor and spool about the motor's axis, kg·m².
 * @param dampingNmsRad     viscous friction of the rotor, N·m·s/rad.
 * @param effortMaxNm       greatest torque, N·m.
 * @param velocityMaxRadS   greatest speed, rad/s.
 * @param temperatureMaxC   temperature of the winding at which the gate takes the motor's effort away, °C.
 * @param thermal           how it warms.
 */
public record MotorDescription(
    String name,
    int index,
    List<Integer> tendons,
    double spoolRadiusM,
    double rotorInertiaKgM2,
    double dampingNmsRad,
    double effortMaxNm,
    double velocityMaxRadS,
    double temperatureMaxC,
    MotorThermal thermal)
{
    /**
     * Makes the list unmodifiable.
     */
    public MotorDescription
    {
        tendons = List.copyOf(tendons);
    }

    /**
     * A motor that winds one tendon and warms as is assumed of any.
     *
     * @param name             unique name.
     * @param index            place in every per-motor vector.
     * @param tendon           index of its tendon.
     * @param spoolRadiusM     radius of the spool, m.
     * @param rotorInertiaKgM2 inertia, kg·m².
     * @param dampingNmsRad    viscous friction, N·m·s/rad.
     * @param effortMaxNm      greatest torque, N·m.
     * @param velocityMaxRadS  greatest speed, rad/s.
     * @param temperatureMaxC  temperature limit, °C.
     */
    public MotorDescription(
        final String name,
        final int index,
        final int tendon,
        final double spoolRadiusM,
        final double rotorInertiaKgM2,
        final double dampingNmsRad,
        final double effortMaxNm,
        final double velocityMaxRadS,
        final double temperatureMaxC)
    {
        this(name, index, List.of(tendon), spoolRadiusM, rotorInertiaKgM2, dampingNmsRad, effortMaxNm, velocityMaxRadS,
            temperatureMaxC, MotorThermal.assumed(effortMaxNm, temperatureMaxC));
    }

    /**
     * @return index of the first tendon that it winds.
     */
    public int tendon()
    {
        return tendons.get(0);
    }

    /**
     * @return damping that takes all of the motor's torque at its greatest speed, N·m·s/rad: brings a rotor to rest
     *     that nothing else holds.
     */
    public double brakeNmsRad()
    {
        return effortMaxNm / velocityMaxRadS;
    }
}
