package dev.sinew.sim.emulator.feetech;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * What distinguishes one servo from another. Torque and resistance follow from the data sheet's stall torque and
 * current; inertia, friction and heat are ours, for no document gives them. Friction of the long gear trains is high:
 * it is what brings the speed without load down to that of the data sheet.
 *
 * @param name     name in configurations.
 * @param hls      true for the HLS series, which has a current loop and another table.
 * @param major    register 3.
 * @param minor    register 4.
 * @param volts    usual voltage, V.
 * @param voltsMax greatest voltage, counts of 0.1 V.
 * @param phase    register 18: bit 2 gives speeds in counts a second instead of 50 of them, bit 3 lets speed 0 mean
 *                 the greatest one.
 * @param motor    what its motor is made of.
 */
record FeetechModel(
    String name,
    boolean hls,
    int major,
    int minor,
    double volts,
    int voltsMax,
    int phase,
    MotorParameters motor) implements MotorModel
{
    /** Counts of a turn. */
    static final int COUNTS = 4096;
    /** One count of current, A. */
    static final double CURRENT_UNIT = 6.5e-3;
    /** Duty counts that stand for the whole supply. */
    static final int DUTY_FULL = 1000;

    private static final MotorParameters.Heat HEAT = new MotorParameters.Heat(4, 50, 6, 7);
    private static final int STS_PHASE = 12;

    /** The usual one first. */
    static final List<FeetechModel> ALL = List.of(
        new FeetechModel("sts3215", false, 9, 3, 12, 140, STS_PHASE, motor(1.09, 4.44, 3.3e-3)),
        new FeetechModel("sts3215-7v4", false, 9, 3, 7.4, 90, STS_PHASE, motor(0.80, 3.1, 3.3e-3)),
        new FeetechModel("hls3930m", true, 10, 24, 12, 140, 0, motor(1.09, 4.44, 3.3e-3)));

    private static MotorParameters motor(final double torqueNmA, final double ohm, final double inertia)
    {
        return new MotorParameters(torqueNmA, ohm, 3.4, 0.5e-3, COUNTS, 5e-3, inertia, 0.3, 0.06 * torqueNmA, HEAT);
    }

    /**
     * @param name name of a model.
     * @return the model.
     */
    static FeetechModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }

    /**
     * @param supply voltage of the supply, V.
     * @return the same model, its limits such that it stands this voltage: a servo made for it.
     */
    FeetechModel withVolts(final double supply)
    {
        return new FeetechModel(name, hls, major, minor, volts, Math.max(voltsMax, Math.min(254, (int)(supply * 12))),
            phase, motor);
    }
}
