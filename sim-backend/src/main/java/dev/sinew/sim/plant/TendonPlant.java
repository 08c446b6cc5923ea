package dev.sinew.sim.plant;

import java.util.Arrays;
import java.util.stream.IntStream;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.routing.ReturnSprings;
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
 *   tau = R^T f + what return springs pull
 * </pre>
 * <p>{@link Cables} adds what the robot file says of friction, so that the tension at the spool and the one at the
 * joint differ, and of creep; {@link Drums} adds backlash and motors that wind several tendons. Without such losses all
 * of it is the equations above, bit for bit.</p>
 *
 * <p>Arrays that this class returns are its own, live as long as it does and are overwritten by each step. One
 * simulator thread; allocation-free after construction; deterministic.</p>
 */
public final class TendonPlant
{
    /** Steps of the rotors and cables within one period; the joints move linearly meanwhile. */
    public static final int SUB_STEPS = 4;

    private final TendonRouting routing;
    private final ReturnSprings springs;
    private final ThermalModel thermal;
    private final Cables cables;
    private final Drums drums;
    private final TensionDrives drives;
    private final int tendons;
    private final int motors;
    /** Chooses the tensions of a reset. */
    private final TendonTransmission threading;
    /** Cables that rub along an angle which depends on the pose, and that of their sheaths, rad. */
    private final int[] bending;
    private final double[] sheathRad;
    private final double[] wrapRad;
    private final double[] springEffort;

    /** By motor. */
    private final double[] inertia;
    private final double[] friction;
    private final double[] limit;
    private final double[] strength;
    private final boolean[] stuck;
    private final double[] rotor;
    private final double[] rotorRate;
    private final double[] torque;
    private final double[] drive;
    private final double[] brake;
    private final double[] gain;
    private final double[] decay;
    private final double[] freeGain;
    private final double[] freeDecay;
    private double preparedFor;
    private double subStepS;

    /** By tendon. */
    private final double[] loadMean;
    private final double[] tension;
    private final double[] jointTension;

    /**
     * @param robot robot whose motors and tendons are meant.
     */
    public TendonPlant(final RobotDescription robot)
    {
        routing = TendonRouting.of(robot);
        springs = new ReturnSprings(robot);
        cables = new Cables(robot);
        drums = new Drums(robot, cables);
        drives = new TensionDrives(robot);
        tendons = robot.tendonCount();
        motors = robot.motorCount();
        inertia = new double[motors];
        friction = new double[motors];
        limit = new double[motors];
        for (final MotorDescription motor : robot.motors())
        {
            inertia[motor.index()] = motor.rotorInertiaKgM2();
            friction[motor.index()] = motor.dampingNmsRad();
            limit[motor.index()] = motor.effortMaxNm();
        }
        threading = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        bending = IntStream.range(0, tendons).filter(i -> !routing.isConstant(i) &&
            robot.tendons().get(i).losses().frictionCoefficient() > 0).toArray();
        sheathRad = robot.tendons().stream().mapToDouble(tendon -> tendon.losses().wrapRad()).toArray();
        wrapRad = new double[tendons];
        springEffort = new double[robot.jointCount()];
        thermal = new ThermalModel(robot);
        strength = new double[motors];
        stuck = new boolean[motors];
        rotor = new double[motors];
        rotorRate = new double[motors];
        torque = new double[motors];
        drive = new double[motors];
        brake = new double[motors];
        gain = new double[motors];
        decay = new double[motors];
        freeGain = new double[motors];
        freeDecay = new double[motors];
        loadMean = new double[tendons];
        tension = new double[tendons];
        jointTension = new double[tendons];
        subStepS = robot.rates() == null ? 1e-3 / SUB_STEPS : robot.rates().periodNs() * 1e-9 / SUB_STEPS;
        reset(new double[robot.jointCount()]);
    }

