package dev.sinew.sim.emulator.robstride;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * What distinguishes one motor from another. The ranges are those of the manuals; what the motors are made of is ours,
 * chosen so that greatest speed and torque come near to the data sheets: no document gives the rest.
 *
 * @param name       name in configurations.
 * @param vMax       reach of velocities, rad/s.
 * @param tMax       reach of torques, N·m.
 * @param kpMax      reach of the position gain, N·m/rad.
 * @param kdMax      reach of the damping, N·m·s/rad.
 * @param hasTimeout whether parameter 0x7028 is documented.
 * @param volts      usual voltage, V.
 * @param motor      what its motor is made of.
 */
record RobstrideModel(
    String name,
    double vMax,
    double tMax,
    double kpMax,
    double kdMax,
    boolean hasTimeout,
    double volts,
    MotorParameters motor) implements MotorModel
{
    private static final MotorParameters.Heat HEAT = new MotorParameters.Heat(20, 200, 2, 4);
    private static final double KP = 500;
    private static final double KD = 5;
    private static final double KP_BIG = 5000;
    private static final double KD_BIG = 100;

    /** The usual one first. */
    static final List<RobstrideModel> ALL = List.of(
        new RobstrideModel("rs-02", 44, 17, KP, KD, true, 48, motor(1.1, 0.6, 16, 0.012)),
        new RobstrideModel("rs-00", 33, 14, KP, KD, true, 48, motor(1.3, 0.7, 11, 0.01)),
        new RobstrideModel("rs-01", 44, 17, KP, KD, true, 24, motor(0.6, 0.3, 28, 0.01)),
        new RobstrideModel("rs-03", 20, 60, KP_BIG, KD_BIG, true, 48, motor(2.4, 0.4, 26, 0.03)),
        new RobstrideModel("rs-04", 15, 120, KP_BIG, KD_BIG, true, 48, motor(3.0, 0.3, 42, 0.05)),
        new RobstrideModel("rs-05", 50, 5.5, KP, KD, true, 48, motor(0.9, 1.5, 6.5, 0.004)),
        new RobstrideModel("rs-06", 50, 36, KP_BIG, KD_BIG, true, 48, motor(0.95, 0.2, 40, 0.02)),
        new RobstrideModel("cybergear", 30, 12, KP, KD, false, 24, motor(0.75, 0.45, 16.5, 0.01)));

    private static MotorParameters motor(
        final double torqueNmA,
        final double ohm,
        final double currentMaxA,
        final double inertia)
    {
        return new MotorParameters(torqueNmA, ohm, currentMaxA, 0.3e-3, 16_384, 1e-3, inertia, 0.01, 0.03 * torqueNmA,
            HEAT);
    }

    /**
     * @param name name of a model.
     * @return the model.
     */
    static RobstrideModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }
}
