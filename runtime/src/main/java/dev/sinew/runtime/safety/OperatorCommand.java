package dev.sinew.runtime.safety;

/**
 * What an operator can ask of a running loop. The ordinal is part of the control page's format: append only.
 */
public enum OperatorCommand
{
    /** Nothing. */
    NONE,
    /** OFF or READY to ACTIVE, through CALIBRATE. */
    ARM,
    /** Controlled stop: FREEZE. */
    STOP,
    /** From FREEZE, DAMP, LIMP or FAULT back to READY; clears the latched fault. */
    REARM,
    /** Go to READY. */
    MODE_READY,
    /** Go to FREEZE. */
    MODE_FREEZE,
    /** Go to DAMP. */
    MODE_DAMP,
    /** Go to LIMP. */
    MODE_LIMP,
    /** Go to OFF and end the run. */
    SHUT_DOWN,
    /** Take the wishes of the control page: co-contraction of groups. Changes no mode. */
    TAKE_WISHES;

    private static final OperatorCommand[] ALL = values();

    /**
     * @param ordinal a number from the control page.
     * @return its command, {@link #NONE} for an unknown number.
     */
    public static OperatorCommand ofOrdinal(final long ordinal)
    {
        return ordinal >= 0 && ordinal < ALL.length ? ALL[(int)ordinal] : NONE;
    }
}
