package dev.sinew.sim.emulator.moteus;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * A controller with the motor on it. Speed constant and resistance are those of the seller's page; inertia, friction
 * and heat are ours, for no document gives them.
 *
 * @param name    name in configurations.
 * @param model   register 0x100; the documents list no numbers, this one is ours.
 * @param volts   usual voltage, V.
 * @param kp      servo.pid_position.kp, N·m a turn.
 * @param kd      servo.pid_position.kd, N·m a turn a second.
 * @param motor   what its motor is made of.
 */
record MoteusModel(String name, int model, double volts, double kp, double kd, MotorParameters motor)
    implements MotorModel
{
    private static final MotorParameters.Heat HEAT = new MotorParameters.Heat(15, 120, 1.5, 4);
    /** Torque per ampere of a motor that turns with one turn a minute per volt, N·m/A; the maker's own figure. */
    private static final double TORQUE_CONSTANT = 8.27;

    /** The usual one first. */
    static final List<MoteusModel> ALL = List.of(
        new MoteusModel("mj5208", 4, 24, 4, 0.05, motor(304, 0.047, 25, 4e-5)),
        new MoteusModel("mj8404", 4, 24, 4, 0.05, motor(85, 0.17, 20, 2.5e-4)));

    private static MotorParameters motor(
        final double rpmPerVolt,
        final double ohm,
        final double currentMaxA,
        final double inertia)
    {
        final double torque = TORQUE_CONSTANT / rpmPerVolt;
        return new MotorParameters(torque, ohm, currentMaxA, 0.3e-3, 16_384, 1e-3, inertia, 5e-5, 5e-3, HEAT);
    }

    /**
     * @param name name of a model.
     * @return the model.
     */
    static MoteusModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }
}
