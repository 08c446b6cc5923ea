package dev.sinew.runtime.loop;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.Verdict;

/**
 * Decide: operator, faults and verdict set the mode; the mode yields a target per joint.
 */
public final class DecideStage implements Stage
{
    private final RobotDescription robot;
    private final ModeMachine machine;
    private final PolicyRunner policy;
    private final TargetSource targets;
    private final ControlPage control;
    private final CycleClock clock;
    private final LoopSettings settings;
    private final double cosTiltMax;
    private final boolean feelsGravity;
    private Mode lastMode = Mode.OFF;
    private long activatedNs = -1;
    private int badInARow;
    private int lateInARow;

    /**
     * @param robot    limits.
     * @param machine  modes.
     * @param policy   policy.
     * @param targets  targets of every mode.
     * @param control  operator's commands.
     * @param clock    for stamps.
     * @param settings settings.
     */
    public DecideStage(
        final RobotDescription robot,
        final ModeMachine machine,
        final PolicyRunner policy,
        final TargetSource targets,
        final ControlPage control,
        final CycleClock clock,
        final LoopSettings settings)
    {
        this.robot = robot;
        this.machine = machine;
        this.policy = policy;
        this.targets = targets;
        this.control = control;
        this.clock = clock;
        this.settings = settings;
        this.cosTiltMax = StrictMath.cos(robot.safety().baseTiltMaxRad());
        this.feelsGravity = !robot.sensors().imus().isEmpty();
    }

    @Override
    public String name()
    {
        return "decide";
    }

    @Override
    public void run(final CycleContext context)
    {
        final CycleFrame frame = context.frame;
        obeyOperator(frame);
        weighVerdict(context);
        frame.set(FrameField.GATE_ACTIONS, 0);
        if (context.controlStep)
        {
            if (activatedNs < 0 && machine.mode() != Mode.OFF)
            {
                activatedNs = context.nowNs;
            }
            watchTilt(frame);
            final Mode mode = machine.mode();
            if (mode != lastMode)
            {
                targets.enter(mode, lastMode, frame, context.nowNs);
                if (mode == Mode.ACTIVE)
                {
                    policy.reset();
                }
            }
            lastMode = mode;
            if (mode == Mode.ACTIVE)
            {
                runPolicy(context);
            }
            targets.fill(mode, frame, context.nowNs);
        }
        frame.set(FrameField.MODE, machine.mode().ordinal());
        frame.set(FrameField.FAULT, machine.fault().number());
        frame.set(FrameField.DECIDE_DONE_NS, clock.stampNs());
    }

    private void obeyOperator(final CycleFrame frame)
    {
        if (control.poll())
        {
            if (machine.onCommand(control.command()) && control.command() == OperatorCommand.TAKE_WISHES)
            {
                targets.takeWishes(control);
            }
            frame.set(FrameField.OPERATOR_COMMAND, control.command().ordinal());
            frame.set(FrameField.OPERATOR_OUTCOME, machine.outcome().ordinal());
            frame.set(FrameField.OPERATOR_SEQUENCE, control.sequence());
            control.answer(machine.outcome(), machine.mode().ordinal());
        }
    }

    private void weighVerdict(final CycleContext context)
    {
        final Verdict verdict = context.verdict;
        lateInARow = verdict == Verdict.LATE ? lateInARow + 1 : 0;
        if (settings.latePolicy() == LatePolicy.SAFE_STOP_AFTER_N && lateInARow >= settings.lateCyclesMax())
        {
            machine.onFault(FaultCode.TOO_MANY_LATE_CYCLES, Mode.FREEZE);
        }
        if (context.controlStep)
        {
            badInARow = 0;
            machine.onGoodSample();
            return;
        }
        badInARow++;
        if (machine.mode() == Mode.OFF)
        {
            return;
        }
        if (verdict == Verdict.DEVICE_ERROR)
        {
            machine.onFault(FaultCode.SYSTEM_ERROR, Mode.FAULT);
        }
        else if (badInARow >= robot.safety().lostCyclesToFreeze())
        {
            machine.onFault(FaultCode.SAMPLES_LOST, Mode.DAMP);
        }
    }

    /** A robot without an inertial unit stands on something that does not tilt. */
    private void watchTilt(final CycleFrame frame)
    {
        final Mode mode = machine.mode();
        if (feelsGravity && (mode == Mode.ACTIVE || mode == Mode.FREEZE) && -frame.baseGravity.get(2) < cosTiltMax)
        {
            machine.onFault(FaultCode.BASE_TILT, Mode.DAMP);
        }
    }

    private void runPolicy(final CycleContext context)
    {
        final PolicyRunner.Outcome outcome =
            policy.onCycle(context.frame, context.cycle, context.nowNs - activatedNs);
        if (outcome == PolicyRunner.Outcome.FAILED)
        {
            machine.onFault(FaultCode.POLICY_FAILED, Mode.FREEZE);
        }
        else if (outcome == PolicyRunner.Outcome.NOT_FINITE)
        {
            context.frame.add(FrameField.GATE_ACTIONS, GateAction.NOT_FINITE.mask());
            machine.onFault(FaultCode.COMMAND_NOT_FINITE, Mode.FREEZE);
        }
        final long answered = policy.actionObservationCycle();
        if (answered >= 0 && (context.cycle - answered) * settings.periodNs() > settings.commandTimeToLiveNs())
        {
            context.frame.add(FrameField.GATE_ACTIONS, GateAction.AGE.mask());
            machine.onFault(FaultCode.COMMAND_TOO_OLD, Mode.FREEZE);
        }
        if (machine.mode() != Mode.ACTIVE)
        {
            targets.enter(machine.mode(), Mode.ACTIVE, context.frame, context.nowNs);
            lastMode = machine.mode();
        }
    }

    /**
     * @return the mode machine, for faults that other stages find.
     */
    public ModeMachine machine()
    {
        return machine;
    }
}
