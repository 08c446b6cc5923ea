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
    private final int tendons;
    private final double[] restTension;

    /** All arrays of numbers are indexed by tendon, but for those that callers see as per motor. */
    private final int[] motorOf;
    private final int[] tendonOf;
    private final double[] spool;
    private final double[] inertia;
    private final double[] friction;
    private final double[] limit;
    private final double[] stiffness;
    private final double[] damping;

    private final double[] strength;
    private final boolean[] stuck;
    private final double[] extra;

    /** Free length of each cable with its rotor at 0, m. */
    private final double[] freeLength;
    private final double[] rotor;
    private final double[] rotorRate;
    private final double[] torque;
    private final double[] length;
    private final double[] lengthRate;
    private final double[] tension;
    private final double[] tensionMean;

    private final double[] drive;
    private final double[] brake;
    private final double[] gain;
    private final double[] decay;
    private final double[] freeGain;
    private final double[] freeDecay;
    private double preparedFor;
    private final double[] taut;
    private final double[] tautDamping;

    private final double[] motorPosition;
    private final double[] motorVelocity;
    private final double[] motorEffort;

    /**
     * @param robot robot whose motors and tendons are meant.
     */
    public TendonPlant(final RobotDescription robot)
    {
        routing = new ConstantRouting(robot);
        tendons = robot.tendonCount();
        motorOf = new int[tendons];
        tendonOf = new int[robot.motorCount()];
        spool = new double[tendons];
        inertia = new double[tendons];
        friction = new double[tendons];
        limit = new double[tendons];
        stiffness = new double[tendons];
        damping = new double[tendons];
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            final MotorDescription motor = robot.motors().get(tendon.motor());
            motorOf[i] = motor.index();
            tendonOf[motor.index()] = i;
            spool[i] = motor.spoolRadiusM();
            inertia[i] = motor.rotorInertiaKgM2();
            friction[i] = motor.dampingNmsRad();
            limit[i] = motor.effortMaxNm();
            stiffness[i] = tendon.stiffnessNM();
            damping[i] = tendon.dampingNsM();
        }
        restTension = restTension(robot);
        thermal = new ThermalModel(robot);
        strength = new double[tendons];
        stuck = new boolean[tendons];
        extra = new double[tendons];
        freeLength = new double[tendons];
        rotor = new double[tendons];
        rotorRate = new double[tendons];
        torque = new double[tendons];
        length = new double[tendons];
        lengthRate = new double[tendons];
        tension = new double[tendons];
        tensionMean = new double[tendons];
        drive = new double[tendons];
        brake = new double[tendons];
        gain = new double[tendons];
        decay = new double[tendons];
        freeGain = new double[tendons];
        freeDecay = new double[tendons];
        taut = new double[tendons];
        tautDamping = new double[tendons];
        motorPosition = new double[robot.motorCount()];
        motorVelocity = new double[robot.motorCount()];
        motorEffort = new double[robot.motorCount()];
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
        Arrays.fill(extra, 0);
        Arrays.fill(rotor, 0);
        Arrays.fill(rotorRate, 0);
        Arrays.fill(torque, 0);
        Arrays.fill(lengthRate, 0);
        routing.lengths(q, length);
        for (int i = 0; i < tendons; i++)
        {
            freeLength[i] = length[i] - restTension[i] / stiffness[i];
            taut[i] = stiffness[i];
            tautDamping[i] = damping[i];
        }
        publish();
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
        final double h = periodS / SUB_STEPS;
        accept(command, h);
        routing.lengths(q, length);
        routing.velocities(q, qd, lengthRate);
        for (int step = 0; step < SUB_STEPS; step++)
        {
            advance(h);
        }
        publish();
        routing.efforts(q, tensionMean, jointEffortOut);
        thermal.step(motorEffort, periodS);
    }

    /** Turns the command into one drive per tendon, with what stays the same over the period. */
    private void accept(final CommandBlock command, final double h)
    {
        if (h != preparedFor)
        {
            prepare(h);
        }
        final boolean enabled = command.enabled();
        for (int i = 0; i < tendons; i++)
        {
            final double wanted = command.motorEffort.get(motorOf[i]);
            final double damped = command.motorDamping.get(motorOf[i]);
            final boolean sound = enabled && wanted * 0.0 == 0 && damped * 0.0 == 0;
            drive[i] = sound ? Math.min(Math.max(wanted, -limit[i]), limit[i]) * strength[i] : 0;
            brake[i] = sound ? Math.max(0, damped) * strength[i] : 0;
            gain[i] = stuck[i] ? 0 : freeGain[i];
            // Both kinds of damping act on the velocity at the end of the step: that cannot overshoot.
            decay[i] = brake[i] > 0 ? 1 / (1 + gain[i] * (friction[i] + brake[i])) : freeDecay[i];
            rotorRate[i] = stuck[i] ? 0 : rotorRate[i];
            tensionMean[i] = 0;
        }
    }

    private void prepare(final double h)
    {
        for (int i = 0; i < tendons; i++)
        {
            freeGain[i] = h / inertia[i];
            freeDecay[i] = 1 / (1 + freeGain[i] * friction[i]);
        }
        preparedFor = h;
    }

    /** All tendons by one sub-step, side by side: each one's chain of operations is long and waits for itself. */
    private void advance(final double h)
    {
        for (int i = 0; i < tendons; i++)
        {
            final double r = spool[i];
            final double rate = lengthRate[i];
            final double omega = rotorRate[i];
            final double f = pull(i, length[i] + r * rotor[i], rate + r * omega);
            double next = (omega + gain[i] * (drive[i] - r * f)) * decay[i];
            double made = drive[i] - brake[i] * next;
            final double most = limit[i];
            if (made > most || made < -most)
            {
                made = made > most ? most : -most;
                next = (omega + gain[i] * (made - r * f)) / (1 + gain[i] * friction[i]);
            }
            tensionMean[i] += f * (1.0 / SUB_STEPS);
            torque[i] = made;
            rotorRate[i] = next;
            rotor[i] += h * next;
            length[i] += h * rate;
        }
    }

    private void publish()
    {
        for (int i = 0; i < tendons; i++)
        {
            final int m = motorOf[i];
            motorPosition[m] = rotor[i];
            motorVelocity[m] = rotorRate[i];
            motorEffort[m] = torque[i];
            tension[i] = pull(i, length[i] + spool[i] * rotor[i], lengthRate[i] + spool[i] * rotorRate[i]);
        }
    }

    private double pull(final int i, final double wound, final double rate)
    {
        final double elongation = wound - freeLength[i] - extra[i];
        final double f = taut[i] * elongation + tautDamping[i] * rate;
        return elongation > 0 && f > 0 ? f : 0;
    }

    /**
     * @return rotor positions, rad; 0 after a reset.
     */
    public double[] motorPosition()
    {
        return motorPosition;
    }

    /**
     * @return rotor velocities, rad/s.
     */
    public double[] motorVelocity()
    {
        return motorVelocity;
    }

    /**
     * @return torques that the motors make, drive damping included, N·m.
     */
    public double[] motorEffort()
    {
        return motorEffort;
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
        taut[tendon] = 0;
        tautDamping[tendon] = 0;
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
        strength[tendonOf[motor]] = factor;
    }

    /**
     * Blocks a motor's rotor where it stands, or lets it go.
     *
     * @param motor     index of the motor.
     * @param isStuck   true to block it.
     */
    public void motorStuck(final int motor, final boolean isStuck)
    {
        stuck[tendonOf[motor]] = isStuck;
    }
}
