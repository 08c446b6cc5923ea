package dev.sinew.sim.emulator.register;

import java.util.List;

/**
 * The registers of one device, little-endian.
 */
public final class RegisterTable
{
    private final List<Register> registers;
    private final byte[] bytes;
    private final byte[] stored;
    /** The register that a byte belongs to, or null. */
    private final Register[] owner;

    /**
     * @param registers registers; they may not overlap.
     * @param size      number of addresses.
     */
    public RegisterTable(final List<Register> registers, final int size)
    {
        this.registers = List.copyOf(registers);
        bytes = new byte[size];
        stored = new byte[size];
        owner = new Register[size];
        for (final Register register : registers)
        {
            for (int i = 0; i < register.size(); i++)
            {
                if (owner[register.address() + i] != null)
                {
                    throw new IllegalArgumentException(register.name() + " overlaps " +
                        owner[register.address() + i].name());
                }
                owner[register.address() + i] = register;
            }
        }
        factoryReset();
    }

    /** Sets every register to its initial value. */
    public void factoryReset()
    {
        registers.forEach(register -> put(register, register.initial()));
        registers.forEach(this::store);
    }

    /** Sets the volatile registers to their initial values and the stored ones to what was stored. */
    public void restart()
    {
        for (final Register register : registers)
        {
            if (register.access() == Register.Access.STORED)
            {
                System.arraycopy(stored, register.address(), bytes, register.address(), register.size());
            }
            else
            {
                put(register, register.initial());
            }
        }
    }

    /**
     * Keeps a register's value over restarts.
     *
     * @param register the register.
     */
    public void store(final Register register)
    {
        System.arraycopy(bytes, register.address(), stored, register.address(), register.size());
    }

    /**
     * @param address address of a byte.
     * @return the register that it belongs to; null for none.
     */
    public Register at(final int address)
    {
        return address >= 0 && address < owner.length ? owner[address] : null;
    }

    /**
     * @return number of addresses.
     */
    public int size()
    {
        return bytes.length;
    }

    /**
     * @param address address of a byte.
     * @return its value, 0 to 255.
     */
    public int octet(final int address)
    {
        return bytes[address] & 0xFF;
    }

    /**
     * @param address address of a register.
     * @return its value without sign.
     */
    public long get(final int address)
    {
        final Register register = owner[address];
        return raw(bytes, address, register.size());
    }

    /**
     * @param address address of a register.
     * @return its value as two's complement.
     */
    public long getSigned(final int address)
    {
        final int unused = Long.SIZE - owner[address].size() * Byte.SIZE;
        return get(address) << unused >> unused;
    }

    /**
     * Sets a register, without any check.
     *
     * @param address address of a register.
     * @param value   its value.
     */
    public void set(final int address, final long value)
    {
        put(owner[address], value);
    }

    private void put(final Register register, final long value)
    {
        for (int i = 0; i < register.size(); i++)
        {
            bytes[register.address() + i] = (byte)(value >> i * Byte.SIZE);
        }
    }

    /**
     * @param from   bytes.
     * @param offset first one.
     * @param size   number of bytes, at most 8.
     * @return them as one number, the lowest first, without sign.
     */
    public static long raw(final byte[] from, final int offset, final int size)
    {
        long value = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            value = value << Byte.SIZE | from[offset + i] & 0xFF;
        }
        return value;
    }
}
