package dev.sinew.sim.emulator;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.event.DeviceJournal;
import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.motor.EmulatedMotor;
import dev.sinew.sim.emulator.motor.Supply;
import dev.sinew.sim.emulator.wire.HostPort;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;

/** What buses of every kind have in common: what they are made of, and the faults of cable and supply. */
public abstract class DeviceBus implements EmulatedBus
{
    /**
     * Makes one device.
     *
     * @param <D> its class.
     */
    public interface Maker<D extends EmulatedDevice>
    {
        /**
         * @param id      number on the bus.
         * @param motor   its motor.
         * @param journal where it tells what it did.
         * @return the device, its motor limp.
         */
        D make(int id, EmulatedMotor motor, DeviceJournal journal);
    }

    private final BusSetup setup;
    private final Tally tally = new Tally();

    /**
     * @param setup what to build.
     */
    protected DeviceBus(final BusSetup setup)
    {
        this.setup = setup;
    }

    /**
     * @param maker makes each of the devices that are wanted.
     * @param <D>   their class.
     * @return the devices in the order of the configuration.
     */
    protected final <D extends EmulatedDevice> List<D> make(final Maker<D> maker)
    {
        final List<D> devices = new ArrayList<>();
        for (final BusSpec.DeviceSpec device : setup.spec().devices())
        {
            final EmulatedMotor motor = setup.motor(device);
            devices.add(maker.make(device.id(), motor, setup.journal(device, motor)));
        }
        return devices;
    }

    @Override
    public final String name()
    {
        return setup.spec().name();
    }

    @Override
    public final String protocol()
    {
        return setup.spec().protocol();
    }

    @Override
    public final Supply supply()
    {
        return setup.supply();
    }

    @Override
    public final HostPort port()
    {
        return setup.port();
    }

    @Override
    public final Tally tally()
    {
        return tally;
    }

    /**
     * Lets faults spoil an answer or a part of one.
     *
     * @param reply the answer.
     * @param form  what faults must know of it.
     * @return false when it shall not be sent.
     */
    public final boolean spoil(final Reply reply, final ReplyForm form)
    {
        return setup.faults().spoil(name(), reply, form);
    }

    /**
     * The cable between host and devices is cut or healed.
     *
     * @param isConnected false when it is cut.
     */
    protected abstract void connect(boolean isConnected);

    @Override
    public void onFault(final FaultEvent event, final boolean active, final long nowNs)
    {
        switch (event.kind())
        {
            case BROWNOUT:
                supply().force(active ? event.value() : Double.NaN);
                break;
            case BUS_CUT:
                connect(!active);
                break;
            case UNPLUGGED:
                connect(!active);
                port().plug(!active);
                break;
            default:
                onOtherFault(event, active);
                break;
        }
    }

    /**
     * A fault of the whole bus that only some protocols have.
     *
     * @param event  the fault.
     * @param active true at its begin, false at its end.
     */
    protected void onOtherFault(final FaultEvent event, final boolean active)
    {
    }

    @Override
    public final void close()
    {
        port().close();
    }
}
