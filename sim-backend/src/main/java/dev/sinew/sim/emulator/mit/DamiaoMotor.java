package dev.sinew.sim.emulator.mit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One motor: status, registers, the law of MIT mode. Only an order enables it, and a fault or a time-out holds until
 * it is cleared. The law runs once a millisecond, the real one many times as often; its damping is therefore taken
 * implicitly.
 */
final class DamiaoMotor extends EmulatedDevice
{
    static final int DISABLED = 0;
    static final int ENABLED = 1;
    static final int LOST = 13;

    private static final int UNDER_VOLTAGE = 9;
    private static final int ROTOR_HOT = 12;
    private static final int MIT = 1;
    private static final double KP_MAX = 500;
    private static final double KD_MAX = 5;
    private static final double CELSIUS_MAX = 100;
    private static final double VOLTS_MIN = 15;
    private static final long TIMEOUT_UNIT_NS = 50_000;
    private static final int READ = 0x33;
    private static final int WRITE = 0x55;
    private static final int SAVE = 0xAA;

    private final DamiaoModel model;
    private final int feedbackId;
    private final double home;
    private final long bootNs;

    private int status = DISABLED;
    private int mode = MIT;
    private int timeout;
    private double zero;
    private double position;
    private double velocity;
    private double kp;
    private double kd;
    private double torque;
    private boolean tripped;
    private long commandedNs;
    private long startedNs;

    DamiaoMotor(
        final DamiaoModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec)
    {
        super(id, motor, journal);
        this.model = model;
        final int base = (int)spec.setting("feedback_base", 0x10);
        feedbackId = base < 0 ? 0 : base + id;
        home = spec.setting("home", 0);
        bootNs = Math.round(spec.setting("boot_s", 0.5) * 1e9);
        mode = (int)spec.setting("mode", MIT);
        startedNs = -bootNs;
        motor.limp();
    }

    /** @return false while it boots, and while a fault makes it deaf. */
    boolean hears(final long timeNs)
    {
        return !isDeaf() && timeNs >= startedNs + bootNs;
    }

    /** @return identifier of its feedback, register 7. */
    int feedbackId()
    {
        return feedbackId;
    }

    int status()
    {
        return status;
    }

    private double angle()
    {
        return home - zero + motor().positionRad();
    }

    @Override
    public void restart(final String cause, final long nowNs)
    {
        status = DISABLED;
        timeout = 0;
        kp = 0;
        kd = 0;
        torque = 0;
        tripped = false;
        startedNs = nowNs;
        // Its encoder knows one turn.
        zero += 2 * Math.PI * Math.rint(angle() / (2 * Math.PI));
        motor().limp();
        journal().stopped("limp", cause, nowNs);
    }

    /* -------------------------------------------------------------------------------------------------- frames */

    /**
     * A frame to its own identifier: an order or a command.
     *
     * @param data eight bytes.
     * @param nowNs end of the frame, ns.
     */
    void hear(final byte[] data, final long nowNs)
    {
        journal().instruction(nowNs);
        commandedNs = nowNs;
        tripped = false;
        if (!isOrder(data))
        {
            command(data, nowNs);
            return;
        }
        switch (data[7] & 0xFF)
        {
            case 0xFC:
                enable(nowNs);
                break;
            case 0xFD:
                change(status == ENABLED ? DISABLED : status, "command", nowNs);
                break;
            case 0xFE:
                zero += angle();
                break;
            case 0xFB:
                change(status == ENABLED ? ENABLED : DISABLED, "command", nowNs);
                break;
            default:
                break;
        }
    }

    private static boolean isOrder(final byte[] data)
    {
        for (int i = 0; i < 7; i++)
        {
            if (data[i] != -1)
            {
                return false;
            }
        }
        return (data[7] & 0xFF) >= 0xFB && (data[7] & 0xFF) <= 0xFE;
    }

    private void enable(final long nowNs)
    {
        if (status == DISABLED)
        {
            status = ENABLED;
            kp = 0;
            kd = 0;
            torque = 0;
            journal().command(nowNs);
            journal().powered(nowNs);
        }
    }

    private void change(final int next, final String cause, final long nowNs)
    {
        if (status == ENABLED && next != ENABLED)
        {
            journal().stopped("limp", cause, nowNs);
        }
        status = next;
    }

