package dev.sinew.sim.emulator;

import java.util.List;

import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.motor.Supply;
import dev.sinew.sim.emulator.wire.HostPort;
import dev.sinew.sim.emulator.wire.LineStatistics;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;
import dev.sinew.sim.emulator.wire.SerialLine;
import dev.sinew.sim.emulator.wire.SerialNodes;

/**
 * A bus on a serial line. A protocol extends it with what its devices do with a byte ({@link SerialNodes#onByte}) and
 * answers by {@link #answer}.
 */
public abstract class SerialBus implements EmulatedBus, SerialNodes
{
    private static final int READ_BYTES = 4096;

    private final BusSetup setup;
    private final HostPort port;
    private final SerialLine line;
    private final Supply supply;
    private final Tally tally = new Tally();
    private final byte[] incoming = new byte[READ_BYTES];

    /**
     * @param setup what to build.
     */
    protected SerialBus(final BusSetup setup)
    {
        this.setup = setup;
        port = setup.port();
        line = new SerialLine(setup.spec().baud(), setup.seed());
        supply = setup.supply();
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
    public abstract List<? extends EmulatedDevice> devices();

    @Override
    public final Supply supply()
    {
        return supply;
    }

    @Override
    public final HostPort port()
    {
        return port;
    }

    /**
     * @return the wire.
     */
    public final SerialLine line()
    {
        return line;
    }

    @Override
    public final boolean receive(final long nowNs)
    {
        return receive(nowNs, true);
    }

    @Override
    public final boolean receive(final long nowNs, final boolean isSure)
    {
        boolean any = false;
        int count = port.read(incoming);
        while (count > 0)
        {
            any = true;
            line.arrived(incoming, count, port.lineSpeed(), nowNs, isSure);
            count = count < incoming.length ? 0 : port.read(incoming);
        }
        return any;
    }

    @Override
    public final void runUntil(final long untilNs)
    {
        line.hear(this, untilNs);
    }

    @Override
    public final void transmit(final long nowNs)
    {
        line.deliver(port, nowNs);
    }

    @Override
    public final long nextDueNs()
    {
        return line.nextDueNs();
    }

    /**
     * Puts an answer on the wire, unless a fault keeps it from there.
     *
     * @param reply the answer.
     * @param form  what faults must know of it.
     */
    protected final void answer(final Reply reply, final ReplyForm form)
    {
        if (spoil(reply, form))
        {
            line.send(reply);
        }
    }

    /**
     * Lets faults spoil an answer or a part of one, for protocols that put it on the {@link #line()} themselves.
     *
     * @param reply the answer.
     * @param form  what faults must know of it.
     * @return false when it shall not be sent.
     */
    public final boolean spoil(final Reply reply, final ReplyForm form)
    {
        return setup.faults().spoil(name(), reply, form);
    }

    @Override
    public final void onFault(final FaultEvent event, final boolean active, final long nowNs)
    {
        switch (event.kind())
        {
            case BROWNOUT:
                supply.force(active ? event.value() : Double.NaN);
                break;
            case BUS_CUT:
                line.connect(!active);
                break;
            case UNPLUGGED:
                line.connect(!active);
                port.plug(!active);
                break;
            default:
                break;
        }
    }

    @Override
    public final LineStatistics statistics()
    {
        return line.statistics();
    }

    @Override
    public final Tally tally()
    {
        return tally;
    }

    @Override
    public void close()
    {
        port.close();
    }
}
