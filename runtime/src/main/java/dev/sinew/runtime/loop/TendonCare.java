package dev.sinew.runtime.loop;

import java.util.Arrays;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.fault.LimitCode;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.LoadBearing;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.ThermalGuard;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the loop makes of the life of its tendons: shows the life the newest sample, tells the gate what may still be
 * asked for, latches a fault when the robot cannot stand without the lost one, damps the motors that pull on nothing,
 * and puts all of it into the frame. Loop's thread; allocation-free after construction.
 */
public final class TendonCare
{
    private static final Mode[] MODES = Mode.values();

    private final Transmission transmission;
    private final TendonLife life;
    private final CommandGate gate;
    private final ModeMachine machine;
    private final Calibrator calibrator;
    private final SampleAges ages;
    private final Tensioning tensioning;
    private final int tendons;
    private final int motors;
    private final int[][] tendonsOf;
    private final double[] brake;
    /** True for a tendon of a group that the robot stands on. */
    private final boolean[] bearing;
    private final Column rest;
    private final long[] lostInCycle;
    private final long[] lostBits;
    /** What the life told last. */
    private final double[] tendonLife;
    private final double[] tendonFindings;
    private final double[] groupLife;
    private int lost;
    private long lifeLimits;
    private boolean gathered;
    private long seenChanges;
    private Mode lastMode = Mode.OFF;

