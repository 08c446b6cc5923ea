package dev.sinew.sim.emulator.dynamixel;

import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.register.Register;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * One servo: control table, access rules, protections, bus watchdog.
 *
 * <p>Bus watchdog (register 98, units of 20 ms, off unless the host sets it): when torque is on and no instruction for
 * this device has come for that long, it stops, the register reads -1 and goals are refused with a range error until 0
 * is written. The manual says no more than "stop". Here: no current in current mode, no voltage in PWM mode, velocity 0
 * in velocity mode, and the position of that moment in the position modes, profiles taken as 0. Instructions for other
 * devices do not count; the manual leaves that open.</p>
 */
final class DynamixelServo extends EmulatedDevice implements DynamixelMemory.Owner
{
    static final int ALERT = 0x80;

    private static final int VOLTAGE_ERROR = 0x01;
    private static final int HEAT_ERROR = 0x04;
    private static final int OVERLOAD_ERROR = 0x20;
    private static final long WATCHDOG_UNIT_NS = 20_000_000;
    /** The manual says "persistent"; ours, ns. */
    private static final long OVERLOAD_NS = 2_000_000_000L;
    private static final int PENDING_MAX = 256;
    /** Part of the speed without load below which a motor at its full voltage counts as overloaded. */
    private static final double SLOW = 0.1;

    private final DynamixelModel model;
    private final RegisterTable table;
    private final DynamixelMemory memory;
    private final DynamixelLaws laws;
    private final long home;

    private final byte[] pending = new byte[PENDING_MAX];
    private int pendingAddress;
    private int pendingCount = -1;

    private boolean on;
    private boolean shutDown;
    private long turns;
    private long loadedSinceNs = Long.MIN_VALUE;

    /**
     * @param model   model.
     * @param id      number on the bus.
     * @param motor   its motor.
     * @param journal where it tells what it did.
     * @param home    encoder count at the motor's position 0.
     * @param bootNs  time that a restart takes, ns.
     */
    DynamixelServo(
        final DynamixelModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final long home,
        final long bootNs)
    {
        super(id, motor, journal, bootNs);
        this.model = model;
        this.home = home;
        table = DynamixelTable.of(model, id);
        memory = new DynamixelMemory(table, model.small(), this);
        laws = new DynamixelLaws(model, table, motor);
        begin();
    }

    DynamixelMemory memory()
    {
        return memory;
    }

    RegisterTable table()
    {
        return table;
    }

    /** @return number by which it can be reached now. */
    int address()
    {
        return table.octet(DynamixelTable.ID);
    }

    /** @return 0x80 while the hardware error status is not 0, else 0. */
    int alert()
    {
        return table.octet(DynamixelTable.HARDWARE_ERROR) == 0 ? 0 : ALERT;
    }

    private int sign()
    {
        return (table.octet(DynamixelTable.DRIVE_MODE) & 1) == 0 ? 1 : -1;
    }

    /** Counts of the shaft in the motor's direction, from the last start's turn on. */
    private long shaft()
    {
        return motor().counts() + home - turns;
    }

    private long present()
    {
        return sign() * shaft() + table.getSigned(DynamixelTable.HOMING_OFFSET);
    }

    /** After power-on the encoder knows the place within a turn alone. */
    private void begin()
    {
        turns = Math.floorDiv(motor().counts() + home, (long)DynamixelModel.COUNTS) * DynamixelModel.COUNTS;
        on = false;
        shutDown = false;
        pendingCount = -1;
        loadedSinceNs = Long.MIN_VALUE;
        motor().limp();
        modeGoals();
        table.set(DynamixelTable.GOAL_POSITION, present());
        refresh(0);
    }

    @Override
    public void restart(final String cause, final long nowNs)
    {
        table.restart();
        begin();
        boot(nowNs);
        journal().stopped("limp", cause, nowNs);
    }

    void factoryReset(final int option, final long nowNs)
    {
        final int id = address();
        table.factoryReset();
        if (option != 0xFF)
        {
            table.set(DynamixelTable.ID, id);
            table.store(table.at(DynamixelTable.ID));
        }
        restart("factory_reset", nowNs);
    }

