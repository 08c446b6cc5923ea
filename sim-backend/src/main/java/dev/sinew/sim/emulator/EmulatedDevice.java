package dev.sinew.sim.emulator;

import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.fault.FaultKind;
import dev.sinew.sim.emulator.motor.EmulatedMotor;

/**
 * One drive on a bus: its firmware. Subclasses add registers and control laws of a protocol's devices. One thread.
 */
public abstract class EmulatedDevice
{
    private final int id;
    private final EmulatedMotor motor;
    private final DeviceJournal journal;
    private final long bootNs;
    private long bootedNs = Long.MIN_VALUE;
    private boolean deaf;
    private boolean watchdogStops = true;

    /**
     * @param id      number on its bus when the emulation begins; a plan's {@code id}.
     * @param motor   its motor.
     * @param journal where it tells what it did.
     * @param bootNs  time that a restart takes, ns.
     */
    protected EmulatedDevice(final int id, final EmulatedMotor motor, final DeviceJournal journal, final long bootNs)
    {
        this.id = id;
        this.motor = motor;
        this.journal = journal;
        this.bootNs = bootNs;
    }

    /**
     * @return number on its bus when the emulation began.
     */
    public final int id()
    {
        return id;
    }

    /**
     * @return its motor.
     */
    public final EmulatedMotor motor()
    {
        return motor;
    }

    /**
     * @return where it tells what it did.
     */
    public final DeviceJournal journal()
    {
        return journal;
    }

    /**
     * @return true while a fault keeps it from hearing and answering.
     */
    public final boolean isDeaf()
    {
        return deaf;
    }

    /**
     * @param timeNs time, ns.
     * @return false while it boots.
     */
    public final boolean isUp(final long timeNs)
    {
        return timeNs >= bootedNs;
    }

    /**
     * @param timeNs time, ns.
     * @return false while it boots, and while a fault makes it deaf.
     */
    public final boolean hears(final long timeNs)
    {
        return !deaf && isUp(timeNs);
    }

    /**
     * It begins to boot.
     *
     * @param nowNs when, ns.
     */
    protected final void boot(final long nowNs)
    {
        bootedNs = nowNs + bootNs;
    }

    /**
     * @return false while a fault makes its watchdog trip without stopping the motor.
     */
    protected final boolean watchdogStops()
    {
        return watchdogStops;
    }

    /**
     * The firmware's control step: protections, watchdog, control law; ends with a wish to the motor. Once per step of
     * the bank, before it.
     *
     * @param nowNs begin of the step, ns.
     */
    public abstract void control(long nowNs);

    /**
     * Restarts the firmware: the motor is limp, volatile registers have their initial values.
     *
     * @param cause why, for the journal.
     * @param nowNs when, ns.
     */
    public abstract void restart(String cause, long nowNs);

    /**
     * A fault begins or ends.
     *
     * @param event  the fault, of the scope {@link FaultKind.Scope#DEVICE}.
     * @param active true at its begin.
     * @param nowNs  when, ns.
     */
    public void onFault(final FaultEvent event, final boolean active, final long nowNs)
    {
        switch (event.kind())
        {
            case DEVICE_DEAF:
                deaf = active;
                break;
            case ENCODER_STUCK:
                motor.encoderStuck(active);
                break;
            case STALL:
                motor.block(active);
                break;
            case OVERHEAT:
                motor.heat(active ? event.value() : Double.NaN);
                break;
            case WATCHDOG_WITHOUT_STOP:
                watchdogStops = !active;
                break;
            case RESET:
                if (active)
                {
                    restart("reset", nowNs);
                }
                break;
            default:
                break;
        }
    }
}