    /**
     * @param robot        the robot.
     * @param transmission its transmission, whose life is looked after.
     * @param gate         told what tendons may be asked for.
     * @param machine      told of a loss that the robot cannot stand.
     * @param calibrator   what has the motors in CALIBRATE.
     * @param ages         how old the readings of each tendon group are.
     */
    public TendonCare(
        final RobotDescription robot,
        final Transmission transmission,
        final CommandGate gate,
        final ModeMachine machine,
        final Calibrator calibrator,
        final SampleAges ages)
    {
        this.ages = ages;
        this.calibrator = calibrator;
        tensioning = new Tensioning(robot, machine, transmission);
        this.transmission = transmission;
        this.life = transmission.life();
        this.gate = gate;
        this.machine = machine;
        tendons = robot.tendonCount();
        motors = robot.motorCount();
        tendonsOf = robot.motors().stream()
            .map(motor -> motor.tendons().stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
        brake = robot.motors().stream().mapToDouble(MotorDescription::brakeNmsRad).toArray();
        bearing = new boolean[tendons];
        final boolean[] joints = LoadBearing.joints(robot);
        for (final TendonGroup group : robot.tendonGroups())
        {
            final boolean carries = group.joints().stream().anyMatch(j -> joints[j]);
            group.tendons().forEach(t -> bearing[t] = carries);
        }
        lostInCycle = new long[tendons];
        Arrays.fill(lostInCycle, -1);
        lostBits = new long[tendons];
        tendonLife = new double[tendons];
        tendonFindings = new double[tendons];
        groupLife = new double[life.groupCount()];
        rest = new Column("rest_n", new UnsafeBuffer(new byte[tendons * Double.BYTES]), 0, tendons);
    }

    /**
     * After the estimate of a good sample.
     *
     * @param frame sample, estimate, and the commands and mode of the cycle before; states and findings out.
     * @param nowNs time of the cycle, ns.
     */
    void afterEstimate(final CycleFrame frame, final long nowNs)
    {
        gate.observeHeat(frame.state, frame.command, nowNs);
        final Mode mode = MODES[(int)frame.get(FrameField.MODE)];
        if (life.groupCount() > 0)
        {
            if (mode == Mode.CALIBRATE && lastMode != Mode.CALIBRATE)
            {
                life.mend(); // whoever arms the robot again says that it was mended; what is still cut is found anew
            }
            transmission.sampleAges(ages.byGroup(frame.busAge));
            life.observe(frame.state, frame.estimatePosition, frame.command, phase(mode), nowNs);
            if (life.changes() != seenChanges)
            {
                onChange(frame.get(FrameField.CYCLE));
            }
        }
        if (transmission.restFollowsPose())
        {
            transmission.restTension(rest);
            for (int t = 0; t < tendons; t++)
            {
                gate.restTension(t, rest.get(t));
            }
        }
        lastMode = mode;
        publish(frame);
    }

    /**
     * @return what has the motors in CALIBRATE.
     */
    Calibrator calibrator()
    {
        return calibrator;
    }

    /**
     * @return what takes up slack in CALIBRATE.
     */
    Tensioning tensioning()
    {
        return tensioning;
    }

    private LifePhase phase(final Mode mode)
    {
        return switch (mode)
        {
            case OFF, LIMP -> LifePhase.OFF;
            case CALIBRATE, READY ->
                calibrator.present() || tensioning.isActive() ? LifePhase.HOMING : LifePhase.HOLDING;
            case ACTIVE, FREEZE -> LifePhase.ACTIVE;
            case DAMP, FAULT -> LifePhase.DAMPED;
        };
    }

    private void onChange(final long cycle)
    {
        seenChanges = life.changes();
        transmission.restTension(rest);
        for (int t = 0; t < tendons; t++)
        {
            gate.tensionBounds(t, life.tensionMinN(t), life.tensionMaxN(t), rest.get(t));
            final long lost = life.findings(t) & TendonFinding.LOST;
            if (lost != 0 && lostInCycle[t] < 0)
            {
                lostInCycle[t] = cycle;
                lostBits[t] = lost;
            }
            if (bearing[t] && lost != 0)
            {
                machine.onFault(FaultCode.TENDON_LOST_UNDER_LOAD, Mode.DAMP);
            }
        }
    }

    private void publish(final CycleFrame frame)
    {
        if (!gathered || !life.isSteady())
        {
            gather();
            gathered = true;
        }
        frame.tendonLife.setAll(tendonLife);
        frame.tendonFindings.setAll(tendonFindings);
        frame.groupLife.setAll(groupLife);
        final ThermalGuard thermal = gate.thermal();
        thermal.windingC(frame.motorWinding);
        thermal.toLimitS(frame.motorToLimit);
        frame.set(FrameField.TENDONS_LOST, lost);
        frame.set(FrameField.LIMITS, lifeLimits | (transmission.encodersOut() > 0 ? LimitCode.ENCODER_OUT.mask() : 0));
    }

    private void gather()
    {
        long all = 0;
        lost = 0;
        for (int t = 0; t < tendons; t++)
        {
            final long findings = life.findings(t);
            all |= findings;
            lost += (findings & TendonFinding.LOST) != 0 ? 1 : 0;
            tendonLife[t] = life.tendon(t).ordinal();
            tendonFindings[t] = findings;
        }
        boolean safe = false;
        for (int g = 0; g < groupLife.length; g++)
        {
            final LifeState state = life.group(g);
            safe |= state == LifeState.SAFE;
            groupLife[g] = state.ordinal();
        }
        lifeLimits = limits(all, lost, safe && lost > 0);
    }

    private static long limits(final long findings, final int lost, final boolean safe)
    {
        long limits = lost > 0 ? LimitCode.TENDON_LOST.mask() : 0;
        limits |= safe ? LimitCode.GROUP_SAFE.mask() : 0;
        limits |= (findings & TendonFinding.SLACK.mask()) != 0 ? LimitCode.TENDON_SLACK.mask() : 0;
        limits |= (findings & TendonFinding.OVER_TENSION.mask()) != 0 ? LimitCode.TENDON_OVER_TENSION.mask() : 0;
        limits |= (findings & TendonFinding.DISAGREES.mask()) != 0 ? LimitCode.TENDON_DISAGREES.mask() : 0;
        return limits;
    }

    /**
     * After the commands of a control step were made.
     *
     * @param frame   commands, changed in place: rotors whose tendons pull on nothing are damped by their drives.
     * @param actions bits of {@link GateAction} of this cycle.
     */
    void afterCommand(final CycleFrame frame, final long actions)
    {
        long limits = frame.get(FrameField.LIMITS);
        limits |= (actions & GateAction.DERATED.mask()) != 0 ? LimitCode.MOTOR_DERATED.mask() : 0;
        limits |= (actions & GateAction.GAINS.mask()) != 0 ? LimitCode.GAINS_LOWERED.mask() : 0;
        limits |= (actions & GateAction.TEMPERATURE.mask()) != 0 ? LimitCode.MOTOR_HOT.mask() : 0;
        frame.set(FrameField.LIMITS, limits);
        if (seenChanges > 0)
        {
            damp(frame.command);
        }
    }

    private void damp(final CommandBlock command)
    {
        for (int m = 0; m < motors; m++)
        {
            boolean idle = true;
            for (final int t : tendonsOf[m])
            {
                idle &= life.damped(t);
                if (life.damped(t))
                {
                    command.tendonTension.set(t, 0); // a drive would wind up an integral against nothing
                }
            }
            if (idle)
            {
                command.motorDamping.set(m, brake[m]);
            }
        }
    }

    /**
     * @param tendon index of the tendon.
     * @return cycle in which it was found lost for the first time, -1 for never; after the loop has ended.
     */
    public long lostInCycle(final int tendon)
    {
        return lostInCycle[tendon];
    }

    /**
     * @param tendon index of the tendon.
     * @return what was found then; after the loop has ended.
     */
    public String lostBecause(final int tendon)
    {
        for (final TendonFinding finding : TendonFinding.values())
        {
            if ((lostBits[tendon] & finding.mask()) != 0)
            {
                return finding.name();
            }
        }
        return "";
    }

    /**
     * @param tendon index of the tendon.
     * @return what its group keeps without it, a sentence. Any thread; not for the cycle.
     */
    public String kept(final int tendon)
    {
        return life.groupCount() == 0 ? "" : life.loss(tendon).text();
    }
}
