package dev.sinew.sim.emulator.feetech;

import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.register.RegisterTable;

/**
 * What a servo watches for its own sake: voltage, heat, current, and on the STS overload, after which it holds with
 * less torque until a new goal comes.
 */
final class FeetechProtection
{
    private static final int VOLTAGE_ILL = 1;
    private static final int HEAT_ILL = 4;
    private static final int CURRENT_ILL = 8;
    private static final int OVERLOAD_ILL = 32;
    private static final long TIME_UNIT_NS = 10_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final boolean hls;
    private final RegisterTable table;
    private final EmulatedMotor motor;
    private final DeviceJournal journal;
    private boolean holding;
    private long heavySinceNs = NEVER;
    private long strongSinceNs = NEVER;

    FeetechProtection(
        final boolean hls,
        final RegisterTable table,
        final EmulatedMotor motor,
        final DeviceJournal journal)
    {
        this.hls = hls;
        this.table = table;
        this.motor = motor;
        this.journal = journal;
    }

    void reset()
    {
        newGoal();
        strongSinceNs = NEVER;
    }

    /** A new goal ends the holding. */
    void newGoal()
    {
        holding = false;
        heavySinceNs = NEVER;
    }

    /** @return true after an overload, until the next goal. */
    boolean isHolding()
    {
        return holding;
    }

    /**
     * Looks once a step and writes the status register.
     *
     * @param isOn  true when the torque is on.
     * @param nowNs time, ns.
     * @return conditions that take the torque away, 0 for none.
     */
    int check(final boolean isOn, final long nowNs)
    {
        final long volts = table.get(FeetechTable.PRESENT_VOLTS);
        final int unload = table.octet(FeetechTable.UNLOAD);
        int ills = 0;
        ills |= volts > table.get(FeetechTable.VOLTS_MAX) || volts < table.get(FeetechTable.VOLTS_MIN) ?
            VOLTAGE_ILL : 0;
        ills |= table.get(FeetechTable.PRESENT_CELSIUS) > table.get(FeetechTable.CELSIUS_MAX) ? HEAT_ILL : 0;
        ills |= tooStrong(isOn, nowNs) ? CURRENT_ILL : 0;
        ills |= !hls && overloaded(isOn, unload, nowNs) ? OVERLOAD_ILL : 0;
        final int fresh = ills & ~table.octet(FeetechTable.STATUS);
        table.set(FeetechTable.STATUS, ills);
        if (fresh != 0)
        {
            journal.note("hardware_error", cause(fresh), nowNs);
        }
        return ills & unload & ~OVERLOAD_ILL;
    }

    private boolean tooStrong(final boolean isOn, final long nowNs)
    {
        final boolean strong = isOn &&
            Math.abs(motor.currentA()) > table.get(FeetechTable.CURRENT_MAX) * FeetechModel.CURRENT_UNIT;
        strongSinceNs = strong ? Math.min(strongSinceNs, nowNs) : NEVER;
        return strong && nowNs - strongSinceNs > table.octet(FeetechTable.OVERCURRENT_TIME) * TIME_UNIT_NS;
    }

    private boolean overloaded(final boolean isOn, final int unload, final long nowNs)
    {
        final boolean heavy = isOn && !holding && table.octet(FeetechTable.MOVING) == 0 &&
            Math.abs(motor.duty()) * 100 > table.octet(FeetechTable.OVERLOAD_TORQUE);
        heavySinceNs = heavy ? Math.min(heavySinceNs, nowNs) : NEVER;
        holding |= heavy && (unload & OVERLOAD_ILL) != 0 &&
            nowNs - heavySinceNs > table.octet(FeetechTable.OVERLOAD_TIME) * TIME_UNIT_NS;
        return holding;
    }

    /**
     * @param ills conditions.
     * @return word for the gravest.
     */
    static String cause(final int ills)
    {
        return (ills & HEAT_ILL) != 0 ? "overheating" : (ills & CURRENT_ILL) != 0 ? "over_current" :
            (ills & OVERLOAD_ILL) != 0 ? "overload" : "voltage";
    }
}
