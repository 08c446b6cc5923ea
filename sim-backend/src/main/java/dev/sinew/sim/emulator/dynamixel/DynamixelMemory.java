package dev.sinew.sim.emulator.dynamixel;

import dev.sinew.sim.emulator.register.Register;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * What a host may do with a servo's control table. A write is checked as a whole before any of it is done.
 */
final class DynamixelMemory
{
    static final int OK = 0;
    static final int RESULT_FAIL = 1;
    static final int INSTRUCTION = 2;
    static final int CHECK = 3;
    static final int DATA_RANGE = 4;
    static final int DATA_LENGTH = 5;
    static final int DATA_LIMIT = 6;
    static final int ACCESS = 7;
    /** Value of the bus watchdog's register after it has tripped: -1. */
    static final int WATCHDOG_TRIPPED = 0xFF;

    /** The servo behind the table. */
    interface Owner
    {
        /** @return true when torque is on, which locks the stored registers. */
        boolean isOn();

        /** @return true when a protection keeps torque off until a reboot. */
        boolean isShutDown();

        /**
         * @param register a register that a host has written.
         * @param value    its new value.
         * @param nowNs    time, ns.
         */
        void onWritten(Register register, long value, long nowNs);
    }

    private final RegisterTable table;
    private final boolean small;
    private final Owner owner;

    DynamixelMemory(final RegisterTable table, final boolean small, final Owner owner)
    {
        this.table = table;
        this.small = small;
        this.owner = owner;
    }

    /**
     * @param address first address.
     * @param count   number of bytes.
     * @param into    where they go.
     * @param offset  place of the first one.
     * @return error.
     */
    int read(final int address, final int count, final byte[] into, final int offset)
    {
        if (count <= 0 || address + count > table.size())
        {
            return count <= 0 ? DATA_LENGTH : ACCESS;
        }
        boolean any = false;
        for (int i = 0; i < count; i++)
        {
            final int at = DynamixelTable.resolve(table, small, address + i);
            any |= table.at(at) != null;
            into[offset + i] = (byte)table.octet(at);
        }
        return any ? OK : ACCESS; // gaps between registers read as 0
    }

    /**
     * @param address first address.
     * @param data    bytes.
     * @param offset  first one.
     * @param count   number of bytes.
     * @param nowNs   time, ns.
     * @return error; nothing is written then.
     */
    int write(final int address, final byte[] data, final int offset, final int count, final long nowNs)
    {
        int error = count <= 0 ? DATA_LENGTH : OK;
        int i = 0;
        while (i < count && error == OK)
        {
            final int at = DynamixelTable.resolve(table, small, address + i);
            final Register register = table.at(at);
            error = register == null ? ACCESS : objection(register, at, data, offset + i, count - i);
            i += register == null ? 1 : register.size();
        }
        if (error != OK)
        {
            return error;
        }
        i = 0;
        while (i < count)
        {
            final Register register = table.at(DynamixelTable.resolve(table, small, address + i));
            put(register, signed(register, data, offset + i), nowNs);
            i += register.size();
        }
        return OK;
    }

    private int objection(final Register register, final int at, final byte[] data, final int from, final int rest)
    {
        if (at != register.address() || rest < register.size())
        {
            return DATA_LENGTH;
        }
        final boolean locked = owner.isOn() && register.access() == Register.Access.STORED;
        if (register.access() == Register.Access.READ || locked)
        {
            return ACCESS;
        }
        final long value = signed(register, data, from);
        if (value < register.least() || value > register.most() || isGoal(register) && isTripped() ||
            register.address() == DynamixelTable.BUS_WATCHDOG && isTripped() && value != 0 ||
            register.address() == DynamixelTable.MODE && !isMode(value))
        {
            return DATA_RANGE;
        }
        if (register.address() == DynamixelTable.TORQUE_ENABLE && value != 0 && owner.isShutDown())
        {
            return RESULT_FAIL; // only a reboot brings the torque back
        }
        return exceedsLimit(register, value) ? DATA_LIMIT : OK;
    }

    private static long signed(final Register register, final byte[] data, final int from)
    {
        final long raw = RegisterTable.raw(data, from, register.size());
        final int unused = Long.SIZE - register.size() * Byte.SIZE;
        return register.least() < 0 ? raw << unused >> unused : raw;
    }

    private static boolean isMode(final long value)
    {
        return value == 0 || value == 1 || value == 3 || value == 4 || value == 5 || value == 16;
    }

    static boolean isGoal(final Register register)
    {
        return switch (register.address())
        {
            case DynamixelTable.GOAL_PWM, DynamixelTable.GOAL_CURRENT, DynamixelTable.GOAL_VELOCITY,
                DynamixelTable.GOAL_POSITION -> true;
            default -> false;
        };
    }

    private boolean exceedsLimit(final Register register, final long value)
    {
        return switch (register.address())
        {
            case DynamixelTable.GOAL_PWM -> Math.abs(value) > table.get(DynamixelTable.PWM_LIMIT);
            case DynamixelTable.GOAL_CURRENT -> Math.abs(value) > table.get(DynamixelTable.CURRENT_LIMIT);
            case DynamixelTable.GOAL_VELOCITY -> Math.abs(value) > table.get(DynamixelTable.VELOCITY_LIMIT);
            case DynamixelTable.GOAL_POSITION -> table.octet(DynamixelTable.MODE) == DynamixelTable.MODE_POSITION &&
                (value < table.get(DynamixelTable.POSITION_MIN) || value > table.get(DynamixelTable.POSITION_MAX));
            default -> false;
        };
    }

    /** @return true when the bus watchdog has tripped and was not cleared yet. */
    boolean isTripped()
    {
        return table.octet(DynamixelTable.BUS_WATCHDOG) == WATCHDOG_TRIPPED;
    }

    private void put(final Register register, final long value, final long nowNs)
    {
        table.set(register.address(), value);
        if (register.access() == Register.Access.STORED)
        {
            table.store(register);
        }
        owner.onWritten(register, value, nowNs);
    }
}
