package dev.sinew.runtime.safety;

import dev.sinew.hal.fault.FaultCode;

/**
 * Which mode the robot is in and how it gets to another. A fault latches and leads down the ladder; only a deliberate
 * re-arm leads up again. Loop's thread; allocation-free.
 *
 * <pre>
 *   OFF ──arm──▶ CALIBRATE ──samples good──▶ READY ──arm──▶ ACTIVE
 *                                              ▲              │ stop, fault
 *                                              └──rearm── FREEZE, DAMP, LIMP, FAULT
 * </pre>
 */
public final class ModeMachine
{
    private final int calibrationCycles;
    private Mode mode = Mode.OFF;
    private FaultCode fault = FaultCode.NONE;
    private boolean armWhenReady;
    private int goodCalibrationCycles;
    private boolean calibrating;
    private boolean neverActive;
    private OperatorOutcome outcome = OperatorOutcome.NONE;
    private boolean watchOnly;
    private boolean stopping;
    private boolean shutDown;

    /**
     * @param calibrationCycles good samples in a row that CALIBRATE waits for.
     */
    public ModeMachine(final int calibrationCycles)
    {
        this.calibrationCycles = calibrationCycles;
    }

    /**
     * @return the mode.
     */
    public Mode mode()
    {
        return mode;
    }

    /**
     * @return the latched fault.
     */
    public FaultCode fault()
    {
        return fault;
    }

    /**
     * @param command what the operator asks for.
     * @return true when it was obeyed, false when the mode does not allow it.
     */
    public boolean onCommand(final OperatorCommand command)
    {
        if (stopping)
        {
            outcome = OperatorOutcome.STOPPING;
            return false;
        }
        if (watchOnly && (command == OperatorCommand.ARM || command == OperatorCommand.REARM ||
            command == OperatorCommand.MODE_READY))
        {
            outcome = OperatorOutcome.WATCH_ONLY;
            return false;
        }
        final boolean obeyed = obey(command);
        outcome = obeyed ? OperatorOutcome.OBEYED : OperatorOutcome.MODE_REFUSES;
        return obeyed;
    }

    /**
     * @return what became of the last command.
     */
    public OperatorOutcome outcome()
    {
        return outcome;
    }

    private boolean obey(final OperatorCommand command)
    {
        return switch (command)
        {
            case NONE, TAKE_WISHES -> true;
            case ARM -> arm();
            case STOP -> stop();
            case REARM -> rearm();
            case MODE_READY -> ready();
            case MODE_FREEZE -> down(Mode.FREEZE);
            case MODE_DAMP -> down(Mode.DAMP);
            case MODE_LIMP -> down(Mode.LIMP);
            case SHUT_DOWN -> shutDown();
        };
    }

    private boolean arm()
    {
        if (fault != FaultCode.NONE || neverActive)
        {
            return false;
        }
        if (mode == Mode.OFF)
        {
            goodCalibrationCycles = 0;
            mode = Mode.CALIBRATE;
            armWhenReady = true;
            return true;
        }
        if (mode == Mode.CALIBRATE)
        {
            armWhenReady = true;
            return true;
        }
        if (mode == Mode.READY)
        {
            mode = Mode.ACTIVE;
            return true;
        }
        return mode == Mode.ACTIVE;
    }

    private boolean stop()
    {
        armWhenReady = false;
        if (mode == Mode.ACTIVE || mode == Mode.READY || mode == Mode.CALIBRATE)
        {
            mode = mode == Mode.CALIBRATE ? Mode.OFF : Mode.FREEZE;
        }
        return true;
    }

    private boolean rearm()
    {
        if (mode == Mode.FREEZE || mode == Mode.DAMP || mode == Mode.LIMP || mode == Mode.FAULT)
        {
            fault = FaultCode.NONE;
            armWhenReady = false;
            goodCalibrationCycles = 0;
            mode = Mode.CALIBRATE;
            return true;
        }
        return false;
    }

    private boolean ready()
    {
        if (mode == Mode.OFF)
        {
            goodCalibrationCycles = 0;
            armWhenReady = false;
            mode = Mode.CALIBRATE;
            return true;
        }
        if (mode == Mode.ACTIVE)
        {
            mode = Mode.READY;
        }
        return mode == Mode.READY || mode == Mode.CALIBRATE;
    }

    private boolean down(final Mode wanted)
    {
        if (rank(wanted) < rank(mode))
        {
            return false;
        }
        armWhenReady = false;
        mode = wanted;
        return true;
    }

    private boolean shutDown()
    {
        armWhenReady = false;
        shutDown = true;
        mode = Mode.OFF;
        return true;
    }

    /**
     * Set-up only: the robot can be watched but never armed, because it lacks sensors.
     */
    public void watchOnly()
    {
        watchOnly = true;
    }

    /**
     * The run is ending: from now on every command of the operator is refused.
     */
    public void beginStop()
    {
        stopping = true;
        armWhenReady = false;
    }

    /**
     * Goes down to a mode, where it is not lower already. After {@link #beginStop()}.
     *
     * @param wanted DAMP, LIMP or OFF.
     */
    public void stopTo(final Mode wanted)
    {
        if (wanted == Mode.OFF)
        {
            shutDown();
        }
        else if (mode != Mode.OFF)
        {
            down(wanted);
        }
    }

    /**
     * @return true once the operator or the end of the run has switched the robot off for good.
     */
    public boolean isShutDown()
    {
        return shutDown;
    }

    /**
     * This run calibrates its robot and never arms it.
     */
    public void neverActive()
    {
        neverActive = true;
    }

    /**
     * @param busy true to stay in CALIBRATE, whatever the samples say.
     */
    public void keepCalibrating(final boolean busy)
    {
        calibrating = busy;
    }

    /**
     * One good sample has been seen.
     */
    public void onGoodSample()
    {
        if (mode == Mode.CALIBRATE && !calibrating && ++goodCalibrationCycles >= calibrationCycles)
        {
            mode = armWhenReady ? Mode.ACTIVE : Mode.READY;
            armWhenReady = false;
        }
    }

    /**
     * Latches the first fault and goes down to the mode that it asks for, never up.
     *
     * @param code   what happened.
     * @param wanted FREEZE, DAMP, LIMP or FAULT.
     */
    public void onFault(final FaultCode code, final Mode wanted)
    {
        if (fault == FaultCode.NONE)
        {
            fault = code;
        }
        if (mode != Mode.OFF && rank(wanted) >= rank(mode))
        {
            mode = wanted;
        }
        armWhenReady = false;
    }

    private static int rank(final Mode mode)
    {
        return switch (mode)
        {
            case CALIBRATE, READY, ACTIVE -> 0;
            case FREEZE -> 1;
            case DAMP -> 2;
            case LIMP -> 3;
            case FAULT -> 4;
            case OFF -> 5;
        };
    }
}
