package dev.sinew.sim.plant;

import java.util.Arrays;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.routing.ConstantRouting;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Motors, spools and elastic tendons of a whole robot.
 *
 * <p>A cable of free length {@code l_0} runs over a path of length {@code l(q) = rest - R q} and ends on a spool of
 * radius {@code r} whose rotor stands at {@code θ}; a positive turn winds in. Its elongation, its tension and the rotor
 * obey</p>
 * <pre>
 *   e = l(q) - (l_0 - r θ)        f = max(0, k e + b e') while e &gt; 0, else 0
 *   J θ'' = effort x strength - (damping + drive damping) θ' - r f
 *   tau = R^T f
 * </pre>
 *
 * <p>Arrays that this class returns are its own, live as long as it does and are overwritten by each step. One
 * simulator thread; allocation-free after construction; deterministic.</p>
 */
public final class TendonPlant
{
    /** Steps of the rotors and cables within one period; the joints move linearly meanwhile. */
    public static final int SUB_STEPS = 4;

    private final TendonRouting routing;
    private final ThermalModel thermal;
    private final int motors;
    private final int tendons;

    private final int[] motorOf;
    private final double[] radius;
    private final double[] inertia;
    private final double[] damping;
    private final double[] effortMax;
    private final double[] stiffness;
    private final double[] cableDamping;
    private final double[] restTension;

    private final double[] strength;
    private final boolean[] stuck;
    private final boolean[] cut;
    private final double[] extra;

    /** Free length of each cable with its rotor at 0, m. */
    private final double[] freeLength;
    private final double[] position;
    private final double[] velocity;
    private final double[] effort;
    private final double[] length;
    private final double[] lengthRate;
    private final double[] tension;

    private final double[] drive;
    private final double[] driveDamping;
    private final double[] tensionMean;

    /**
     * @param robot robot whose motors and tendons are meant.
     */
    public TendonPlant(final RobotDescription robot)
    {
        routing = new ConstantRouting(robot);
        motors = robot.motorCount();
        tendons = robot.tendonCount();
        motorOf = new int[tendons];
        radius = new double[motors];
        inertia = new double[motors];
        damping = new double[motors];
        effortMax = new double[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final int i = motor.index();
            motorOf[motor.tendon()] = i;
            radius[i] = motor.spoolRadiusM();
            inertia[i] = motor.rotorInertiaKgM2();
            damping[i] = motor.dampingNmsRad();
            effortMax[i] = motor.effortMaxNm();
        }
        stiffness = new double[tendons];
        cableDamping = new double[tendons];
        for (final TendonDescription tendon : robot.tendons())
        {
            stiffness[tendon.index()] = tendon.stiffnessNM();
            cableDamping[tendon.index()] = tendon.dampingNsM();
        }
        restTension = restTension(robot);
        thermal = new ThermalModel(robot);
        strength = new double[motors];
        stuck = new boolean[motors];
        cut = new boolean[tendons];
        extra = new double[tendons];
        freeLength = new double[tendons];
        position = new double[motors];
        velocity = new double[motors];
        effort = new double[motors];
        length = new double[tendons];
        lengthRate = new double[tendons];
        tension = new double[tendons];
        drive = new double[motors];
        driveDamping = new double[motors];
        tensionMean = new double[tendons];
        reset(new double[robot.jointCount()]);
    }

    /** The pretension that leaves every joint at rest, as the transmission of this robot would choose it. */
    private static double[] restTension(final RobotDescription robot)
    {
        return new TendonTransmission(robot, TransmissionOptions.DEFAULT).restTensions();
    }

    /**
     * Mends every fault and puts the rotors at rest and at position 0, with every cable taut at the pretension that
     * leaves the joints without effort.
     *
     * @param q joint positions, rad, one a joint.
     */
    public void reset(final double[] q)
    {
        Arrays.fill(strength, 1);
        Arrays.fill(stuck, false);
        Arrays.fill(cut, false);
        Arrays.fill(extra, 0);
        Arrays.fill(position, 0);
        Arrays.fill(velocity, 0);
        Arrays.fill(effort, 0);
        Arrays.fill(lengthRate, 0);
        routing.lengths(q, length);
        for (int i = 0; i < tendons; i++)
        {
            tension[i] = restTension[i];
            freeLength[i] = length[i] - restTension[i] / stiffness[i];
        }
        thermal.reset();
    }

    /**
     * Advances motors and cables by one period while the joints move linearly.
     *
     * @param q              joint positions at the begin of the period, rad.
     * @param qd             joint velocities in the period, rad/s.
     * @param command        motor efforts and drive damping; where a number is not finite, or the block is not enabled,
     *                       the motor gets no torque, as a drive that refuses a frame would do.
     * @param jointEffortOut out, mean effort of the tensions on each joint over the period, N·m.
     * @param periodS        length of the period, s.
     */
    public void step(
        final double[] q,
        final double[] qd,
        final CommandBlock command,
        final double[] jointEffortOut,
        final double periodS)
    {
        accept(command);
        routing.lengths(q, length);
        routing.velocities(q, qd, lengthRate);
        final double h = periodS / SUB_STEPS;
        for (int i = 0; i < tendons; i++)
        {
            advance(i, h);
        }
        routing.efforts(q, tensionMean, jointEffortOut);
        thermal.step(effort, periodS);
    }

    private void accept(final CommandBlock command)
    {
        final boolean enabled = command.enabled();
        for (int i = 0; i < motors; i++)
        {
            final double wanted = command.motorEffort.get(i);
            final double brake = command.motorDamping.get(i);
            final boolean sound = enabled && wanted * 0.0 == 0 && brake * 0.0 == 0;
            drive[i] = sound ? Math.min(Math.max(wanted, -effortMax[i]), effortMax[i]) : 0;
            driveDamping[i] = sound ? Math.max(0, brake) : 0;
        }
    }

    /** One cable and its rotor over the whole period: they meet other cables only through the joints. */
    private void advance(final int i, final double h)
    {
        final int m = motorOf[i];
        final double r = radius[m];
        final double rate = lengthRate[i];
        double path = length[i];
        double theta = position[m];
        double omega = velocity[m];
        double torque = 0;
        double sum = 0;
        final double free = freeLength[i] + extra[i];
        for (int step = 0; step < SUB_STEPS; step++)
        {
            final double f = cut[i] ? 0 : pull(i, path - free + r * theta, rate + r * omega);
            sum += f;
            // Both kinds of damping act on the velocity at the end of the step: that cannot overshoot, however strong.
            final double brake = driveDamping[m];
            double next = (omega + h / inertia[m] * (drive[m] * strength[m] - r * f)) /
                (1 + h / inertia[m] * (damping[m] + brake * strength[m]));
            next = stuck[m] ? 0 : next;
            torque = (drive[m] - brake * next) * strength[m];
            if (Math.abs(torque) > effortMax[m] && !stuck[m])
            {
                torque = Math.copySign(effortMax[m], torque);
                next = (omega + h / inertia[m] * (torque - r * f)) / (1 + h / inertia[m] * damping[m]);
            }
            omega = next;
            theta += h * omega;
            path += h * rate;
        }
        position[m] = theta;
        velocity[m] = omega;
        effort[m] = torque;
        length[i] = path;
        tension[i] = cut[i] ? 0 : pull(i, path - free + r * theta, rate + r * omega);
        tensionMean[i] = sum / SUB_STEPS;
    }

    private double pull(final int i, final double elongation, final double elongationRate)
    {
        return elongation > 0 ? Math.max(0, stiffness[i] * elongation + cableDamping[i] * elongationRate) : 0;
    }

    /**
     * @return rotor positions, rad; 0 after a reset.
     */
    public double[] motorPosition()
    {
        return position;
    }

    /**
     * @return rotor velocities, rad/s.
     */
    public double[] motorVelocity()
    {
        return velocity;
    }

    /**
     * @return torques that the motors make, drive damping included, N·m.
     */
    public double[] motorEffort()
    {
        return effort;
    }

    /**
     * @return temperatures of the windings, °C.
     */
    public double[] motorTemperature()
    {
        return thermal.temperature();
    }

    /**
     * @return path lengths at the end of the period, m.
     */
    public double[] tendonLength()
    {
        return length;
    }

    /**
     * @return rates of the path lengths in the period, m/s.
     */
    public double[] tendonVelocity()
    {
        return lengthRate;
    }

    /**
     * @return tensions at the end of the period, N, at least 0.
     */
    public double[] tendonTension()
    {
        return tension;
    }

    /**
     * Cuts a tendon; it stays cut until the next reset.
     *
     * @param tendon index of the tendon.
     */
    public void cut(final int tendon)
    {
        cut[tendon] = true;
        tension[tendon] = 0;
    }

    /**
     * Lengthens a tendon's cable, as a slipped knot would.
     *
     * @param tendon index of the tendon.
     * @param extraM additional free length, m; replaces what was there before.
     */
    public void slack(final int tendon, final double extraM)
    {
        extra[tendon] = extraM;
    }

    /**
     * Weakens a motor.
     *
     * @param motor  index of the motor.
     * @param factor part of the commanded torque that it still makes, at least 0.
     */
    public void motorStrength(final int motor, final double factor)
    {
        strength[motor] = factor;
    }

    /**
     * Blocks a motor's rotor where it stands, or lets it go.
     *
     * @param motor     index of the motor.
     * @param isStuck   true to block it.
     */
    public void motorStuck(final int motor, final boolean isStuck)
    {
        stuck[motor] = isStuck;
    }
}
