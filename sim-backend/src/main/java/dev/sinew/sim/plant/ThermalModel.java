package dev.sinew.sim.plant;

import java.util.Arrays;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.MotorThermal;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Motors that warm: a winding that the square of the torque heats, a case that it warms, and the air around.
 *
 * <pre>
 *   C_w T_w' = loss torque² - (T_w - T_c) / R_wc        C_c T_c' = (T_w - T_c) / R_wc - (T_c - air) / R_ca
 * </pre>
 *
 * <p>What the sensors read is the winding. The losses may be made larger or smaller than the file's, so that whoever
 * foresees temperatures from the file is wrong by as much as on a real motor. Simulator's thread; allocation-free.</p>
 */
final class ThermalModel
{
    private final double[] airC;
    /** Per squared torque, K/s/(N·m)². */
    private final double[] heating;
    /** 1 / (C_w R_wc), 1 / (C_c R_wc), 1 / (C_c R_ca), 1/s. */
    private final double[] windingRate;
    private final double[] caseRate;
    private final double[] airRate;
    private final double[] winding;
    private final double[] casing;
    private final double[] lossFactor;

    /**
     * @param robot its motors, which begin as warm as the air.
     */
    ThermalModel(final RobotDescription robot)
    {
        final int motors = robot.motorCount();
        airC = new double[motors];
        heating = new double[motors];
        windingRate = new double[motors];
        caseRate = new double[motors];
        airRate = new double[motors];
        winding = new double[motors];
        casing = new double[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final int i = motor.index();
            final MotorThermal thermal = motor.thermal();
            airC[i] = thermal.airC();
            heating[i] = thermal.lossWPerNm2() / thermal.windingJK();
            windingRate[i] = 1 / (thermal.windingJK() * thermal.windingToCaseKW());
            caseRate[i] = 1 / (thermal.caseJK() * thermal.windingToCaseKW());
            airRate[i] = 1 / (thermal.caseJK() * thermal.caseToAirKW());
        }
        lossFactor = new double[motors];
        Arrays.fill(lossFactor, 1);
        reset();
    }

    /**
     * @param motor  index of the motor.
     * @param factor its losses as a multiple of the file's, greater than 0.
     */
    void lossFactor(final int motor, final double factor)
    {
        lossFactor[motor] = factor;
    }

    void reset()
    {
        System.arraycopy(airC, 0, winding, 0, airC.length);
        System.arraycopy(airC, 0, casing, 0, airC.length);
    }

    /**
     * @return temperatures of the windings, °C.
     */
    double[] temperature()
    {
        return winding;
    }

    void step(final double[] effort, final double periodS)
    {
        for (int i = 0; i < winding.length; i++)
        {
            final double across = winding[i] - casing[i];
            winding[i] += periodS * (lossFactor[i] * heating[i] * effort[i] * effort[i] - across * windingRate[i]);
            casing[i] += periodS * (across * caseRate[i] - (casing[i] - airC[i]) * airRate[i]);
        }
    }
}