    /** A multi-turn count goes back to the place within a turn; refused while the shaft turns. */
    int clearTurns()
    {
        if (table.octet(DynamixelTable.MOVING) != 0)
        {
            return DynamixelMemory.RESULT_FAIL;
        }
        turns = Math.floorDiv(motor().counts() + home, (long)DynamixelModel.COUNTS) * DynamixelModel.COUNTS;
        laws.reset(shaft());
        table.set(DynamixelTable.GOAL_POSITION, present());
        return DynamixelMemory.OK;
    }

    private int mode()
    {
        return table.octet(DynamixelTable.MODE);
    }

    @Override
    public boolean isOn()
    {
        return on;
    }

    @Override
    public boolean isShutDown()
    {
        return shutDown;
    }

    @Override
    public void onWritten(final Register register, final long value, final long nowNs)
    {
        switch (register.address())
        {
            case DynamixelTable.TORQUE_ENABLE:
                torque(value != 0, nowNs);
                journal().command(nowNs);
                break;
            case DynamixelTable.MODE:
                modeGoals();
                break;
            case DynamixelTable.BUS_WATCHDOG:
                journal().note("watchdog_set", value * 20 + " ms", nowNs);
                break;
            default:
                if (DynamixelMemory.isGoal(register))
                {
                    journal().command(nowNs);
                }
                break;
        }
    }

    /** A new mode begins with its goals at rest; limits that are not the mode's own goal are wide open. */
    private void modeGoals()
    {
        final boolean current = mode() == DynamixelTable.MODE_CURRENT;
        table.set(DynamixelTable.GOAL_CURRENT, current ? 0 : table.get(DynamixelTable.CURRENT_LIMIT));
        table.set(DynamixelTable.GOAL_PWM,
            mode() == DynamixelTable.MODE_PWM ? 0 : table.get(DynamixelTable.PWM_LIMIT));
        table.set(DynamixelTable.GOAL_VELOCITY, 0);
    }

    private void torque(final boolean isOn, final long nowNs)
    {
        if (isOn && !on)
        {
            on = true;
            laws.reset(shaft());
            table.set(DynamixelTable.GOAL_POSITION, present()); // it holds where it stands
            journal().powered(nowNs);
        }
        else if (!isOn && on)
        {
            switchOff("command", nowNs);
        }
    }

    private void switchOff(final String cause, final long nowNs)
    {
        on = false;
        table.set(DynamixelTable.TORQUE_ENABLE, 0);
        motor().limp();
        journal().stopped("limp", cause, nowNs);
    }

    int register(final int address, final byte[] data, final int offset, final int count)
    {
        if (count <= 0 || count > PENDING_MAX)
        {
            return DynamixelMemory.DATA_LENGTH;
        }
        System.arraycopy(data, offset, pending, 0, count);
        pendingAddress = address;
        pendingCount = count;
        table.set(DynamixelTable.REGISTERED, 1);
        return DynamixelMemory.OK;
    }

    int action(final long nowNs)
    {
        if (pendingCount < 0)
        {
            return DynamixelMemory.INSTRUCTION;
        }
        final int error = memory.write(pendingAddress, pending, 0, pendingCount, nowNs);
        pendingCount = -1;
        table.set(DynamixelTable.REGISTERED, 0);
        return error;
    }

    @Override
    public void control(final long nowNs)
    {
        refresh(nowNs);
        protect(nowNs);
        watchdog(nowNs);
        if (on)
        {
            final long goal = sign() *
                (table.getSigned(DynamixelTable.GOAL_POSITION) - table.getSigned(DynamixelTable.HOMING_OFFSET));
            laws.step(mode(), shaft(), goal, sign());
        }
        else
        {
            motor().limp();
        }
    }

