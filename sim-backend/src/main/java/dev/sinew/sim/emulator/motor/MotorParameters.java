package dev.sinew.sim.emulator.motor;

/**
 * What a motor with its gearbox is made of, seen from the output shaft. Mechanical numbers are used by motors on a
 * bench alone; behind a robot's tendons those of the robot file hold, and the viscous friction while limp.
 *
 * @param torquePerAmpereNmA  torque per current, N·m/A; in SI also the voltage per velocity, V·s/rad.
 * @param resistanceOhm       of the winding, Ω.
 * @param currentMaxA         what the power stage gives at most, A.
 * @param currentTimeConstantS of the current loop, s; 0 for none.
 * @param encoderCounts       per turn of the output shaft.
 * @param velocityFilterS     time constant of the velocity that the firmware reports, s.
 * @param inertiaKgM2         of rotor and gearbox at the output shaft, kg·m².
 * @param viscousNmsRad       viscous friction, N·m·s/rad.
 * @param dryFrictionNm       dry friction, N·m.
 * @param heat                how it warms.
 */
public record MotorParameters(
    double torquePerAmpereNmA,
    double resistanceOhm,
    double currentMaxA,
    double currentTimeConstantS,
    int encoderCounts,
    double velocityFilterS,
    double inertiaKgM2,
    double viscousNmsRad,
    double dryFrictionNm,
    Heat heat)
{
    /**
     * Two heat capacities: the copper, and everything around it, where the thermometer sits.
     *
     * @param windingJK        heat capacity of the winding, J/K.
     * @param housingJK        heat capacity of the housing, J/K.
     * @param windingHousingKW thermal resistance between the two, K/W.
     * @param housingAirKW     thermal resistance from the housing to the air, K/W.
     */
    public record Heat(double windingJK, double housingJK, double windingHousingKW, double housingAirKW)
    {
    }

    /**
     * @param other torque per current, N·m/A.
     * @return the same motor behind another gearbox: same currents, another torque and speed. The inertia on a bench
     *         goes with the square of the ratio.
     */
    public MotorParameters withTorquePerAmpere(final double other)
    {
        final double ratio = other / torquePerAmpereNmA;
        return new MotorParameters(other, resistanceOhm, currentMaxA, currentTimeConstantS, encoderCounts,
            velocityFilterS, inertiaKgM2 * ratio * ratio, viscousNmsRad * ratio * ratio, dryFrictionNm * ratio, heat);
    }
}
