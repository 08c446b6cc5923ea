package dev.sinew.sim.emulator.event;

import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * Tells what one device did physically, and when it was last told something. A device reports here; nobody else does.
 */
public final class DeviceJournal
{
    /** Slower than this a shaft counts as standing, rad/s. */
    public static final double STILL_RAD_S = 0.05;

    private static final long NEVER = Long.MIN_VALUE;

    private final EventLog log;
    private final String bus;
    private final int id;
    private final EmulatedMotor motor;
    private long lastInstructionNs = NEVER;
    private long lastCommandNs = NEVER;
    private boolean awaitingStill;
    private long stoppedNs;
    private double fastest;

    /**
     * @param log   where events go.
     * @param bus   name of the bus.
     * @param id    number of the device there.
     * @param motor its motor.
     */
    public DeviceJournal(final EventLog log, final String bus, final int id, final EmulatedMotor motor)
    {
        this.log = log;
        this.bus = bus;
        this.id = id;
        this.motor = motor;
    }

    /**
     * The device understood an instruction that was for it.
     *
     * @param nowNs end of the instruction on the wire, ns.
     */
    public void instruction(final long nowNs)
    {
        lastInstructionNs = nowNs;
    }

    /**
     * The device accepted something that can make its motor move: a goal, a torque, a mode.
     *
     * @param nowNs end of the instruction on the wire, ns.
     */
    public void command(final long nowNs)
    {
        lastCommandNs = nowNs;
    }

    /**
     * @return end of the last instruction that was for this device, ns; {@link Long#MIN_VALUE} before the first.
     */
    public long lastInstructionNs()
    {
        return lastInstructionNs;
    }

    /**
     * @return end of the last command that could make the motor move, ns; {@link Long#MIN_VALUE} before the first.
     */
    public long lastCommandNs()
    {
        return lastCommandNs;
    }

    /**
     * The drive was switched on.
     *
     * @param nowNs when, ns.
     */
    public void powered(final long nowNs)
    {
        awaitingStill = false;
        event("torque_on", nowNs).end();
    }

    /**
     * The drive no longer follows a command.
     *
     * @param how   {@code limp} (no current), {@code damped} (brakes its rotor) or {@code held} (keeps its position).
     * @param cause why: {@code command}, {@code watchdog}, {@code reset}, {@code overheating} ...
     * @param nowNs when, ns.
     */
    public void stopped(final String how, final String cause, final long nowNs)
    {
        event("stopped", nowNs).with("how", how).with("cause", cause).end();
        awaitingStill = true;
        stoppedNs = nowNs;
        fastest = 0;
    }

    /**
     * Something else happened to the device.
     *
     * @param kind  word for it.
     * @param cause why.
     * @param nowNs when, ns.
     */
    public void note(final String kind, final String cause, final long nowNs)
    {
        event(kind, nowNs).with("cause", cause).end();
    }

    /**
     * Looks at the motor once a step, to tell when it stands after it was stopped.
     *
     * @param nowNs time, ns.
     */
    public void watch(final long nowNs)
    {
        if (awaitingStill)
        {
            final double speed = Math.abs(motor.trueVelocityRadS());
            fastest = Math.max(fastest, speed);
            if (speed < STILL_RAD_S)
            {
                awaitingStill = false;
                event("still", nowNs).with("after_ns", nowNs - stoppedNs).with("fastest_rad_s", fastest).end();
            }
        }
    }

    /**
     * Writes down how the motor is.
     *
     * @param nowNs time, ns.
     */
    public void sample(final long nowNs)
    {
        event("sample", nowNs).end();
    }

    private EventLog event(final String kind, final long nowNs)
    {
        log.begin(kind, nowNs).with("bus", bus).with("id", id)
            .with("velocity_rad_s", motor.trueVelocityRadS())
            .with("position_rad", motor.truePositionRad())
            .with("current_a", motor.currentA())
            .with("torque_nm", motor.torqueNm())
            .with("temperature_c", motor.temperatureC());
        if (lastInstructionNs != NEVER)
        {
            log.with("last_instruction_ns", lastInstructionNs).with("silence_ns", nowNs - lastInstructionNs);
        }
        if (lastCommandNs != NEVER)
        {
            log.with("last_command_ns", lastCommandNs);
        }
        return log;
    }
}
