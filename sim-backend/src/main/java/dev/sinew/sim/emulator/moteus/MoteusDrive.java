package dev.sinew.sim.emulator.moteus;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One controller: registers, modes, watchdog, faults. A fault and a time-out hold until mode 0 is written. The control
 * law runs once a millisecond, the real one 15 to 30 times as often; its damping is therefore taken implicitly.
 */
final class MoteusDrive extends EmulatedDevice implements MoteusSubframes.Registers
{
    private static final double TURN = 2 * Math.PI;
    private static final int STOPPED = 0;
    private static final int FAULT = 1;
    private static final int ENABLING = 3;
    private static final int CURRENT = 9;
    private static final int POSITION = 10;
    private static final int TIMEOUT = 11;
    private static final int ZERO_VELOCITY = 12;
    private static final int BRAKE = 15;
    /** servo.fault_temperature, °C. */
    private static final double CELSIUS_MAX = 75;
    /** No document names a voltage; ours, V. */
    private static final double VOLTS_MIN = 8;
    private static final int TOO_HOT = 38;
    private static final int TOO_LOW = 40;
    /** Time in which the current sensors are measured before the stage is switched on; ours, ns. */
    private static final long ENABLING_NS = 2_000_000;
    private static final int MAP_VERSION = 5;
    private static final int FIRMWARE = 0x00_01_00_00;

    private final MoteusModel model;
    private final MoteusSubframes subframes = new MoteusSubframes();
    private final MoteusCommand command = new MoteusCommand();
    private final int timeoutMode;
    private final double defaultTimeout;
    private double home;

    private int mode = STOPPED;
    private int fault;
    private int wanted;
    private boolean fresh;
    private boolean tripped;
    private long nowNs;
    private long startedNs;
    private long enabledNs;
    private long commandedNs;
    private double controlPosition = Double.NaN;

    MoteusDrive(
        final MoteusModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec)
    {
        super(id, motor, journal, Math.round(spec.setting("boot_s", 0.3) * 1e9));
        this.model = model;
        timeoutMode = (int)spec.setting("timeout_mode", ZERO_VELOCITY);
        defaultTimeout = spec.setting("default_timeout_s", 0.1);
        home = spec.setting("home", 0);
        startedNs = -Math.round(spec.setting("boot_s", 0.3) * 1e9);
        motor.limp();
    }

    private double turns()
    {
        return home + motor().positionRad() / TURN;
    }

    private double turnsPerSecond()
    {
        return motor().velocityRadS() / TURN;
    }

    @Override
    public void restart(final String cause, final long timeNs)
    {
        // It knows its place within one turn, and not the turns before.
        home -= Math.rint(turns());
        mode = STOPPED;
        fault = 0;
        startedNs = timeNs;
        boot(timeNs);
        tripped = false;
        command.reset();
        controlPosition = Double.NaN;
        motor().limp();
        journal().stopped("limp", cause, timeNs);
    }

    /**
     * @param data  data of a frame for this controller.
     * @param endNs end of the frame, ns.
     * @return data of its answer; null for a malformed frame.
     */
    byte[] execute(final byte[] data, final long endNs)
    {
        nowNs = endNs;
        fresh = false;
        final byte[] answer = subframes.execute(data, this);
        if (fresh)
        {
            journal().command(endNs);
            enter();
        }
        return answer;
    }

    /**
     * The mode of a command takes effect when the whole frame has been read: its answer still shows the one before.
     */
    private void enter()
    {
        commandedNs = nowNs;
        if (wanted == STOPPED)
        {
            fault = 0;
            tripped = false;
            change(STOPPED, "command");
        }
        else if (mode != FAULT && mode != TIMEOUT)
        {
            if (mode == STOPPED)
            {
                enabledNs = nowNs + ENABLING_NS;
                journal().powered(nowNs);
            }
            if (wanted == BRAKE || wanted == ZERO_VELOCITY)
            {
                change(wanted, "command");
            }
            mode = wanted;
        }
    }

    private void change(final int next, final String cause)
    {
        if (mode != next && mode != STOPPED)
        {
            journal().stopped(next == STOPPED || next == FAULT ? "limp" : next == POSITION ? "held" : "damped", cause,
                nowNs);
        }
        mode = next;
    }

    /* ------------------------------------------------------------------------------------------------ registers */

    @Override
    public boolean write(final int register, final double value)
    {
        if (register != 0)
        {
            return fresh && command.write(register, value);
        }
        final int next = (int)value;
        if (next != STOPPED && next != CURRENT && next != POSITION && next != ZERO_VELOCITY && next != BRAKE)
        {
            return false;
        }
        wanted = next;
        fresh = true;
        command.reset();
        return true;
    }

