package dev.sinew.sim.emulator.register;

/**
 * One register.
 *
 * @param address  address of its lowest byte.
 * @param size     bytes: 1, 2 or 4.
 * @param name     name for messages.
 * @param access   who may write it.
 * @param initial  value after a factory reset, and for volatile ones after every start.
 * @param least    least value that a host may write.
 * @param most     greatest value that a host may write.
 */
public record Register(int address, int size, String name, Access access, long initial, long least, long most)
{
    /** Who may write a register, and whether it outlives a restart. */
    public enum Access
    {
        /** Read only. */
        READ,
        /** Volatile: set back at every start. */
        WRITE,
        /** Kept over a restart. */
        STORED
    }
}