    private static double value(final long bits, final int from, final int count, final double least, final double most)
    {
        final long raw = bits >>> 64 - from - count & (1L << count) - 1;
        return least + raw * (most - least) / ((1L << count) - 1);
    }

    private void command(final byte[] data, final long nowNs)
    {
        if (mode != MIT || status != ENABLED)
        {
            return;
        }
        final long bits = ByteBuffer.wrap(data).getLong();
        journal().command(nowNs);
        position = value(bits, 0, 16, -model.pMax(), model.pMax());
        velocity = value(bits, 16, 12, -model.vMax(), model.vMax());
        kp = value(bits, 28, 12, 0, KP_MAX);
        kd = value(bits, 40, 12, 0, KD_MAX);
        torque = value(bits, 52, 12, -model.tMax(), model.tMax());
    }

    private static long raw(final double value, final double most, final int bits)
    {
        final long full = (1L << bits) - 1;
        return Math.max(0, Math.min(full, Math.round((value + most) / (2 * most) * full)));
    }

    /** @return data of its feedback. */
    byte[] feedback()
    {
        final double made = motor().currentA() * motor().parameters().torquePerAmpereNmA();
        final long bits = (long)(status << 4 | id() & 15) << 56 | raw(angle(), model.pMax(), 16) << 40 |
            raw(motor().velocityRadS(), model.vMax(), 12) << 28 | raw(made, model.tMax(), 12) << 16 |
            celsius(motor().temperatureC()) << 8 | celsius(motor().windingC());
        return ByteBuffer.allocate(8).putLong(bits).array();
    }

    private static long celsius(final double value)
    {
        return Math.max(0, Math.min(255, Math.round(value)));
    }

    /**
     * A frame to 7FF that names this motor and is about a register.
     *
     * @param data eight bytes.
     * @return data of the answer; null for none.
     */
    byte[] register(final byte[] data)
    {
        final int what = data[2] & 0xFF;
        final int number = data[3] & 0xFF;
        final ByteBuffer answer = ByteBuffer.wrap(data.clone()).order(ByteOrder.LITTLE_ENDIAN);
        if (what == SAVE || what != READ && what != WRITE)
        {
            return what == SAVE ? answer.array() : null;
        }
        if (what == WRITE && number == 9)
        {
            timeout = Math.max(0, answer.getInt(4));
        }
        else if (what == WRITE && number == 10)
        {
            mode = answer.getInt(4);
        }
        switch (number)
        {
            case 7 -> answer.putInt(4, feedbackId);
            case 8 -> answer.putInt(4, id());
            case 9 -> answer.putInt(4, timeout);
            case 10 -> answer.putInt(4, mode);
            case 21 -> answer.putFloat(4, (float)model.pMax());
            case 22 -> answer.putFloat(4, (float)model.vMax());
            case 23 -> answer.putFloat(4, (float)model.tMax());
            default -> answer.putInt(4, 0); // their values are not modelled
        }
        return answer.array();
    }

    /* ------------------------------------------------------------------------------------------------- control */

    @Override
    public void control(final long nowNs)
    {
        protect(nowNs);
        if (status == ENABLED && timeout > 0 && !tripped && nowNs - commandedNs > timeout * TIMEOUT_UNIT_NS)
        {
            trip(nowNs);
        }
        if (status != ENABLED)
        {
            motor().limp();
            return;
        }
        final double k = motor().parameters().torquePerAmpereNmA();
        final double most = Math.min(model.tMax(), k * motor().parameters().currentMaxA());
        final double gross = kp * (position - angle()) + kd * velocity + torque;
        if (Math.abs(gross) <= most)
        {
            motor().current(gross / k, kd);
        }
        else // the limit is one of what is left after the damping
        {
            final double net = gross - kd * motor().velocityRadS();
            motor().current(Math.max(-most, Math.min(most, net)) / k, 0);
        }
    }

    private void trip(final long nowNs)
    {
        tripped = true;
        if (watchdogStops())
        {
            change(LOST, "watchdog", nowNs);
        }
        else
        {
            journal().note("watchdog_without_stop", "watchdog", nowNs);
        }
    }

    private void protect(final long nowNs)
    {
        if (status == ENABLED && motor().temperatureC() > CELSIUS_MAX)
        {
            change(ROTOR_HOT, "overheating", nowNs);
        }
        else if (status == ENABLED && motor().supply().voltage() < VOLTS_MIN)
        {
            change(UNDER_VOLTAGE, "voltage", nowNs);
        }
    }
}
