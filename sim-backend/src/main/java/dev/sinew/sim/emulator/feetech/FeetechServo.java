package dev.sinew.sim.emulator.feetech;

import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.register.Register;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * One servo: memory, protections, modes. A goal switches the torque on by itself, as the maker's examples rely on. A
 * value outside of its register's range, and a write to what cannot be written, are passed over without a word: the
 * status byte knows only the servo's own ills.
 */
final class FeetechServo extends EmulatedDevice
{
    private static final double SECOND_PER_COUNT = 2 * Math.PI / FeetechModel.COUNTS;

    private final FeetechModel model;
    private final RegisterTable table;
    private final FeetechLaws laws;
    private final FeetechProtection protection;
    private final long home;
    private final int direction;

    private final byte[] pending = new byte[256];
    private int pendingAddress;
    private int pendingCount = -1;

    private long turns;
    private long stepGoal;
    /** A goal has come whose speed is still to be worked out from its time. */
    private boolean fresh;
    private double timedSpeed;

    FeetechServo(
        final FeetechModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final long home,
        final int direction,
        final long bootNs)
    {
        super(id, motor, journal, bootNs);
        this.model = model;
        this.home = home;
        this.direction = direction;
        table = FeetechTable.of(model, id);
        laws = new FeetechLaws(model.hls(), table, motor);
        protection = new FeetechProtection(model.hls(), table, motor, journal);
        begin();
    }

    RegisterTable table()
    {
        return table;
    }

    /** @return number by which it can be reached now. */
    int address()
    {
        return table.octet(FeetechTable.ID);
    }

    /** @return true for its number, and, when it is an HLS and the host writes, for its second one. */
    boolean isMeant(final int id, final boolean writes)
    {
        return id == address() || model.hls() && writes && table.octet(7) != 0 && id == table.octet(7);
    }

    int status()
    {
        return table.octet(FeetechTable.STATUS);
    }

    private int offsetBit()
    {
        return model.hls() ? 15 : 11;
    }

    private boolean manyTurns()
    {
        return table.get(FeetechTable.POSITION_MIN) == 0 && table.get(FeetechTable.POSITION_MAX) == 0 ||
            (table.octet(FeetechTable.PHASE) & 16) != 0;
    }

    private long raw()
    {
        return direction * motor().counts() + home - turns;
    }

    /** Position in counts after the offset; within one turn unless more than one is asked for. */
    private long present()
    {
        final long shifted = raw() - FeetechTable.unsigned(table.get(FeetechTable.OFFSET), offsetBit());
        return manyTurns() ? shifted : Math.floorMod(shifted, (long)FeetechModel.COUNTS);
    }

    private int mode()
    {
        return table.octet(FeetechTable.MODE);
    }

    private boolean isOn()
    {
        return table.octet(FeetechTable.TORQUE_ENABLE) == FeetechTable.TORQUE_ON;
    }

    private void begin()
    {
        turns = Math.floorDiv(direction * motor().counts() + home, (long)FeetechModel.COUNTS) * FeetechModel.COUNTS;
        pendingCount = -1;
        protection.reset();
        motor().limp();
        table.set(FeetechTable.TORQUE_LIMIT, table.get(FeetechTable.TORQUE_MAX));
        if (model.hls())
        {
            table.set(FeetechTable.GAIN_P, table.octet(FeetechTable.POSITION_P));
            table.set(FeetechTable.GAIN_D, table.octet(FeetechTable.POSITION_D));
            table.set(FeetechTable.GOAL_TIME, table.get(FeetechTable.CURRENT_MAX));
        }
        refresh();
        table.set(FeetechTable.GOAL_POSITION, FeetechTable.signed(present(), 15));
        laws.reset(present());
    }

    @Override
    public void restart(final String cause, final long nowNs)
    {
        table.restart();
        begin();
        boot(nowNs);
        journal().stopped("limp", cause, nowNs);
    }

    void recover(final long nowNs)
    {
        final int id = address();
        table.factoryReset();
        table.set(FeetechTable.ID, id);
        table.store(table.at(FeetechTable.ID));
        restart("factory_reset", nowNs);
    }

    /** Forgets whole turns. */
    void clearTurns()
    {
        turns = Math.floorDiv(direction * motor().counts() + home, (long)FeetechModel.COUNTS) * FeetechModel.COUNTS;
        laws.reset(present());
    }

