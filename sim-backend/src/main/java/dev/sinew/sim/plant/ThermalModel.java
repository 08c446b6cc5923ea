package dev.sinew.sim.plant;

import java.util.Arrays;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Windings that warm with the square of the torque and cool towards the air. One heat capacity a motor; the torque that
 * leads to the motor's temperature limit in the long run is a fixed part of its greatest one. Simulator's thread.
 */
final class ThermalModel
{
    /** Air and start, °C. */
    static final double AMBIENT_C = 25;
    /** Part of the greatest torque that can be held for ever. Ours; no public source gives one for such a robot. */
    static final double CONTINUOUS_RATIO = 0.5;
    /** Time constant of the winding, s. Ours likewise. */
    static final double TIME_CONSTANT_S = 120;

    private final double[] temperature;
    /** Rise in the long run per squared torque, K/(N·m)². */
    private final double[] risePerSquare;

    ThermalModel(final RobotDescription robot)
    {
        temperature = new double[robot.motorCount()];
        risePerSquare = new double[robot.motorCount()];
        for (final MotorDescription motor : robot.motors())
        {
            final double continuous = CONTINUOUS_RATIO * motor.effortMaxNm();
            risePerSquare[motor.index()] = (motor.temperatureMaxC() - AMBIENT_C) / (continuous * continuous);
        }
        reset();
    }

    void reset()
    {
        Arrays.fill(temperature, AMBIENT_C);
    }

    double[] temperature()
    {
        return temperature;
    }

    void step(final double[] effort, final double periodS)
    {
        final double part = periodS / TIME_CONSTANT_S;
        for (int i = 0; i < temperature.length; i++)
        {
            final double target = AMBIENT_C + risePerSquare[i] * effort[i] * effort[i];
            temperature[i] += part * (target - temperature[i]);
        }
    }
}
