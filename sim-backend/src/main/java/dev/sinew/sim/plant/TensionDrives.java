package dev.sinew.sim.plant;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TensionLoop;
import dev.sinew.sim.sensor.CounterNoise;

/**
 * Drives that hold tensions by themselves, several times a cycle, as a drive with a load cell at its spool does. Per
 * motor, with the load {@code s = sum r f} of its cables:
 *
 * <pre>
 *   torque = feed-forward + kp (s_set - s) + ki integral - kd s'        s' filtered, integral held at saturation
 * </pre>
 *
 * <p>The gains follow from the bandwidth and from the motor's own spring and mass, {@code omega0^2 = sum k r^2 / J}:
 * the loop's frequency is the bandwidth, or that of the spring where it is higher, and its damping ratio is 0.7. The
 * reading is one step old and noisy. The simulator's thread; allocation-free after construction.</p>
 */
final class TensionDrives
{
    private static final double DAMPING_RATIO = 0.7;
    /** The slope's filter and the integral, against the loop's own frequency. */
    private static final double FILTER_RATIO = 4;
    private static final double INTEGRAL_RATIO = 0.125;
    private static final int NOISE_CHANNEL = 9001;

    private final int multiple;
    private final int[][] tendons;
    private final double[] radius;
    private final double[] limit;
    private final double[] kp;
    private final double[] ki;
    private final double[] kd;
    private final double[] filterRadS;
    private final double[] wanted;
    private final double[] forward;
    private final double[] integral;
    private final double[] slope;
    private final double[] last;
    private final boolean[] holds;
    private double noiseN;
    private long noiseKey;
    private long draws;

    TensionDrives(final RobotDescription robot)
    {
        final TensionLoop loop = robot.simulation() == null ? TensionLoop.NONE : robot.simulation().tensionLoop();
        multiple = loop.multiple();
        final int motors = robot.motorCount();
        tendons = new int[motors][];
        radius = new double[robot.tendonCount()];
        limit = new double[motors];
        kp = new double[motors];
        ki = new double[motors];
        kd = new double[motors];
        filterRadS = new double[motors];
        wanted = new double[motors];
        forward = new double[motors];
        integral = new double[motors];
        slope = new double[motors];
        last = new double[motors];
        holds = new boolean[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final int m = motor.index();
            final List<Integer> own = motor.tendons();
            tendons[m] = own.stream().mapToInt(Integer::intValue).toArray();
            limit[m] = motor.effortMaxNm();
            double spring = 0;
            for (final int i : own)
            {
                final TendonDescription tendon = robot.tendons().get(i);
                radius[i] = robot.spoolRadiusM(tendon);
                spring += tendon.stiffnessNM() * radius[i] * radius[i];
            }
            tune(m, loop.bandwidthHz(), spring, motor.rotorInertiaKgM2());
        }
    }

    private void tune(final int m, final double bandwidthHz, final double springNmRad, final double inertiaKgM2)
    {
        final double own = Math.sqrt(springNmRad / inertiaKgM2);
        final double loop = Math.max(own, 2 * Math.PI * bandwidthHz);
        kp[m] = loop * loop / (own * own) - 1;
        kd[m] = 2 * DAMPING_RATIO * inertiaKgM2 * loop / springNmRad;
        ki[m] = INTEGRAL_RATIO * loop * (1 + kp[m]);
        filterRadS[m] = FILTER_RATIO * loop;
    }

    /** Gives the drives' own load cells noise. */
    void noise(final double sigmaN, final long seed)
    {
        noiseN = sigmaN * Math.sqrt(Math.max(1, multiple));
        noiseKey = CounterNoise.key(seed, NOISE_CHANNEL);
    }

    void reset()
    {
        Arrays.fill(holds, false);
        Arrays.fill(integral, 0);
        Arrays.fill(slope, 0);
    }

    /** @return how often a cycle the drives measure; 0 when they only make torques. */
    int multiple()
    {
        return multiple;
    }

    /** Takes a command; a motor none of whose tendons has a wanted tension makes its torque as it is. */
    void accept(final CommandBlock command)
    {
        for (int m = 0; m < holds.length && multiple > 0; m++)
        {
            double sum = 0;
            boolean some = command.enabled();
            for (final int i : tendons[m])
            {
                final double tension = command.tendonTension.get(i);
                some &= tension > 0;
                sum += radius[i] * tension;
            }
            if (some && !holds[m])
            {
                integral[m] = 0;
                slope[m] = 0;
                last[m] = sum;
            }
            holds[m] = some && sum * 0.0 == 0;
            wanted[m] = sum;
            forward[m] = command.motorEffort.get(m);
        }
    }

    boolean holds(final int m)
    {
        return holds[m];
    }

    /**
     * @param m       a motor that {@link #holds}.
     * @param tension tensions at the spools, one step old, N.
     * @param h       time since the last call, s.
     * @return torque, N·m.
     */
    double torque(final int m, final double[] tension, final double h)
    {
        double load = 0;
        for (final int i : tendons[m])
        {
            load += radius[i] * (tension[i] + (noiseN > 0 ? noiseN * CounterNoise.normal(noiseKey, draws++) : 0));
        }
        final double share = h * filterRadS[m] / (1 + h * filterRadS[m]);
        slope[m] += share * ((load - last[m]) / h - slope[m]);
        last[m] = load;
        final double off = wanted[m] - load;
        final double plain = forward[m] + kp[m] * off - kd[m] * slope[m] + integral[m];
        final double made = Math.min(Math.max(plain, -limit[m]), limit[m]);
        if (plain == made || (plain - made) * off < 0)
        {
            integral[m] += ki[m] * h * off;
        }
        return made;
    }
}
