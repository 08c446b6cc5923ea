package dev.sinew.runtime.loop;

import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;

/**
 * Lets a calibration have the motors while the robot is in CALIBRATE, through the gate, and lets the robot go on to
 * READY when it is over. Such a run never becomes ACTIVE: its own encoders still read what they read, so in READY the
 * calibration goes on holding its tendons. Only cycles with a good sample reach it, and of these only such whose joint
 * encoders were answered as well: elsewhere the estimate can do without them. Loop's thread; allocation-free.
 */
public final class Calibrator
{
    /** Time without joint encoders after which a calibration is given up, ns. */
    private static final long BLIND_NS = 200_000_000L;

    private final CalibrationRoutine routine;
    private final long needed;
    private final CommandGate gate;
    private final ModeMachine machine;
    private boolean spoilt;
    private boolean blind;
    private long blindSinceNs;

    /**
     * @param robot   the robot.
     * @param routine what to do in CALIBRATE; null for nothing.
     * @param gate    the gate.
     * @param machine kept in CALIBRATE until the routine is over.
     */
    public Calibrator(
        final RobotDescription robot,
        final CalibrationRoutine routine,
        final CommandGate gate,
        final ModeMachine machine)
    {
        needed = robot.joints().stream().anyMatch(JointDescription::encoder) ? ChannelGroup.JOINTS.mask() : 0;
        this.routine = routine;
        this.gate = gate;
        this.machine = machine;
        machine.keepCalibrating(routine != null);
        if (routine != null)
        {
            machine.neverActive();
        }
    }

    /**
     * @return true in a run that calibrates.
     */
    boolean present()
    {
        return routine != null;
    }

    /**
     * @param mode mode of the cycle.
     * @return true when the calibration has the motors.
     */
    boolean commands(final Mode mode)
    {
        return routine != null && (mode == Mode.CALIBRATE || mode == Mode.READY);
    }

    /**
     * One cycle of CALIBRATE or READY.
     *
     * @param frame sample in, commands out.
     * @param nowNs time of the cycle, ns.
     */
    void step(final CycleFrame frame, final long nowNs)
    {
        if (!sees(frame, nowNs))
        {
            return; // the last command stays in force
        }
        frame.command.tendonTension.fill(0);
        final boolean more = !spoilt && routine.step(frame.state, frame.command, nowNs);
        final long actions = gate.gateMotors(frame.command);
        frame.set(FrameField.GATE_ACTIONS, actions);
        if ((actions & GateAction.NOT_FINITE.mask()) != 0)
        {
            spoilt = true; // a routine that computes nonsense has lost its right to go on
            machine.onFault(FaultCode.CALIBRATION_FAILED, Mode.LIMP);
        }
        machine.keepCalibrating(more);
    }

    private boolean sees(final CycleFrame frame, final long nowNs)
    {
        if ((frame.state.validGroups() & needed) == needed)
        {
            blind = false;
            return true;
        }
        blindSinceNs = blind ? blindSinceNs : nowNs;
        blind = true;
        if (nowNs - blindSinceNs > BLIND_NS)
        {
            machine.onFault(FaultCode.CALIBRATION_FAILED, Mode.LIMP);
        }
        return false;
    }
}
