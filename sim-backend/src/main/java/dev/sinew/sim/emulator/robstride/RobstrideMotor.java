package dev.sinew.sim.emulator.robstride;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.can.CanFrame;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One motor: mode, faults, parameters, the law of the operation mode. Only an order enables it; a fault holds until it
 * is cleared. Without a frame for the time of parameter 0x7028 it goes to its reset mode. The law runs once a
 * millisecond, the real one many times as often; its damping is therefore taken implicitly.
 */
final class RobstrideMotor extends EmulatedDevice
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
    static final int RESET = 0;
    static final int RUNS = 2;

    private static final int GET_ID = 0;
    private static final int STATUS = 2;
    private static final int ENABLE = 3;
    private static final int STOP = 4;
    private static final int ZERO = 6;
    private static final int READ = 17;
    private static final int WRITE = 18;
    private static final int FAULT = 21;
    private static final int UNDER_VOLTAGE = 1;
    private static final int HOT = 4;
    private static final int FRAME_UNDER_VOLTAGE = 4;
    private static final int FRAME_HOT = 1;
    private static final int BROADCAST = 0xFE;
    private static final int HOST = 0xFD;
    private static final double POSITION = 4 * Math.PI;
    private static final double FULL = 65_535;
    private static final double CELSIUS_MAX = 100;
    private static final double VOLTS_MIN = 15;
    private static final long TIMEOUT_UNIT_NS = 50_000;

    private final RobstrideModel model;
    private final Voice voice;
    private final double home;
    private final long bootNs;
    private final boolean greets;
    private final RobstrideParameters parameters;

    private int mode = RESET;
    private int faults;
    private int host = HOST;
    private double zero;
    private double position;
    private double velocity;
    private double kp;
    private double kd;
    private double torque;
    private boolean tripped;
    private long commandedNs;
    private long startedNs;
    private boolean booting;

    RobstrideMotor(
        final RobstrideModel model,
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec,
        final Voice voice)
    {
        super(id, motor, journal);
        this.model = model;
        this.voice = voice;
        parameters = new RobstrideParameters(model, (int)spec.setting("run_mode", 0));
        home = spec.setting("home", 0);
        bootNs = Math.round(spec.setting("boot_s", 0.5) * 1e9);
        greets = spec.setting("hello", 1) != 0;
        startedNs = -bootNs;
        motor.limp();
    }

    /** @return false while it boots, and while a fault makes it deaf. */
    boolean hears(final long timeNs)
    {
        return !isDeaf() && timeNs >= startedNs + bootNs;
    }

    int mode()
    {
        return mode;
    }

    private double angle()
    {
        return home - zero + motor().positionRad();
    }

    @Override
    public void restart(final String cause, final long nowNs)
    {
        mode = RESET;
        faults = 0;
        parameters.restart();
        kp = 0;
        kd = 0;
        torque = 0;
        tripped = false;
        startedNs = nowNs;
        booting = true;
        // Its encoder knows one turn.
        zero += 2 * Math.PI * Math.rint(angle() / (2 * Math.PI));
        motor().limp();
        journal().stopped("limp", cause, nowNs);
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
        journal().instruction(nowNs);
        commandedNs = nowNs;
        tripped = false;
        host = type == CONTROL ? host : word & 0xFF;
        switch (type)
        {
            case GET_ID:
                return identity();
            case CONTROL:
                command(word, data, nowNs);
                return status();
            case ENABLE:
                enable(nowNs);
                return status();
            case STOP:
                stop(nowNs);
                faults = data[0] == 1 ? 0 : faults;
                return status();
            case ZERO:
                zero += data[0] == 1 ? angle() : 0;
                return status();
            case READ:
                return parameter(data);
            case WRITE:
                parameters.write(data, mode == RESET);
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

    private void enable(final long nowNs)
    {
        if (mode == RESET && faults == 0)
        {
            mode = RUNS;
            kp = 0;
            kd = 0;
            torque = 0;
            journal().command(nowNs);
            journal().powered(nowNs);
        }
    }

    private void stop(final long nowNs)
    {
        if (mode == RUNS)
        {
            journal().stopped("limp", "command", nowNs);
        }
        mode = RESET;
    }

    private static double value(final int raw, final double most)
    {
        return raw * 2 * most / FULL - most;
    }

    private void command(final int word, final byte[] data, final long nowNs)
    {
        if (parameters.runMode() != 0 || mode != RUNS)
        {
            return;
        }
        final ByteBuffer numbers = ByteBuffer.wrap(data);
        journal().command(nowNs);
        torque = value(word, model.tMax());
        position = value(numbers.getShort() & 0xFFFF, POSITION);
        velocity = value(numbers.getShort() & 0xFFFF, model.vMax());
        kp = (numbers.getShort() & 0xFFFF) * model.kpMax() / FULL;
        kd = (numbers.getShort() & 0xFFFF) * model.kdMax() / FULL;
    }

    private static short raw(final double value, final double most)
    {
        return (short)Math.max(0, Math.min(FULL, Math.round((value + most) / (2 * most) * FULL)));
    }

    private CanFrame status()
    {
        final double made = motor().currentA() * motor().parameters().torquePerAmpereNmA();
        final ByteBuffer data = ByteBuffer.allocate(8);
        data.putShort(raw(angle(), POSITION)).putShort(raw(motor().velocityRadS(), model.vMax()));
        data.putShort(raw(made, model.tMax())).putShort((short)Math.round(motor().temperatureC() * 10));
        return frame(STATUS, mode << 14 | faults << 8 | id(), host, data.array());
    }

    private CanFrame parameter(final byte[] request)
    {
        final ByteBuffer data = ByteBuffer.wrap(request.clone()).order(ByteOrder.LITTLE_ENDIAN);
        final boolean known = parameters.read(data, angle(), motor());
        return frame(READ, (known ? 0 : 1 << 8) | id(), host, data.array());
    }

    /* ------------------------------------------------------------------------------------------------- control */

    @Override
    public void control(final long nowNs)
    {
        greet(nowNs);
        protect(nowNs);
        final long timeoutNs = parameters.timeout() * TIMEOUT_UNIT_NS;
        if (mode == RUNS && timeoutNs > 0 && !tripped && nowNs - commandedNs > timeoutNs)
        {
            trip(nowNs);
        }
        if (mode != RUNS)
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

    /** When it is back it says who it is; the maker's library has also seen that with an identifier of 11 bits. */
    private void greet(final long nowNs)
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
    }

    private void trip(final long nowNs)
    {
        tripped = true;
        if (watchdogStops())
        {
            journal().stopped("limp", "watchdog", nowNs);
            mode = RESET;
        }
        else
        {
            journal().note("watchdog_without_stop", "watchdog", nowNs);
        }
    }

    private void protect(final long nowNs)
    {
        if (mode == RUNS && motor().temperatureC() > CELSIUS_MAX)
        {
            fail(HOT, FRAME_HOT, "overheating", nowNs);
        }
        else if (mode == RUNS && motor().supply().voltage() < VOLTS_MIN)
        {
            fail(UNDER_VOLTAGE, FRAME_UNDER_VOLTAGE, "voltage", nowNs);
        }
    }

    private void fail(final int bit, final int inFrame, final String cause, final long nowNs)
    {
        faults |= bit;
        mode = RESET;
        journal().stopped("limp", cause, nowNs);
        voice.say(this, frame(FAULT, id(), host,
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(inFrame).array()), nowNs);
    }
}
