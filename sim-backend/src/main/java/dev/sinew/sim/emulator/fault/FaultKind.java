package dev.sinew.sim.emulator.fault;

import java.util.Locale;

/**
 * What can go wrong.
 */
public enum FaultKind
{
    /** An answer never reaches the host; other devices heard it. */
    DROP_REPLY(Scope.REPLY, ""),
    /** An answer begins later by {@code delay_s}. */
    LATE_REPLY(Scope.REPLY, "delay_s"),
    /** An answer ends with a wrong check. */
    WRONG_CHECKSUM(Scope.REPLY, ""),
    /** An answer seems to come from the device {@code other_id}; its check is right. */
    WRONG_ID(Scope.REPLY, "other_id"),
    /** Every byte of an answer is 0. */
    ZERO_FRAME(Scope.REPLY, ""),
    /** Every byte of an answer's data is 0; its check is right. */
    ZERO_DATA(Scope.REPLY, ""),
    /** An answer ends after {@code bytes} bytes. */
    TRUNCATED_REPLY(Scope.REPLY, "bytes"),
    /** An answer is preceded by {@code bytes} random bytes. */
    NOISE(Scope.REPLY, "bytes"),
    /** The device hears nothing and says nothing, as with a broken cable behind it; its motor goes on. */
    DEVICE_DEAF(Scope.DEVICE, ""),
    /** The encoder repeats its reading. */
    ENCODER_STUCK(Scope.DEVICE, ""),
    /** The shaft does not turn. */
    STALL(Scope.DEVICE, ""),
    /** The thermometer shows {@code celsius}. */
    OVERHEAT(Scope.DEVICE, "celsius"),
    /** The device restarts, as after a short loss of power. */
    RESET(Scope.DEVICE, ""),
    /** The device's own watchdog trips but does not stop the motor: seen in public reports of real firmware. */
    WATCHDOG_WITHOUT_STOP(Scope.DEVICE, ""),
    /** The supply of the bus shows {@code volts}. */
    BROWNOUT(Scope.BUS, "volts"),
    /** A board cannot read its {@code sensor}: joints, tendons, imus or wrenches. */
    SENSOR_FAILED(Scope.BUS, "sensor"),
    /** The wire between host and devices is cut. */
    BUS_CUT(Scope.BUS, ""),
    /** The adapter is pulled out of the host. */
    UNPLUGGED(Scope.BUS, "");

    /** What a fault acts on. */
    public enum Scope
    {
        /** Single answers. */
        REPLY,
        /** A device, from its begin to its end. */
        DEVICE,
        /** A whole bus, from its begin to its end. */
        BUS
    }

    private final Scope scope;
    private final String valueKey;

    FaultKind(final Scope scope, final String valueKey)
    {
        this.scope = scope;
        this.valueKey = valueKey;
    }

    /**
     * @return what it acts on.
     */
    public Scope scope()
    {
        return scope;
    }

    /**
     * @return key of the number, or word, that goes with it; empty for none.
     */
    public String valueKey()
    {
        return valueKey;
    }

    /**
     * @return its name in plans.
     */
    public String word()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