    /** Lets the shaft's place be a given position from now on; kept over restarts. */
    void calibrate(final long position)
    {
        long offset = Math.floorMod(raw() - position, (long)FeetechModel.COUNTS);
        offset -= offset >= FeetechModel.COUNTS / 2 ? FeetechModel.COUNTS : 0;
        table.set(FeetechTable.OFFSET, FeetechTable.signed(offset, offsetBit()));
        table.store(table.at(FeetechTable.OFFSET));
        refresh();
        table.set(FeetechTable.GOAL_POSITION, FeetechTable.signed(present(), 15));
        laws.reset(present());
    }

    void read(final int address, final int count, final byte[] into)
    {
        for (int i = 0; i < count; i++)
        {
            into[i] = (byte)(address + i < table.size() ? table.octet(address + i) : 0);
        }
    }

    void write(final int address, final byte[] data, final int offset, final int count, final long nowNs)
    {
        int i = 0;
        while (i < count)
        {
            final Register register = table.at(address + i);
            final boolean whole = register != null && register.address() == address + i &&
                register.size() <= count - i;
            if (whole && register.access() != Register.Access.READ)
            {
                final long value = RegisterTable.raw(data, offset + i, register.size());
                if (value >= register.least() && value <= register.most())
                {
                    accept(register, value, nowNs);
                }
            }
            i += whole ? register.size() : 1;
        }
    }

    private void accept(final Register register, final long value, final long nowNs)
    {
        if (register.address() == FeetechTable.TORQUE_ENABLE)
        {
            torque((int)value, nowNs);
            return;
        }
        table.set(register.address(), value);
        if (register.access() == Register.Access.STORED && table.octet(FeetechTable.LOCK) == 0)
        {
            table.store(register);
        }
        switch (register.address())
        {
            case FeetechTable.GOAL_POSITION, FeetechTable.GOAL_SPEED, FeetechTable.GOAL_TIME:
                goal(register.address(), value, nowNs);
                break;
            case FeetechTable.MODE:
                laws.reset(present());
                stepGoal = present();
                break;
            default:
                break;
        }
    }

    private void goal(final int address, final long value, final long nowNs)
    {
        journal().command(nowNs);
        protection.newGoal();
        fresh = true;
        if (address == FeetechTable.GOAL_POSITION && !model.hls() && mode() == 3)
        {
            stepGoal += FeetechTable.unsigned(value, 15);
        }
        if (!isOn() && (address == FeetechTable.GOAL_POSITION || mode() != 0))
        {
            torque(FeetechTable.TORQUE_ON, nowNs);
        }
    }

    private void torque(final int value, final long nowNs)
    {
        journal().command(nowNs);
        if (value == FeetechTable.CALIBRATE && !model.hls())
        {
            calibrate(FeetechModel.COUNTS / 2);
            return;
        }
        if (value > FeetechTable.TORQUE_DAMPED)
        {
            return;
        }
        final int before = table.octet(FeetechTable.TORQUE_ENABLE);
        table.set(FeetechTable.TORQUE_ENABLE, value);
        if (value == before)
        {
            return;
        }
        if (value == FeetechTable.TORQUE_ON)
        {
            laws.reset(present());
            stepGoal = present();
            journal().powered(nowNs);
        }
        else
        {
            journal().stopped(value == FeetechTable.TORQUE_DAMPED ? "damped" : "limp", "command", nowNs);
        }
    }

    void register(final int address, final byte[] data, final int offset, final int count)
    {
        System.arraycopy(data, offset, pending, 0, count);
        pendingAddress = address;
        pendingCount = count;
        table.set(FeetechTable.REGISTERED, 1);
    }

    void action(final long nowNs)
    {
        if (pendingCount > 0)
        {
            write(pendingAddress, pending, 0, pendingCount, nowNs);
            pendingCount = -1;
            table.set(FeetechTable.REGISTERED, 0);
        }
    }

    @Override
    public void control(final long nowNs)
    {
        refresh();
        protect(nowNs);
        final int enable = table.octet(FeetechTable.TORQUE_ENABLE);
        if (enable == FeetechTable.TORQUE_DAMPED)
        {
            motor().voltage(0);
        }
        else if (enable != FeetechTable.TORQUE_ON)
        {
            motor().limp();
        }
        else
        {
            drive(protection.isHolding() ? table.octet(FeetechTable.HOLDING_TORQUE) * 10 :
                table.get(FeetechTable.TORQUE_LIMIT));
        }
    }