    /**
     * Mends every fault and puts the rotors at rest and at position 0, with every cable taut at the pretension that
     * leaves the joints without effort beside the springs', and as long as if it had hung there for a long time.
     * Allocates.
     *
     * @param q joint positions, rad, one a joint.
     */
    public void reset(final double[] q)
    {
        Arrays.fill(strength, 1);
        Arrays.fill(stuck, false);
        Arrays.fill(rotor, 0);
        Arrays.fill(rotorRate, 0);
        Arrays.fill(torque, 0);
        routing.lengths(q, cables.length);
        bend(q);
        final double[] restTension = threading.restTensions(q);
        for (int i = 0; i < tendons; i++)
        {
            cables.reset(i, restTension[i]);
        }
        drums.reset();
        drives.reset();
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
     * @param jointEffortOut out, mean effort of tensions and springs on each joint over the period, N·m.
     * @param periodS        length of the period, s.
     */
    public void step(
        final double[] q,
        final double[] qd,
        final CommandBlock command,
        final double[] jointEffortOut,
        final double periodS)
    {
        subStepS = periodS / SUB_STEPS;
        accept(command, subStepS);
        routing.lengths(q, cables.length);
        routing.velocities(q, qd, cables.lengthRate);
        bend(q);
        Arrays.fill(loadMean, 0);
        for (int step = 0; step < SUB_STEPS; step++)
        {
            if (drives.multiple() > 0 && step * drives.multiple() % SUB_STEPS == 0)
            {
                hold(periodS / drives.multiple());
            }
            advance(subStepS);
        }
        publish();
        cables.creep(periodS);
        routing.efforts(q, loadMean, jointEffortOut);
        pullBack(q, qd, jointEffortOut);
        thermal.step(motorEffort(), periodS);
    }

    /** Tells the cables over which angle they rub in this pose. */
    private void bend(final double[] q)
    {
        if (bending.length == 0)
        {
            return;
        }
        routing.wrapAngles(q, wrapRad);
        for (final int i : bending)
        {
            cables.wrap(i, sheathRad[i] + wrapRad[i]);
        }
    }

    private void pullBack(final double[] q, final double[] qd, final double[] jointEffort)
    {
        if (springs.isEmpty())
        {
            return;
        }
        springs.efforts(q, qd, springEffort);
        for (int j = 0; j < springEffort.length; j++)
        {
            jointEffort[j] += springEffort[j];
        }
    }

    /** Turns the command into one drive per motor, with what stays the same over the period. */
    private void accept(final CommandBlock command, final double h)
    {
        if (h != preparedFor)
        {
            prepare(h);
        }
        drives.accept(command);
        final boolean enabled = command.enabled();
        for (int m = 0; m < motors; m++)
        {
            final double wanted = command.motorEffort.get(m);
            final double damped = command.motorDamping.get(m);
            final boolean sound = enabled && wanted * 0.0 == 0 && damped * 0.0 == 0;
            drive[m] = sound ? Math.min(Math.max(wanted, -limit[m]), limit[m]) * strength[m] : 0;
            brake[m] = sound ? Math.max(0, damped) * strength[m] : 0;
            gain[m] = stuck[m] ? 0 : freeGain[m];
            // Both kinds of damping act on the velocity at the end of the step: that cannot overshoot.
            decay[m] = brake[m] > 0 ? 1 / (1 + gain[m] * (friction[m] + brake[m])) : freeDecay[m];
            rotorRate[m] = stuck[m] ? 0 : rotorRate[m];
        }
    }

    /** Drives that hold tensions measure and make a new torque. */
    private void hold(final double h)
    {
        for (int m = 0; m < motors; m++)
        {
            if (drives.holds(m))
            {
                drive[m] = drives.torque(m, cables.motorSide, h) * strength[m];
            }
        }
    }

    private void prepare(final double h)
    {
        for (int m = 0; m < motors; m++)
        {
            freeGain[m] = h / inertia[m];
            freeDecay[m] = 1 / (1 + freeGain[m] * friction[m]);
        }
        preparedFor = h;
    }

    /** All motors by one sub-step, side by side: each one's chain of operations is long and waits for itself. */
    private void advance(final double h)
    {
        for (int m = 0; m < motors; m++)
        {
            final double omega = rotorRate[m];
            final double load = drums.load(m, rotor[m], omega, h);
            double next = (omega + gain[m] * (drive[m] - load)) * decay[m];
            double made = drive[m] - brake[m] * next;
            final double most = limit[m];
            if (made > most || made < -most)
            {
                made = made > most ? most : -most;
                next = (omega + gain[m] * (made - load)) / (1 + gain[m] * friction[m]);
            }
            torque[m] = made;
            rotorRate[m] = next;
            rotor[m] += h * next;
        }
        cables.settle();
        drums.settle();
        for (int i = 0; i < tendons; i++)
        {
            loadMean[i] += cables.loadSide[i] * (1.0 / SUB_STEPS);
            cables.length[i] += h * cables.lengthRate[i];
        }
    }

    private void publish()
    {
        for (int m = 0; m < motors; m++)
        {
            drums.load(m, rotor[m], rotorRate[m], subStepS);
        }
        System.arraycopy(cables.motorSide, 0, tension, 0, tendons);
        System.arraycopy(cables.loadSide, 0, jointTension, 0, tendons);
    }

    /**
     * @return rotor positions, rad; 0 after a reset.
     */
    public double[] motorPosition()
    {
        return rotor;
    }

    /**
     * @return rotor velocities, rad/s.
     */
    public double[] motorVelocity()
    {
        return rotorRate;
    }

    /**
     * @return torques that the motors make, drive damping included, N·m.
     */
    public double[] motorEffort()
    {
        return torque;
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
        return cables.length;
    }

    /**
     * @return rates of the path lengths in the period, m/s.
     */
    public double[] tendonVelocity()
    {
        return cables.lengthRate;
    }

    /**
     * @return tensions at the spools at the end of the period, N, at least 0: where the load cells of hands sit.
     */
    public double[] tendonTension()
    {
        return tension;
    }

    /**
     * @return tensions at the joints at the end of the period, N, at least 0; no sensor shows them.
     */
    public double[] jointTension()
    {
        return jointTension;
    }

    /**
     * @return what rotors and cables hold, J.
     */
    public double energyJ()
    {
        double energy = 0;
        for (int m = 0; m < motors; m++)
        {
            energy += 0.5 * inertia[m] * rotorRate[m] * rotorRate[m];
        }
        for (int i = 0; i < tendons; i++)
        {
            energy += cables.energyJ(i);
        }
        return energy;
    }

    /**
     * @param tendon index of the tendon.
     * @return what it has crept, m.
     */
    double creptM(final int tendon)
    {
        return cables.creptM(tendon);
    }

    /**
     * Gives the load cells of drives that hold tensions by themselves noise; without this they have none.
     *
     * @param sigmaN standard deviation at the loop's rate, N.
     * @param seed   seed.
     */
    public void driveNoise(final double sigmaN, final long seed)
    {
        drives.noise(sigmaN, seed);
    }

    /**
     * Cuts a tendon; it stays cut until the next reset.
     *
     * @param tendon index of the tendon.
     */
    public void cut(final int tendon)
    {
        cables.cut(tendon);
        tension[tendon] = 0;
        jointTension[tendon] = 0;
    }

    /**
     * Lengthens a tendon's cable, as a slipped knot would.
     *
     * @param tendon index of the tendon.
     * @param extraM additional free length, m; replaces what was there before.
     */
    public void slack(final int tendon, final double extraM)
    {
        cables.slack(tendon, extraM);
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
