package dev.sinew.sim.emulator.dynamixel;

import java.util.List;

import dev.sinew.sim.emulator.motor.MotorModel;
import dev.sinew.sim.emulator.motor.MotorParameters;

/**
 * What distinguishes one servo of the X series from another. Limits and units are those of its control table. Torque
 * and resistance follow from the manual's stall torque and current at the usual voltage; inertia, friction and heat are
 * ours, for no document gives them.
 *
 * @param name          name in configurations.
 * @param number        model number, register 0.
 * @param firmware      version of the firmware, register 6.
 * @param small         true for the 330 family, whose table differs.
 * @param currentUnitA  one count of current, A.
 * @param currentLimit  greatest current, counts.
 * @param velocityLimit usual limit of the velocity, counts.
 * @param volts         usual voltage, V.
 * @param voltsMin      least voltage, counts of 0.1 V.
 * @param voltsMax      greatest voltage, counts of 0.1 V.
 * @param celsiusMax    usual limit of the temperature, °C.
 * @param shutdown      conditions that switch the motor off, register 63.
 * @param motor         what its motor is made of.
 */
record DynamixelModel(
    String name,
    int number,
    int firmware,
    boolean small,
    double currentUnitA,
    int currentLimit,
    int velocityLimit,
    double volts,
    int voltsMin,
    int voltsMax,
    int celsiusMax,
    int shutdown,
    MotorParameters motor) implements MotorModel
{
    /** Counts of a turn. */
    static final int COUNTS = 4096;
    /** One count of velocity: 0.229 revolutions a minute, rad/s. */
    static final double VELOCITY_UNIT = 0.229 * 2 * Math.PI / 60;
    /** PWM counts that stand for the whole supply. */
    static final int PWM_FULL = 885;

    private static final MotorParameters.Heat MEDIUM = new MotorParameters.Heat(4, 60, 6, 6);
    private static final MotorParameters.Heat SMALL = new MotorParameters.Heat(1.2, 15, 12, 15);

    /** The usual one first. */
    static final List<DynamixelModel> ALL = List.of(
        medium("xm430-w210", 1030, 330, motor(1.30, 5.2, 3.2, 2.0e-3, MEDIUM)),
        medium("xm430-w350", 1020, 200, motor(1.78, 5.2, 3.2, 5.5e-3, MEDIUM)),
        new DynamixelModel("xm540-w270", 1120, 47, false, 2.69e-3, 2047, 128, 12, 95, 160, 80, 52,
            motor(2.41, 2.73, 5.5, 1.2e-2, MEDIUM)),
        small("xl330-m077", 1190, 1620, 7, motor(0.146, 3.4, 1.75, 6.0e-5, SMALL)),
        small("xl330-m288", 1200, 445, 7, motor(0.354, 3.4, 1.75, 8.0e-4, SMALL)),
        small("xc330-m288", 1240, 350, 7, motor(0.517, 2.78, 1.8, 8.0e-4, SMALL)));

    private static MotorParameters motor(
        final double torqueNmA,
        final double ohm,
        final double amperes,
        final double inertia,
        final MotorParameters.Heat heat)
    {
        // Dry friction: what a twentieth of an ampere makes; viscous: as much again at 5 rad/s.
        final double dry = 0.04 * torqueNmA;
        return new MotorParameters(torqueNmA, ohm, amperes, 0.5e-3, COUNTS, 5e-3, inertia, dry / 5, dry, heat);
    }

    private static DynamixelModel medium(
        final String name,
        final int number,
        final int velocityLimit,
        final MotorParameters motor)
    {
        return new DynamixelModel(name, number, 47, false, 2.69e-3, 1193, velocityLimit, 12, 95, 160, 80, 52, motor);
    }

    private static DynamixelModel small(
        final String name,
        final int number,
        final int velocityLimit,
        final int decivoltsMax,
        final MotorParameters motor)
    {
        return new DynamixelModel(name, number, 52, true, 1.0e-3, 1750, velocityLimit, 5, 35, decivoltsMax * 10, 70,
            53, motor);
    }

    /**
     * @param name name of a model.
     * @return the model.
     */
    static DynamixelModel of(final String name)
    {
        return MotorModel.of(ALL, name);
    }

    /**
     * @param version another version of the firmware.
     * @return the same model with it.
     */
    DynamixelModel withFirmware(final int version)
    {
        return new DynamixelModel(name, number, version, small, currentUnitA, currentLimit, velocityLimit, volts,
            voltsMin, voltsMax, celsiusMax, shutdown, motor);
    }

    /**
     * @param supply voltage of the supply, V.
     * @return the same model, its limits such that it stands this voltage: a servo made for it.
     */
    DynamixelModel withVolts(final double supply)
    {
        return new DynamixelModel(name, number, firmware, small, currentUnitA, currentLimit, velocityLimit, volts,
            Math.min(voltsMin, (int)(supply * 8)), Math.max(voltsMax, (int)(supply * 12)), celsiusMax, shutdown, motor);
    }

    /**
     * @return true when the firmware knows the fast reads: version 45 of the 430 and 540 families, 46 of the 330.
     */
    boolean fastReads()
    {
        return firmware >= (small ? 46 : 45);
    }
}
