package dev.sinew.sim.emulator.robstride;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.mit.MitMotor;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One motor: mode, faults, parameters. A fault holds until it is cleared. Without a frame for the time of parameter
 * 0x7028 it goes to its reset mode.
 */
final class RobstrideMotor extends MitMotor
{
    /** Says something that nobody asked for. */
    interface Voice
    {
        /**
         * @param from    who speaks.
         * @param frame   what.
         * @param readyNs from when on it would like to send, ns.
         */
        void say(RobstrideMotor from, CanFrame frame, long readyNs);
    }

    static final int CONTROL = 1;

    private static final int GET_ID = 0;
    private static final int STATUS = 2;
    private static final int ENABLE = 3;
    private static final int STOP = 4;
    private static final int ZERO = 6;
    private static final int READ = 17;
    private static final int WRITE = 18;
    private static final int FAULT = 21;
    private static final int RUNS = 2;
    private static final int UNDER_VOLTAGE = 1;
    private static final int HOT = 4;
    private static final int FRAME_UNDER_VOLTAGE = 4;
    private static final int FRAME_HOT = 1;
    private static final int BROADCAST = 0xFE;
    private static final int HOST = 0xFD;
    private static final double POSITION = 4 * Math.PI;
    private static final double FULL = 65_535;

    private final RobstrideModel model;
    private final Voice voice;
    private final boolean greets;
    private final RobstrideParameters parameters;
    private int faults;
    private int host = HOST;
    private boolean booting;

    RobstrideMotor(
        final RobstrideModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec,
        final Voice voice)
    {
        super(id, motor, journal, spec, model.tMax());
        this.model = model;
        this.voice = voice;
        parameters = new RobstrideParameters(model, (int)spec.setting("run_mode", 0));
        greets = spec.setting("hello", 1) != 0;
    }

    @Override
    protected void forget()
    {
        faults = 0;
        parameters.restart();
        booting = true;
    }

    @Override
    protected long timeoutUnits()
    {
        return parameters.timeout();
    }

    @Override
    protected void onTimeout()
    {
        // Its mode says no more than that it is off.
    }

    @Override
    protected void onFailure(final boolean isHot, final long nowNs)
    {
        faults |= isHot ? HOT : UNDER_VOLTAGE;
        voice.say(this, frame(FAULT, id(), host, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
            .putInt(isHot ? FRAME_HOT : FRAME_UNDER_VOLTAGE).array()), nowNs);
    }

    /** When it is back it says who it is; the maker's library has also seen that with an identifier of 11 bits. */
    @Override
    public void control(final long nowNs)
    {
        if (booting && hears(nowNs))
        {
            booting = false;
            if (greets)
            {
                voice.say(this, identity(), nowNs);
                voice.say(this, CanFrame.classic(id(), false, identity().data()), nowNs);
            }
        }
        super.control(nowNs);
    }

    /* -------------------------------------------------------------------------------------------------- frames */

    /**
     * A frame to this motor.
     *
     * @param frame eight bytes, an extended identifier.
     * @param nowNs end of the frame, ns.
     * @return the answer; null when it does not understand.
     */
    CanFrame hear(final CanFrame frame, final long nowNs)
    {
        final int type = frame.id() >> 24 & 0x1F;
        final int word = frame.id() >> 8 & 0xFFFF;
        final byte[] data = frame.data();
        heard(nowNs);
        host = type == CONTROL ? host : word & 0xFF;
        switch (type)
        {
            case GET_ID:
                return identity();
            case CONTROL:
                command(word, data, nowNs);
                return status();
            case ENABLE:
                if (!isOn() && faults == 0)
                {
                    switchOn(nowNs);
                }
                return status();
            case STOP:
                switchOff("command", nowNs);
                faults = data[0] == 1 ? 0 : faults;
                return status();
            case ZERO:
                if (data[0] == 1)
                {
                    setZero();
                }
                return status();
            case READ:
                return parameter(data);
            case WRITE:
                parameters.write(data, !isOn());
                return status();
            default:
                return null;
        }
    }

    private CanFrame frame(final int type, final int word, final int target, final byte[] data)
    {
        return CanFrame.classic(type << 24 | word << 8 | target, true, data);
    }

    /** The answer to a question for the number, and what a motor says when it is back. */
    private CanFrame identity()
    {
        return frame(GET_ID, id(), BROADCAST, ByteBuffer.allocate(8).putLong(0x5349_4E45_5700_0000L | id()).array());
    }

    private static double value(final int raw, final double most)
    {
        return raw * 2 * most / FULL - most;
    }

    private void command(final int word, final byte[] data, final long nowNs)
    {
        if (parameters.runMode() == 0 && isOn())
        {
            final ByteBuffer numbers = ByteBuffer.wrap(data);
            follow(value(numbers.getShort(0) & 0xFFFF, POSITION), value(numbers.getShort(2) & 0xFFFF, model.vMax()),
                (numbers.getShort(4) & 0xFFFF) * model.kpMax() / FULL,
                (numbers.getShort(6) & 0xFFFF) * model.kdMax() / FULL, value(word, model.tMax()), nowNs);
        }
    }

    private static short raw(final double value, final double most)
    {
        return (short)Math.max(0, Math.min(FULL, Math.round((value + most) / (2 * most) * FULL)));
    }

    private CanFrame status()
    {
        final ByteBuffer data = ByteBuffer.allocate(8);
        data.putShort(raw(angle(), POSITION)).putShort(raw(motor().velocityRadS(), model.vMax()));
        data.putShort(raw(motor().shownTorqueNm(), model.tMax()));
        data.putShort((short)Math.round(motor().temperatureC() * 10));
        return frame(STATUS, (isOn() ? RUNS : 0) << 14 | faults << 8 | id(), host, data.array());
    }

    private CanFrame parameter(final byte[] request)
    {
        final ByteBuffer data = ByteBuffer.wrap(request.clone()).order(ByteOrder.LITTLE_ENDIAN);
        final boolean known = parameters.read(data, angle(), motor());
        return frame(READ, (known ? 0 : 1 << 8) | id(), host, data.array());
    }
}
