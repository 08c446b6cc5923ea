package dev.sinew.runtime.safety;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.MotorThermal;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Foresees how hot each motor's winding gets, and how much torque it may have so that it stays below its limit.
 *
 * <p>Each motor is two heat capacities, winding {@code w} and case {@code c}:</p>
 * <pre>
 *   P = g loss torque²     C_w T_w' = P - (T_w - T_c) / R_wc     C_c T_c' = (T_w - T_c) / R_wc - (T_c - air) / R_ca
 * </pre>
 *
 * <p>The greatest torque is the one that would bring the winding to its limit after {@value #HORIZON_S} s, so that the
 * winding creeps up to the limit and stays there. A measured temperature, where there is one that moves, corrects both
 * temperatures and the factor {@code g} on the losses, which starts at 1 (after JSK's online identification,
 * arXiv 2407.08055). A few motors are worked on in each cycle, in turn, with the mean square of the torque of all
 * cycles since.</p>
 *
 * <p>Loop's thread; allocation-free; bounded; deterministic.</p>
 */
public final class ThermalGuard
{
    /** Time over which a winding may come to its limit, s. */
    static final double HORIZON_S = 2;
    /** The winding is kept this far below the file's limit, K, so that the hard limit need not act. */
    static final double MARGIN_K = 2;
    /** Time to the limit is not looked for beyond this, s. */
    public static final double FAR_S = 3600;

    private static final int TURN_CYCLES = 16;
    private static final double WINDING_PULL_S = 2;
    private static final double CASE_PULL_S = 20;
    private static final double GAIN_STEP = 0.01;
    private static final double GAIN_MIN = 0.5;
    private static final double GAIN_MAX = 2;
    private static final double GAIN_ERROR_MAX_K = 5;
    /** A reading that stands still while the model moves by this much is not believed, K. */
    private static final double FROZEN_K = 5;
    private static final double BELOW_AIR_K = 30;
    private static final double ABOVE_LIMIT_K = 60;
    private static final double POWER_MEAN_S = 1;
    private static final int LOOK_STEPS = 8;
    private static final double FIRST_STEP_S = 0.05;
    private static final double STEP_GROWTH = 1.12;

    private final int motors;
    private final double[] loss;
    private final double[] effort;
    private final double[] sentEffort;
    private final double[] windingRate;
    private final double[] caseRate;
    private final double[] windingPower;
    private final double[] airRate;
    private final double[] resistance;
    private final double[] decay;
    private final double[] airC;
    private final double[] limitC;
    private final double[] effortMax;

    private final double[] windingC;
    private final double[] caseC;
    private final double[] gain;
    private final double[] squares;
    private final int[] counts;
    private final long[] sinceNs;
    private final double[] power;
    private final double[] allowed;
    private final double[] reading;
    private final double[] windingAtReading;
    private final double[] toLimitS;
    private final int perCycle;
    private int deratedCount;
    private boolean started;
    private int next;

    private int looked;
    private double lookC;
    private double lookCaseC;
    private double lookStepS;
    private double lookS;

    /**
     * @param robot its motors.
     */
    public ThermalGuard(final RobotDescription robot)
    {
        motors = robot.motorCount();
        perCycle = (motors + TURN_CYCLES - 1) / TURN_CYCLES;
        loss = new double[motors];
        effort = new double[motors];
        sentEffort = new double[motors];
        windingRate = new double[motors];
        caseRate = new double[motors];
        windingPower = new double[motors];
        airRate = new double[motors];
        resistance = new double[motors];
        decay = new double[motors];
        airC = new double[motors];
        limitC = new double[motors];
        effortMax = new double[motors];
        windingC = new double[motors];
        caseC = new double[motors];
        gain = new double[motors];
        squares = new double[motors];
        counts = new int[motors];
        sinceNs = new long[motors];
        power = new double[motors];
        allowed = new double[motors];
        reading = new double[motors];
        windingAtReading = new double[motors];
        toLimitS = new double[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final int i = motor.index();
            final MotorThermal thermal = motor.thermal();
            loss[i] = thermal.lossWPerNm2();
            resistance[i] = thermal.windingToCaseKW();
            windingPower[i] = 1 / thermal.windingJK();
            windingRate[i] = 1 / (thermal.windingJK() * thermal.windingToCaseKW());
            caseRate[i] = 1 / (thermal.caseJK() * thermal.windingToCaseKW());
            airRate[i] = 1 / (thermal.caseJK() * thermal.caseToAirKW());
            decay[i] = StrictMath.exp(-HORIZON_S * windingRate[i]);
            airC[i] = thermal.airC();
            limitC[i] = motor.temperatureMaxC() - MARGIN_K;
            effortMax[i] = motor.effortMaxNm();
            allowed[i] = effortMax[i];
            gain[i] = 1;
            toLimitS[i] = FAR_S;
        }
        beginLook(0);
    }

    /**
     * Takes in one good sample; once a cycle.
     *
     * @param state newest good sample.
     * @param sent  commands that were in force.
     * @param nowNs time of the cycle, ns.
     */
    public void observe(final StateBlock state, final CommandBlock sent, final long nowNs)
    {
        if (!started)
        {
            start(state, nowNs);
        }
        final double on = sent.enabled() ? 1 : 0;
        state.motorEffort.copyTo(effort);
        sent.motorEffort.copyTo(sentEffort);
        for (int i = 0; i < motors; i++)
        {
            // Whichever is larger heats: a drive that reports no torque, or has not done what it was told yet.
            final double torque = Math.max(Math.abs(effort[i]), on * Math.abs(sentEffort[i]));
            squares[i] += torque * torque;
            counts[i]++;
        }
        for (int k = 0; k < perCycle && motors > 0; k++)
        {
            advance(next, state.motorTemperature.get(next), nowNs);
            next = next + 1 < motors ? next + 1 : 0;
        }
        look();
    }

    private void start(final StateBlock state, final long nowNs)
    {
        for (int i = 0; i < motors; i++)
        {
            final double measured = state.motorTemperature.get(i);
            windingC[i] = plausible(i, measured) ? measured : airC[i];
            caseC[i] = windingC[i];
            reading[i] = measured;
            windingAtReading[i] = windingC[i];
            sinceNs[i] = nowNs;
        }
        started = true;
    }

    private boolean plausible(final int i, final double measured)
    {
        return measured > airC[i] - BELOW_AIR_K && measured < limitC[i] + ABOVE_LIMIT_K;
    }

    private void advance(final int i, final double measured, final long nowNs)
    {
        final double time = (nowNs - sinceNs[i]) * 1e-9;
        if (!(time > 0))
        {
            return;
        }
        // After a long gap the steps stay short against the winding's time constant, and bounded.
        final double step = Math.min(time, 0.1 / windingRate[i]);
        final double heat = gain[i] * loss[i] * squares[i] / Math.max(1, counts[i]);
        squares[i] = 0;
        counts[i] = 0;
        sinceNs[i] = nowNs;
        power[i] += Math.min(1, step / POWER_MEAN_S) * (heat - power[i]);
        final double across = windingC[i] - caseC[i];
        windingC[i] += step * (heat * windingPower[i] - across * windingRate[i]);
        caseC[i] += step * (across * caseRate[i] - (caseC[i] - airC[i]) * airRate[i]);
        correct(i, measured, step, heat);
        allow(i);
    }

    private void correct(final int i, final double measured, final double step, final double heat)
    {
        if (measured != reading[i])
        {
            reading[i] = measured;
            windingAtReading[i] = windingC[i];
        }
        if (!plausible(i, measured) || Math.abs(windingC[i] - windingAtReading[i]) > FROZEN_K)
        {
            return; // without a reading to be trusted the model goes on alone
        }
        final double error = measured - windingC[i];
        windingC[i] += Math.min(1, step / WINDING_PULL_S) * error;
        caseC[i] += Math.min(1, step / CASE_PULL_S) * error;
        final double share = Math.min(1, heat * resistance[i] / Math.max(1, limitC[i] - airC[i]));
        final double bounded = Math.max(-GAIN_ERROR_MAX_K, Math.min(GAIN_ERROR_MAX_K, error));
        gain[i] = Math.max(GAIN_MIN, Math.min(GAIN_MAX, gain[i] + GAIN_STEP * step * share * bounded));
    }

    /** The torque that brings the winding to its limit at the horizon, the case standing still meanwhile. */
    private void allow(final int i)
    {
        final double room = limitC[i] - caseC[i] - (windingC[i] - caseC[i]) * decay[i];
        final double heat = room / (resistance[i] * (1 - decay[i]));
        final boolean before = derated(i);
        allowed[i] = heat > 0 ? Math.min(effortMax[i], Math.sqrt(heat / (gain[i] * loss[i]))) : 0;
        deratedCount += (derated(i) ? 1 : 0) - (before ? 1 : 0);
    }

    private void beginLook(final int motor)
    {
        looked = motor;
        if (motor < motors)
        {
            lookC = windingC[motor];
            lookCaseC = caseC[motor];
        }
        lookStepS = FIRST_STEP_S;
        lookS = 0;
    }

    /** Runs the model of one motor ahead under its present heat, a few implicit steps of growing length a cycle. */
    private void look()
    {
        if (looked >= motors)
        {
            beginLook(0);
            return;
        }
        final int i = looked;
        for (int k = 0; k < LOOK_STEPS; k++)
        {
            if (lookC >= limitC[i] || lookS >= FAR_S)
            {
                toLimitS[i] = Math.min(FAR_S, lookS);
                beginLook(i + 1);
                return;
            }
            final double h = lookStepS;
            lookC = (lookC + h * (power[i] * windingPower[i] + windingRate[i] * lookCaseC)) / (1 + h * windingRate[i]);
            lookCaseC = (lookCaseC + h * (caseRate[i] * lookC + airRate[i] * airC[i])) /
                (1 + h * (caseRate[i] + airRate[i]));
            lookS += h;
            lookStepS *= STEP_GROWTH;
        }
    }

    /**
     * @param motor index of the motor.
     * @return greatest torque that it may have now, N·m, at most the file's.
     */
    public double effortAllowed(final int motor)
    {
        return allowed[motor];
    }

    /**
     * @return motors that heat allows less than the file.
     */
    public int deratedCount()
    {
        return deratedCount;
    }

    /**
     * @param motor index of the motor.
     * @return true when heat allows less than the file.
     */
    public boolean derated(final int motor)
    {
        return allowed[motor] < effortMax[motor];
    }

    /**
     * @param motor index of the motor.
     * @return temperature of its winding as far as known, °C.
     */
    public double windingC(final int motor)
    {
        return windingC[motor];
    }

    /**
     * @param out temperatures of all windings as far as known, °C.
     */
    public void windingC(final Column out)
    {
        out.setAll(windingC);
    }

    /**
     * @param out what {@link #toLimitS(int)} says of each motor, s.
     */
    public void toLimitS(final Column out)
    {
        out.setAll(toLimitS);
    }

    /**
     * @param motor index of the motor.
     * @return time until its winding comes to its limit under the heat of the last second, s; {@link #FAR_S} when later
     *         than that or never.
     */
    public double toLimitS(final int motor)
    {
        return toLimitS[motor];
    }

    /**
     * @param motor index of the motor.
     * @return factor on the file's losses that the measured temperature suggests.
     */
    public double lossFactor(final int motor)
    {
        return gain[motor];
    }
}