    @Override
    public boolean has(final int register)
    {
        return register >= 0 && register <= 7 || register >= 0x00a && register <= 0x00f ||
            MoteusCommand.has(register) || register >= 0x038 && register <= 0x03d || register == 0x070 ||
            register >= 0x100 && register <= 0x102 || register == 0x110 || register >= 0x120 && register <= 0x122;
    }

    @Override
    public double read(final int register)
    {
        if (MoteusCommand.has(register))
        {
            return command.read(register);
        }
        return switch (register)
        {
            case 0x000 -> shownMode();
            case 0x001, 0x006 -> turns();
            case 0x002 -> turnsPerSecond();
            case 0x003, 0x03a -> motor().shownTorqueNm();
            case 0x004 -> motor().currentA();
            case 0x007 -> motor().duty() * motor().supply().voltage() * motor().currentA();
            case 0x00a, 0x00e -> motor().temperatureC();
            case 0x00b, 0x00c -> 1;
            case 0x00d -> motor().supply().voltage();
            case 0x00f -> fault;
            case 0x038 -> controlPosition;
            case 0x039 -> command.velocity;
            case 0x03b -> turns() - controlPosition;
            case 0x03c -> turnsPerSecond() - command.velocity;
            case 0x070 -> (int)((nowNs - startedNs) / 1_000_000); // wraps, as an int32 does
            case 0x100 -> model.model();
            case 0x101 -> FIRMWARE;
            case 0x102 -> MAP_VERSION;
            case 0x110 -> id();
            case 0x120 -> 0x5EED_0000 + id();
            default -> 0;
        };
    }

    private int shownMode()
    {
        final boolean enabling = mode != STOPPED && mode != FAULT && mode != TIMEOUT && nowNs < enabledNs;
        return enabling ? ENABLING : mode;
    }

    /* -------------------------------------------------------------------------------------------------- control */

    @Override
    public void control(final long timeNs)
    {
        nowNs = timeNs;
        protect();
        watch();
        switch (mode == TIMEOUT ? actsAs() : mode)
        {
            case CURRENT:
                motor().current(command.current, 0);
                break;
            case POSITION:
                position();
                break;
            case ZERO_VELOCITY:
                motor().current(0, model.kd() / TURN);
                break;
            case BRAKE:
                motor().voltage(0);
                break;
            default:
                motor().limp();
                break;
        }
    }

    private void protect()
    {
        final int found = motor().temperatureC() > CELSIUS_MAX ? TOO_HOT :
            motor().supply().voltage() < VOLTS_MIN ? TOO_LOW : 0;
        if (found != 0 && mode != STOPPED && mode != FAULT)
        {
            fault = found;
            change(FAULT, found == TOO_HOT ? "overheating" : "voltage");
        }
    }

    /** The watchdog of the newest command: its own time, the configured one for 0, none for NaN. */
    private void watch()
    {
        final boolean watched = mode == CURRENT || mode == POSITION || mode == ZERO_VELOCITY || mode == BRAKE;
        final double limit = command.watchdog == 0 ? defaultTimeout : command.watchdog;
        if (!watched || tripped || !(nowNs - commandedNs > limit * 1e9))
        {
            return;
        }
        tripped = true;
        if (!watchdogStops())
        {
            journal().note("watchdog_without_stop", "watchdog", nowNs);
            return;
        }
        controlPosition = turns();
        mode = TIMEOUT;
        final String how = timeoutMode == STOPPED ? "limp" : timeoutMode == POSITION ? "held" : "damped";
        journal().stopped(how, "watchdog", nowNs);
    }

    /** servo.timeout_mode: off, hold, zero velocity or brake. */
    private int actsAs()
    {
        if (timeoutMode == POSITION)
        {
            command.reset();
            command.position = controlPosition;
        }
        return timeoutMode;
    }

    private void position()
    {
        if (nowNs < enabledNs)
        {
            motor().limp();
            return;
        }
        final double stepS = 1e-3;
        if (!Double.isNaN(command.position))
        {
            controlPosition = command.position;
            command.position = Double.NaN;
        }
        else if (Double.isNaN(controlPosition))
        {
            controlPosition = turns();
        }
        controlPosition += command.velocity * stepS;
        final double kd = model.kd() * Math.min(command.kdScale, command.kpScale);
        final double most = Double.isNaN(command.maxTorque) ? Double.MAX_VALUE : Math.abs(command.maxTorque);
        motor().torque(model.kp() * command.kpScale * (controlPosition - turns()) + kd * command.velocity +
            command.feedforward, kd / TURN, most);
    }
}
