package dev.sinew.sim.emulator.mit;

import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedDevice;
import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * What motors in MIT mode do, whoever makes them: the law of position, velocity, two gains and a torque, and what stops
 * it: an order, silence, heat, a weak supply, a restart. Only an order starts it again. The law runs once a
 * millisecond, the real ones many times as often; its damping is therefore taken implicitly. A maker's motor adds
 * frames, registers, and what it says of itself.
 */
public abstract class MitMotor extends EmulatedDevice
{
    private static final double CELSIUS_MAX = 100;
    private static final double VOLTS_MIN = 15;
    private static final long TIMEOUT_UNIT_NS = 50_000;

    private final double torqueMaxNm;
    private final double home;
    private double zero;
    private boolean on;
    private double position;
    private double velocity;
    private double kp;
    private double kd;
    private double torque;
    private boolean tripped;
    private long heardNs;

    /**
     * @param id          number on the bus.
     * @param motor       its motor.
     * @param journal     where it tells what it did.
     * @param spec        with the settings home, rad, and boot_s.
     * @param torqueMaxNm what its torques reach, N·m.
     */
    protected MitMotor(
        final int id,
        final EmulatedMotor motor,
        final DeviceJournal journal,
        final BusSpec spec,
        final double torqueMaxNm)
    {
        super(id, motor, journal, Math.round(spec.setting("boot_s", 0.5) * 1e9));
        this.torqueMaxNm = torqueMaxNm;
        home = spec.setting("home", 0);
        motor.limp();
    }

    /** Forgets what a restart loses. */
    protected abstract void forget();

    /**
     * @return silence after which it switches itself off, units of 50 us; 0 for never.
     */
    protected abstract long timeoutUnits();

    /**
     * It has fallen silent and switched itself off.
     */
    protected abstract void onTimeout();

    /**
     * It has switched itself off.
     *
     * @param isHot true when it is too hot; else its supply is too weak.
     * @param nowNs when, ns.
     */
    protected abstract void onFailure(boolean isHot, long nowNs);

    /**
     * @return whether it follows commands.
     */
    protected final boolean isOn()
    {
        return on;
    }

    /**
     * @return the shaft's angle from its zero, rad.
     */
    protected final double angle()
    {
        return home - zero + motor().positionRad();
    }

    /** Makes where the shaft stands its zero. */
    protected final void setZero()
    {
        zero += angle();
    }

    /**
     * A frame to it has come: its time-out begins anew.
     *
     * @param nowNs end of the frame, ns.
     */
    protected final void heard(final long nowNs)
    {
        journal().instruction(nowNs);
        heardNs = nowNs;
        tripped = false;
    }

    /**
     * Switches it on, without any torque.
     *
     * @param nowNs when, ns.
     */
    protected final void switchOn(final long nowNs)
    {
        on = true;
        rest();
        journal().command(nowNs);
        journal().powered(nowNs);
    }

    /**
     * Switches it off if it is on.
     *
     * @param cause why, for the journal.
     * @param nowNs when, ns.
     */
    protected final void switchOff(final String cause, final long nowNs)
    {
        if (on)
        {
            journal().stopped("limp", cause, nowNs);
        }
        on = false;
    }

    /**
     * What it shall do from now on.
     *
     * @param positionRad  rad.
     * @param velocityRadS rad/s.
     * @param kpNmRad      N·m/rad.
     * @param kdNmsRad     N·m·s/rad.
     * @param torqueNm     N·m.
     * @param nowNs        when, ns.
     */
    protected final void follow(
        final double positionRad,
        final double velocityRadS,
        final double kpNmRad,
        final double kdNmsRad,
        final double torqueNm,
        final long nowNs)
    {
        journal().command(nowNs);
        position = positionRad;
        velocity = velocityRadS;
        kp = kpNmRad;
        kd = kdNmsRad;
        torque = torqueNm;
    }

    private void rest()
    {
        kp = 0;
        kd = 0;
        torque = 0;
    }

    @Override
    public final void restart(final String cause, final long nowNs)
    {
        on = false;
        rest();
        tripped = false;
        forget();
        boot(nowNs);
        // Its encoder knows one turn.
        zero += 2 * Math.PI * Math.rint(angle() / (2 * Math.PI));
        motor().limp();
        journal().stopped("limp", cause, nowNs);
    }

    @Override
    public void control(final long nowNs)
    {
        protect(nowNs);
        final long timeoutNs = timeoutUnits() * TIMEOUT_UNIT_NS;
        if (on && timeoutNs > 0 && !tripped && nowNs - heardNs > timeoutNs)
        {
            trip(nowNs);
        }
        if (on)
        {
            motor().torque(kp * (position - angle()) + kd * velocity + torque, kd, torqueMaxNm);
        }
        else
        {
            motor().limp();
        }
    }

    private void trip(final long nowNs)
    {
        tripped = true;
        if (watchdogStops())
        {
            switchOff("watchdog", nowNs);
            onTimeout();
        }
        else
        {
            journal().note("watchdog_without_stop", "watchdog", nowNs);
        }
    }

    private void protect(final long nowNs)
    {
        final boolean isHot = motor().temperatureC() > CELSIUS_MAX;
        if (on && (isHot || motor().supply().voltage() < VOLTS_MIN))
        {
            switchOff(isHot ? "overheating" : "voltage", nowNs);
            onFailure(isHot, nowNs);
        }
    }
}
