package dev.sinew.sim.emulator.mit;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * What distinguishes one motor from another. The ranges are those of the maker's library; what the motors are made of
 * is ours, chosen so that greatest speed and torque come near to the data sheets: no document gives the rest.
 *
 * @param name  name in configurations.
 * @param pMax  register 21, rad.
 * @param vMax  register 22, rad/s.
 * @param tMax  register 23, N·m.
 * @param volts usual voltage, V.
 * @param motor what its motor is made of.
 */
record DamiaoModel(String name, double pMax, double vMax, double tMax, double volts, MotorParameters motor)
    implements MotorModel
{
    private static final MotorParameters.Heat HEAT = new MotorParameters.Heat(20, 200, 2, 4);
    private static final double P_MAX = 12.5;

    /** The usual one first. */
    static final List<DamiaoModel> ALL = List.of(
        new DamiaoModel("dm4310", P_MAX, 30, 10, 24, motor(0.95, 0.9, 7.5, 0.012)),
        new DamiaoModel("dm4340", P_MAX, 10, 28, 24, motor(3.3, 1.2, 8.5, 0.03)),
        new DamiaoModel("dm6006", P_MAX, 45, 20, 24, motor(1.1, 0.3, 16, 0.02)),
        new DamiaoModel("dm8009", P_MAX, 45, 54, 48, motor(1.3, 0.15, 40, 0.05)));

    private static MotorParameters motor(
        final double torqueNmA,
        final double ohm,
        final double currentMaxA,
        final double inertia)
    {
        return new MotorParameters(torqueNmA, ohm, currentMaxA, 0.3e-3, 65_536, 1e-3, inertia, 0.01, 0.03 * torqueNmA,
            HEAT);
    }

    /**
     * @param name name of a model.
     * @return the model.
     */
    static DamiaoModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }
}
