package dev.sinew.sim.emulator.ethercat;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * A drive with its motor and gearbox. They are nobody's products: vendor and products are of our own making, in a range
 * that the EtherCAT Technology Group has not given away.
 *
 * @param name     name in configurations.
 * @param product  product code.
 * @param volts    usual supply, V.
 * @param ratedNm  rated torque at the output shaft, N·m; objects count torques in its thousandths.
 * @param motor    what its motor is made of.
 */
record EthercatModel(String name, int product, double volts, double ratedNm, MotorParameters motor)
    implements MotorModel
{
    /** Vendor of all of them. */
    static final int VENDOR = 0x0000_0E55;

    private static final MotorParameters.Heat HEAT = new MotorParameters.Heat(20, 200, 2, 3);
    private static final MotorParameters.Heat SMALL_HEAT = new MotorParameters.Heat(4, 50, 6, 7);

    /** The usual one first. */
    static final List<EthercatModel> ALL = List.of(
        new EthercatModel("axis-4nm", 0x0402_0004, 48, 4,
            new MotorParameters(1.2, 1.0, 10, 0.3e-3, 131_072, 2e-3, 0.01, 0.02, 0.05, HEAT)),
        new EthercatModel("axis-0.4nm", 0x0402_0001, 24, 0.4,
            new MotorParameters(0.2, 2.0, 6, 0.3e-3, 65_536, 2e-3, 2e-4, 2e-3, 0.01, SMALL_HEAT)));

    /**
     * @param name name of a model.
     * @return the model.
     */
    static EthercatModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }

    /**
     * @param parameters of the motor as configured: another gearbox changes the rated torque as well.
     * @return the same drive with that motor.
     */
    EthercatModel with(final MotorParameters parameters)
    {
        return new EthercatModel(name, product, volts,
            ratedNm * parameters.torquePerAmpereNmA() / motor.torquePerAmpereNmA(), parameters);
    }
}
