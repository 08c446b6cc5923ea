package dev.sinew.hal.driver.conformance;

import java.util.concurrent.locks.LockSupport;

import org.agrona.concurrent.UnsafeBuffer;

import dev.sinew.hal.driver.ChannelKind;
import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.RawDriver;

/**
 * One handle and the clock that drives it: the machine's for devices, 1 ms a cycle for simulators.
 */
final class Session implements AutoCloseable
{
    static final int OK = 0;
    static final int NO_NEW_SAMPLE = 1;
    static final int NOT_ACTIVE = 3;
    static final int ERROR = 4;

    static final int HEADER_BYTES = 64;

    private static final long PERIOD_NS = 1_000_000L;

    final RawDriver.Instance instance;
    final UnsafeBuffer state;
    final UnsafeBuffer command;
    final boolean simulated;
    final boolean paces;
    final boolean watched;
    final ConformanceOptions options;
    private final long watchdogNs;
    private long nowNs = System.nanoTime();
    private long lastSendNs;
    private boolean closed;

    Session(final RawDriver.Instance instance, final ConformanceOptions options)
    {
        this.instance = instance;
        this.options = options;
        state = instance.state();
        command = instance.command();
        final long capabilities = instance.capabilities();
        simulated = (capabilities & NativeDriver.CAP_SIMULATED) != 0;
        paces = (capabilities & NativeDriver.CAP_PACES) != 0;
        watched = (capabilities & NativeDriver.CAP_DEVICE_WATCHDOG) != 0;
        watchdogNs = options.watchdogMs() * 1_000_000L;
    }

    /** Waits for the next cycle. */
    void tick()
    {
        if (simulated)
        {
            nowNs += PERIOD_NS;
            return;
        }
        if (!paces)
        {
            LockSupport.parkNanos(PERIOD_NS);
        }
        nowNs = System.nanoTime();
    }

    long nowNs()
    {
        return nowNs;
    }

    int activate()
    {
        lastSendNs = System.nanoTime();
        return instance.activate();
    }

    int receive()
    {
        return instance.receive(nowNs);
    }

    /** Sends the command block; a watchdog that fired because this thread was stopped for long is forgiven once. */
    int send()
    {
        final long silentNs = System.nanoTime() - lastSendNs;
        int code = instance.send(nowNs);
        if (code == ERROR && watched && silentNs > watchdogNs / 2)
        {
            instance.deactivate();
            instance.activate();
            code = instance.send(nowNs);
        }
        lastSendNs = System.nanoTime();
        return code;
    }

    /** Fills the command block: one effort for all motors and joints, everything else 0. */
    void command(final double effortNm, final boolean enabled)
    {
        command.setMemory(0, command.capacity(), (byte)0);
        command.putLong(0, sequence());
        command.putLong(8, nowNs);
        command.putLong(16, enabled ? 1 : 0);
        for (final DriverChannel channel : instance.layout().channels())
        {
            if (channel.kind() == ChannelKind.CMD_MOTOR_EFFORT)
            {
                command.putDouble(channel.offset(), effortNm);
            }
        }
    }

    long sequence()
    {
        return state.getLong(0);
    }

    long deviceTimeNs()
    {
        return state.getLong(8);
    }

    long arrivalNs()
    {
        return state.getLong(16);
    }

    boolean reservedInUse()
    {
        return (state.getLong(40) | state.getLong(48) | state.getLong(56)) != 0;
    }

    long validGroups()
    {
        return state.getLong(24);
    }

    boolean watchdogFired()
    {
        return (state.getLong(32) & NativeDriver.STATUS_WATCHDOG) != 0;
    }

    /** Greatest motor effort that the state block shows, N·m; NaN when the driver has none. */
    double motorEffort()
    {
        double greatest = Double.NaN;
        for (final DriverChannel channel : instance.layout().channels())
        {
            if (channel.kind() == ChannelKind.MOTOR_EFFORT)
            {
                final double effort = Math.abs(state.getDouble(channel.offset()));
                greatest = Double.isNaN(greatest) ? effort : Math.max(greatest, effort);
            }
        }
        return greatest;
    }

    byte[] stateBytes()
    {
        final byte[] bytes = new byte[state.capacity()];
        state.getBytes(0, bytes);
        return bytes;
    }

    @Override
    public void close()
    {
        if (!closed)
        {
            closed = true;
            instance.close();
        }
    }
}
