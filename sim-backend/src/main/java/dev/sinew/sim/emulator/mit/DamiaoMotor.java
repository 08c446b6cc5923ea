package dev.sinew.sim.emulator.mit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One motor: status and registers. A fault or a time-out holds until it is cleared.
 */
final class DamiaoMotor extends MitMotor
{
    private static final int DISABLED = 0;
    private static final int ENABLED = 1;
    private static final int UNDER_VOLTAGE = 9;
    private static final int ROTOR_HOT = 12;
    private static final int LOST = 13;
    private static final int MIT = 1;
    private static final double KP_MAX = 500;
    private static final double KD_MAX = 5;
    private static final int READ = 0x33;
    private static final int WRITE = 0x55;
    private static final int SAVE = 0xAA;

    private final DamiaoModel model;
    private final int feedbackId;
    private int whyOff = DISABLED;
    private int mode;
    private int timeout;

    DamiaoMotor(
        final DamiaoModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec)
    {
        super(id, motor, journal, spec, model.tMax());
        this.model = model;
        final int base = (int)spec.setting("feedback_base", 0x10);
        feedbackId = base < 0 ? 0 : base + id;
        mode = (int)spec.setting("mode", MIT);
    }

    /** @return identifier of its feedback, register 7. */
    int feedbackId()
    {
        return feedbackId;
    }

    @Override
    protected void forget()
    {
        whyOff = DISABLED;
        timeout = 0;
    }

    @Override
    protected long timeoutUnits()
    {
        return timeout;
    }

    @Override
    protected void onTimeout()
    {
        whyOff = LOST;
    }

    @Override
    protected void onFailure(final boolean isHot, final long nowNs)
    {
        whyOff = isHot ? ROTOR_HOT : UNDER_VOLTAGE;
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
        heard(nowNs);
        if (!isOrder(data))
        {
            command(data, nowNs);
            return;
        }
        switch (data[7] & 0xFF)
        {
            case 0xFC:
                if (!isOn() && whyOff == DISABLED)
                {
                    switchOn(nowNs);
                }
                break;
            case 0xFD:
                switchOff("command", nowNs);
                break;
            case 0xFE:
                setZero();
                break;
            case 0xFB:
                whyOff = DISABLED;
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

    private static double value(final long bits, final int from, final int count, final double least, final double most)
    {
        final long raw = bits >>> 64 - from - count & (1L << count) - 1;
        return least + raw * (most - least) / ((1L << count) - 1);
    }

    private void command(final byte[] data, final long nowNs)
    {
        if (mode == MIT && isOn())
        {
            final long bits = ByteBuffer.wrap(data).getLong();
            follow(value(bits, 0, 16, -model.pMax(), model.pMax()), value(bits, 16, 12, -model.vMax(), model.vMax()),
                value(bits, 28, 12, 0, KP_MAX), value(bits, 40, 12, 0, KD_MAX),
                value(bits, 52, 12, -model.tMax(), model.tMax()), nowNs);
        }
    }

    private static long raw(final double value, final double most, final int bits)
    {
        final long full = (1L << bits) - 1;
        return Math.max(0, Math.min(full, Math.round((value + most) / (2 * most) * full)));
    }

    /** @return data of its feedback. */
    byte[] feedback()
    {
        final int status = isOn() ? ENABLED : whyOff;
        final long bits = (long)(status << 4 | id() & 15) << 56 | raw(angle(), model.pMax(), 16) << 40 |
            raw(motor().velocityRadS(), model.vMax(), 12) << 28 | raw(motor().shownTorqueNm(), model.tMax(), 12) << 16 |
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
}
