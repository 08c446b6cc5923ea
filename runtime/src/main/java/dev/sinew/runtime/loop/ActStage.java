package dev.sinew.runtime.loop;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.system.LifecycleState;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;

/**
 * Distribute, gate, write: from joint targets to motor efforts, through the one gate. On a bad frame nothing is sent,
 * except the damping that needs no sample.
 */
public final class ActStage implements Stage
{
    private final MotorDescription[] motors;
    /** By tendon: cable that a turn of its motor takes in, m/rad, and the motor. */
    private final double[] spoolRadius;
    private final int[] motorOf;
    private final ManagedSystem system;
    private final Transmission transmission;
    private final CommandGate gate;
    private final ModeMachine machine;
    private final CycleClock clock;
    private final TendonCare care;
    private final Impedance impedance;

    /**
     * @param robot        limits.
     * @param system       what is written to.
     * @param transmission from joints to tendons.
     * @param gate         the gate.
     * @param machine      modes.
     * @param clock        for stamps.
     * @param care         looks after the tendons.
     */
    public ActStage(
        final RobotDescription robot,
        final ManagedSystem system,
        final Transmission transmission,
        final CommandGate gate,
        final ModeMachine machine,
        final CycleClock clock,
        final TendonCare care)
    {
        this.motors = robot.motors().toArray(new MotorDescription[0]);
        this.spoolRadius = robot.tendons().stream().mapToDouble(robot::spoolRadiusM).toArray();
        this.motorOf = robot.tendons().stream().mapToInt(TendonDescription::motor).toArray();
        this.system = system;
        this.transmission = transmission;
        this.gate = gate;
        this.machine = machine;
        this.clock = clock;
        this.care = care;
        impedance = new Impedance(robot);
    }

    @Override
    public String name()
    {
        return "act";
    }

    @Override
    public void run(final CycleContext context)
    {
        final CycleFrame frame = context.frame;
        activateWhenArmed(context);
        Mode mode = machine.mode();
        boolean send = true;
        if (context.controlStep && care.calibrator().commands(mode))
        {
            care.calibrator().step(frame, context.nowNs);
            mode = machine.mode();
        }
        else if (care.tensioning().takesUp(mode, context.controlStep, frame.state, context.nowNs))
        {
            damp(frame.command, care.tensioning().part());
        }
        else if (mode.controls() && context.controlStep)
        {
            control(frame);
            mode = machine.mode();
        }
        else if (mode == Mode.DAMP || mode == Mode.FAULT)
        {
            dampWithoutSample(frame.command);
        }
        else if (mode == Mode.LIMP || mode == Mode.OFF)
        {
            frame.command.motorEffort.fill(0);
            frame.command.motorDamping.fill(0);
            frame.command.tendonTension.fill(0);
        }
        else
        {
            send = false;
        }
        frame.command.stamp(frame.state.sequence(), context.nowNs, mode != Mode.LIMP && mode != Mode.OFF);
        frame.set(FrameField.DISTRIBUTE_DONE_NS, clock.stampNs());
        if (send)
        {
            send(context, mode);
        }
        frame.set(FrameField.MODE, machine.mode().ordinal());
        frame.set(FrameField.FAULT, machine.fault().number());
        frame.set(FrameField.WRITE_DONE_NS, clock.stampNs());
    }

    private void activateWhenArmed(final CycleContext context)
    {
        if (machine.mode() != Mode.OFF && machine.fault() == FaultCode.NONE &&
            system.state() == LifecycleState.INACTIVE && system.activate(context.nowNs) != ReturnCode.OK)
        {
            machine.onFault(FaultCode.SYSTEM_ERROR, Mode.FAULT);
        }
    }

    private void control(final CycleFrame frame)
    {
        long actions = frame.get(FrameField.GATE_ACTIONS) | gate.gateTargets(frame);
        actions |= transmission.boundGains(frame.targetKp, frame.targetKd) > 0 ? GateAction.GAINS.mask() : 0;
        impedance.wanted(frame);
        actions |= gate.gateEffort(frame);
        gate.gateCoContraction(frame);
        final double scale = transmission.distribute(
            frame.estimatePosition, frame.effortGated, frame.coContraction, frame.tensionWanted,
            frame.effortAchieved);
        frame.set(FrameField.EFFORT_SCALED, scale < 1.0 ? 1 : 0);
        actions |= gate.gateTension(frame.state, frame);
        transmission.stiffness(frame.estimatePosition, frame.tensionGated, frame.cableStiffness);
        transmission.aim(frame.targetPosition, frame.targetVelocity, frame.estimatePosition);
        transmission.command(frame.tensionGated, frame.state, frame.command);
        frame.command.motorDamping.fill(0);
        frame.command.tendonTension.copyFrom(frame.tensionGated);
        care.afterCommand(frame, actions);
        if ((actions & GateAction.NOT_FINITE.mask()) != 0)
        {
            machine.onFault(FaultCode.COMMAND_NOT_FINITE, Mode.DAMP);
            dampWithoutSample(frame.command);
        }
        frame.set(FrameField.GATE_ACTIONS, actions);
    }

    /**
     * Every tendon at its rest tension, every rotor damped by its own drive: needs no sample.
     */
    private void dampWithoutSample(final CommandBlock command)
    {
        damp(command, 1);
    }

    /** With a part of the rest tensions. */
    private void damp(final CommandBlock command, final double part)
    {
        command.tendonTension.fill(0);
        for (int m = 0; m < motors.length; m++)
        {
            final MotorDescription motor = motors[m];
            command.motorEffort.set(m, 0);
            command.motorDamping.set(m, motor.brakeNmsRad());
        }
        for (int t = 0; t < motorOf.length; t++)
        {
            final int m = motorOf[t];
            command.motorEffort.set(m, command.motorEffort.get(m) + part * spoolRadius[t] * gate.restTension(t));
        }
        gate.reset();
    }

    private void send(final CycleContext context, final Mode mode)
    {
        if (system.state() != LifecycleState.ACTIVE)
        {
            return;
        }
        if (mode == Mode.OFF)
        {
            system.deactivate();
            return;
        }
        final ReturnCode code = system.write(context.frame.command, context.nowNs);
        if (code == ReturnCode.ERROR)
        {
            machine.onFault(FaultCode.SYSTEM_ERROR, Mode.FAULT);
        }
        else if (code != ReturnCode.OK)
        {
            machine.onFault(FaultCode.COMMAND_NOT_SENT, Mode.DAMP);
        }
    }
}