    private void refresh(final long nowNs)
    {
        final int sign = sign();
        final long velocity = Math.round(sign * motor().velocityRadS() / DynamixelModel.VELOCITY_UNIT);
        table.set(DynamixelTable.PRESENT_POSITION, present());
        table.set(DynamixelTable.PRESENT_VELOCITY, velocity);
        table.set(DynamixelTable.PRESENT_CURRENT, Math.round(sign * motor().currentA() / model.currentUnitA()));
        table.set(DynamixelTable.PRESENT_PWM, Math.round(sign * motor().duty() * DynamixelModel.PWM_FULL));
        table.set(DynamixelTable.PRESENT_VOLTS, Math.round(motor().supply().voltage() * 10));
        table.set(DynamixelTable.PRESENT_CELSIUS,
            Math.max(0, Math.min(255, Math.round(motor().temperatureC()))));
        table.set(DynamixelTable.TICK, Math.floorMod(nowNs / 1_000_000, 32_768L));
        table.set(DynamixelTable.MOVING,
            Math.abs(velocity) > table.get(DynamixelTable.MOVING_THRESHOLD) ? 1 : 0);
    }

    private void protect(final long nowNs)
    {
        final boolean full = Math.abs(motor().duty()) > 0.98 && Math.abs(motor().velocityRadS()) <
            SLOW * motor().supply().voltage() / motor().parameters().torquePerAmpereNmA();
        final boolean straining = on &&
            (full || Math.abs(motor().currentA()) > 0.95 * model.currentLimit() * model.currentUnitA());
        loadedSinceNs = !straining ? Long.MIN_VALUE : loadedSinceNs == Long.MIN_VALUE ? nowNs : loadedSinceNs;
        int found = 0;
        found |= table.get(DynamixelTable.PRESENT_CELSIUS) > table.get(DynamixelTable.CELSIUS_LIMIT) ? HEAT_ERROR : 0;
        final long volts = table.get(DynamixelTable.PRESENT_VOLTS);
        found |= volts < table.get(DynamixelTable.VOLTS_MIN) || volts > table.get(DynamixelTable.VOLTS_MAX) ?
            VOLTAGE_ERROR : 0;
        found |= loadedSinceNs != Long.MIN_VALUE && nowNs - loadedSinceNs > OVERLOAD_NS ? OVERLOAD_ERROR : 0;
        final int known = table.octet(DynamixelTable.HARDWARE_ERROR);
        if ((found | known) != known)
        {
            table.set(DynamixelTable.HARDWARE_ERROR, found | known);
            journal().note("hardware_error", cause(found), nowNs);
        }
        if ((found & table.octet(DynamixelTable.SHUTDOWN)) != 0 && !shutDown)
        {
            shutDown = true;
            switchOff(cause(found), nowNs);
        }
    }

    private static String cause(final int found)
    {
        return (found & HEAT_ERROR) != 0 ? "overheating" : (found & OVERLOAD_ERROR) != 0 ? "overload" : "voltage";
    }

    private void watchdog(final long nowNs)
    {
        final int units = table.octet(DynamixelTable.BUS_WATCHDOG);
        if (!on || units == 0 || units == DynamixelMemory.WATCHDOG_TRIPPED ||
            nowNs - journal().lastInstructionNs() <= units * WATCHDOG_UNIT_NS)
        {
            return;
        }
        table.set(DynamixelTable.BUS_WATCHDOG, DynamixelMemory.WATCHDOG_TRIPPED);
        if (!watchdogStops())
        {
            journal().note("watchdog_without_stop", "fault", nowNs);
            return;
        }
        table.set(DynamixelTable.GOAL_VELOCITY, 0);
        table.set(DynamixelTable.GOAL_POSITION, present());
        laws.reset(shaft());
        String how = "held";
        if (mode() == DynamixelTable.MODE_CURRENT)
        {
            table.set(DynamixelTable.GOAL_CURRENT, 0);
            how = "limp";
        }
        else if (mode() == DynamixelTable.MODE_PWM || mode() == DynamixelTable.MODE_VELOCITY)
        {
            table.set(DynamixelTable.GOAL_PWM,
                mode() == DynamixelTable.MODE_PWM ? 0 : table.get(DynamixelTable.GOAL_PWM));
            how = "damped";
        }
        journal().stopped(how, "watchdog", nowNs);
    }
}
