package dev.sinew.sim.emulator.ethercat;

/**
 * The state machine of a drive (IEC 61800-7-201): what a control word makes of a state, and the status word of it.
 */
enum DriveStates
{
    /** After power is switched on. */
    NOT_READY(0x00),
    /** No torque; waits for shutdown. */
    SWITCH_ON_DISABLED(0x40),
    /** No torque; power may be switched on. */
    READY(0x21),
    /** Power on, no torque. */
    SWITCHED_ON(0x23),
    /** Follows its targets. */
    ENABLED(0x27),
    /** Brakes to a stop. */
    QUICK_STOP(0x07),
    /** No torque until it is reset. */
    FAULT(0x08);

    private static final int RESET = 0x80;

    private final int status;

    DriveStates(final int status)
    {
        this.status = status;
    }

    /** @return bits of the status word. */
    int status()
    {
        return status;
    }

    /**
     * @param word   control word.
     * @param before the one before it: a fault is reset by a rising edge.
     * @return state that it leads to, one step at a time.
     */
    DriveStates next(final int word, final int before)
    {
        if (this == FAULT)
        {
            return (word & ~before & RESET) != 0 ? SWITCH_ON_DISABLED : FAULT;
        }
        if (this == NOT_READY)
        {
            return SWITCH_ON_DISABLED;
        }
        if ((word & 2) == 0)
        {
            return SWITCH_ON_DISABLED; // disable voltage
        }
        if ((word & 4) == 0)
        {
            return this == ENABLED || this == QUICK_STOP ? QUICK_STOP : SWITCH_ON_DISABLED;
        }
        switch (this)
        {
            case SWITCH_ON_DISABLED:
                return (word & 1) == 0 ? READY : SWITCH_ON_DISABLED;
            case READY:
                return (word & 1) != 0 ? SWITCHED_ON : READY;
            case SWITCHED_ON:
                return (word & 1) == 0 ? READY : (word & 8) != 0 ? ENABLED : SWITCHED_ON;
            case ENABLED:
                return (word & 1) == 0 ? READY : (word & 8) == 0 ? SWITCHED_ON : ENABLED;
            default:
                return this; // a quick stop is not taken back by its enable bit in this drive
        }
    }
}
