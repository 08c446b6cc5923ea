package dev.sinew.tendon.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationStep;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Fingers on a bench: rotors wind elastic cables, cables turn joints between stops, encoders stand anywhere. It can be
 * spoilt while it moves, as hardware is. Cables lie loose at the begin.
 */
final class FingerRig
{
    static final long CYCLE_NS = 1_000_000L;
    private static final int STEPS = 10;
    private static final double STEP_S = 1e-3 / STEPS;
    private static final double STOP_NM_RAD = 25;
    private static final double STOP_NMS_RAD = 0.02;
    private static final double LOOSE_M = 0.005;

    final RobotDescription robot;
    final double[] q;
    final double[] encoderOffset;
    final double[] motorOffset;
    /** Stops, where a test makes them others than the file's. */
    final double[] lower;
    final double[] upper;
    /** Viscous friction of each joint. */
    double frictionNmsRad = 0.006;
    /** Spools, where a test makes them others than the file's. */
    final double[] spool;
    final boolean[] cut;
    final boolean[] stuck;
    final boolean[] silent;
    final boolean[] frozenEncoder;
    final boolean[] blindEncoder;
    final StateBlock state;
    final CommandBlock command;
    long cycle;

    private final SplittableRandom random = new SplittableRandom(7);
    private final TendonRouting routing;
    private final double[] qd;
    private final double[] theta;
    private final double[] omega;
    private final double[] length;
    private final double[] lengthThere;
    private final double[] tension;
    private final double[] effort;

    FingerRig(final RobotDescription robot)
    {
        this.robot = robot;
        routing = TendonRouting.of(robot);
        q = robot.joints().stream().mapToDouble(joint -> joint.defaultPositionRad() + 0.05).toArray();
        qd = new double[q.length];
        lower = robot.joints().stream().mapToDouble(joint -> joint.lowerRad()).toArray();
        upper = robot.joints().stream().mapToDouble(joint -> joint.upperRad()).toArray();
        spool = robot.tendons().stream().mapToDouble(robot::spoolRadiusM).toArray();
        encoderOffset = new SplittableRandom(1).doubles(q.length, -0.5, 0.5).toArray();
        motorOffset = new SplittableRandom(2).doubles(robot.motorCount(), -20, 20).toArray();
        theta = new double[robot.motorCount()];
        omega = new double[theta.length];
        length = new double[robot.tendonCount()];
        tension = new double[length.length];
        effort = new double[q.length];
        cut = new boolean[length.length];
        stuck = new boolean[theta.length];
        silent = new boolean[theta.length];
        frozenEncoder = new boolean[q.length];
        blindEncoder = new boolean[q.length];
        state = StateBlock.of(robot);
        command = CommandBlock.of(robot);
        // A rotor at angle 0 has its cable just taut in pose 0.
        lengthThere = new double[length.length];
        routing.lengths(new double[q.length], lengthThere);
        routing.lengths(q, length);
        for (final TendonDescription tendon : robot.tendons())
        {
            final int t = tendon.index();
            theta[tendon.motor()] = (lengthThere[t] - length[t] - LOOSE_M) / spool[t];
        }
        sense();
    }

    CalibrationRoutine routine(final boolean tensionOnly, final String... groups)
    {
        return new TendonCalibrationFactory().create(robot,
            new CalibrationRequest(List.of(groups), CalibrationRequest.EFFORT_RATIO, 1, tensionOnly));
    }

    /** What a test does to the rig in the course of things. */
    interface Mishap
    {
        void before(CalibrationStep step);
    }

    /** Runs a calibration to its end, or for two minutes. */
    void run(final CalibrationRoutine routine, final Mishap mishap)
    {
        boolean more = true;
        for (int i = 0; i < 120_000 && more; i++)
        {
            mishap.before(routine.currentStep());
            more = cycle(routine);
        }
    }

    boolean cycle(final CalibrationRoutine routine)
    {
        final boolean more = routine.step(state, command, cycle * CYCLE_NS);
        advance();
        return more;
    }

    /** Time passes without a sample; the last command stays in force. */
    void advance()
    {
        for (int i = 0; i < STEPS; i++)
        {
            step();
        }
        cycle++;
        sense();
    }

    private void step()
    {
        routing.lengths(q, length);
        Arrays.fill(effort, 0);
        for (int t = 0; t < tension.length; t++)
        {
            final TendonDescription tendon = robot.tendons().get(t);
            final double stretch = length[t] - lengthThere[t] + spool[t] * theta[tendon.motor()];
            double rate = spool[t] * omega[tendon.motor()];
            for (int j = 0; j < q.length; j++)
            {
                rate -= routing.momentArm(q, t, j) * qd[j];
            }
            tension[t] = cut[t] || stretch <= 0 ? 0 :
                Math.max(0, tendon.stiffnessNM() * stretch + tendon.dampingNsM() * rate);
            for (int j = 0; j < q.length; j++)
            {
                effort[j] += routing.momentArm(q, t, j) * tension[t];
            }
        }
        for (int j = 0; j < q.length; j++)
        {
            final double beyond = q[j] < lower[j] ? q[j] - lower[j] : Math.max(0, q[j] - upper[j]);
            final double stop = beyond == 0 ? 0 : -STOP_NM_RAD * beyond - STOP_NMS_RAD * qd[j];
            qd[j] += STEP_S * (effort[j] + stop - frictionNmsRad * qd[j]) / 1e-4;
            q[j] += STEP_S * qd[j];
        }
        for (final TendonDescription tendon : robot.tendons())
        {
            turn(robot.motors().get(tendon.motor()), tendon.index());
        }
    }

    private void turn(final MotorDescription motor, final int t)
    {
        final int m = motor.index();
        final double torque = command.motorEffort.get(m) - command.motorDamping.get(m) * omega[m] -
            spool[t] * tension[t];
        omega[m] = stuck[m] ? 0 : omega[m] + STEP_S * torque / motor.rotorInertiaKgM2();
        theta[m] += STEP_S * omega[m];
    }

    private double noise(final double size)
    {
        return size * (random.nextDouble() - 0.5);
    }

    private void sense()
    {
        for (int j = 0; j < q.length; j++)
        {
            if (!frozenEncoder[j])
            {
                state.jointPosition.set(j, blindEncoder[j] ? Double.NaN : q[j] + encoderOffset[j] + noise(1e-3));
            }
        }
        for (int m = 0; m < theta.length; m++)
        {
            if (!silent[m])
            {
                state.motorPosition.set(m, theta[m] + motorOffset[m] + noise(2e-3));
                state.motorVelocity.set(m, omega[m] + noise(0.1));
                state.motorEffort.set(m, command.motorEffort.get(m) + noise(1e-3));
                state.motorTemperature.set(m, 30);
            }
        }
        for (int t = 0; t < tension.length; t++)
        {
            state.tendonTension.set(t, tension[t] + noise(0.5));
        }
        state.stamp(cycle + 1, cycle * CYCLE_NS, 0, ChannelGroup.ALL, 0);
    }

    /** Greatest torque that is on a motor of a tendon whose name begins so, N·m. */
    double torqueNm(final String prefix)
    {
        return robot.tendons().stream().filter(tendon -> tendon.name().startsWith(prefix))
            .mapToDouble(tendon -> Math.abs(command.motorEffort.get(tendon.motor()))).max().orElseThrow();
    }

    int tendon(final String name)
    {
        return robot.tendons().stream().filter(tendon -> tendon.name().equals(name)).findFirst().orElseThrow().index();
    }
}