    private void drive(final double most)
    {
        final long second = table.get(FeetechTable.GOAL_TIME);
        final long speed = FeetechTable.unsigned(table.get(FeetechTable.GOAL_SPEED), 15);
        switch (mode())
        {
            case 1:
                laws.speed(speedCounts(), speed * speedUnit(), most, direction);
                break;
            case 2:
                if (model.hls())
                {
                    motor().current(direction * FeetechTable.unsigned(second, 15) * FeetechModel.CURRENT_UNIT, 0);
                }
                else
                {
                    duty(FeetechTable.unsigned(second, 10), most);
                }
                break;
            case 3:
                if (model.hls())
                {
                    duty(FeetechTable.unsigned(second, 10), most);
                }
                else
                {
                    laws.position(present(), stepGoal, fastest(speed, 0, stepGoal), most, direction);
                }
                break;
            default:
                final double goal = goalCounts();
                laws.position(present(), goal, fastest(speed, model.hls() ? 0 : second, goal), most, direction);
                break;
        }
    }

    private void duty(final long duty, final double most)
    {
        final double limited = Math.max(-most, Math.min(most, duty));
        motor().voltage(direction * limited / FeetechModel.DUTY_FULL);
    }

    private double goalCounts()
    {
        final long goal = FeetechTable.unsigned(table.get(FeetechTable.GOAL_POSITION), 15);
        return manyTurns() ? goal :
            Math.max(table.get(FeetechTable.POSITION_MIN), Math.min(table.get(FeetechTable.POSITION_MAX), goal));
    }


    /** Speed of the path: the goal speed, or what the goal time asks for, or none. */
    private double fastest(final long speed, final long timeMs, final double goal)
    {
        if (fresh)
        {
            fresh = false;
            timedSpeed = timeMs > 0 ? Math.max(1, Math.abs(goal - laws.path()) * 1000 / timeMs) : 0;
        }
        if (speed == 0 && timedSpeed > 0)
        {
            return timedSpeed;
        }
        final boolean greatest = speed == 0 && (table.octet(FeetechTable.PHASE) & 8) != 0;
        return greatest ? Double.MAX_VALUE : Math.abs(speed) * speedUnit();
    }

    /** @return counts a second of one count of speed. */
    private double speedUnit()
    {
        return (table.octet(FeetechTable.PHASE) & 4) != 0 ? 1 : 50;
    }

    private double speedCounts()
    {
        return direction * motor().velocityRadS() / SECOND_PER_COUNT;
    }

    private void refresh()
    {
        final long speed = Math.round(speedCounts() / speedUnit());
        table.set(FeetechTable.PRESENT_POSITION, FeetechTable.signed(present(), 15));
        table.set(FeetechTable.PRESENT_SPEED, FeetechTable.signed(speed, 15));
        table.set(FeetechTable.PRESENT_LOAD,
            FeetechTable.signed(Math.round(direction * motor().duty() * FeetechModel.DUTY_FULL), 10));
        table.set(FeetechTable.PRESENT_VOLTS, Math.min(255, Math.round(motor().supply().voltage() * 10)));
        table.set(FeetechTable.PRESENT_CELSIUS, Math.max(0, Math.min(255, Math.round(motor().temperatureC()))));
        table.set(FeetechTable.PRESENT_CURRENT,
            FeetechTable.signed(Math.round(direction * motor().currentA() / FeetechModel.CURRENT_UNIT), 15));
        table.set(FeetechTable.MOVING, Math.abs(speedCounts()) > 50 ? 1 : 0);
        table.set(FeetechTable.TARGET, FeetechTable.signed(Math.round(laws.path()), 15));
    }

    private void protect(final long nowNs)
    {
        final int unloading = protection.check(isOn(), nowNs);
        if (unloading != 0 && table.octet(FeetechTable.TORQUE_ENABLE) != 0)
        {
            table.set(FeetechTable.TORQUE_ENABLE, 0);
            journal().stopped("limp", FeetechProtection.cause(unloading), nowNs);
        }
    }
}
