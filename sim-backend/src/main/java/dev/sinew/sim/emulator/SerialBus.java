package dev.sinew.sim.emulator;

import dev.sinew.sim.emulator.wire.LineStatistics;
import dev.sinew.sim.emulator.wire.Reply;
import dev.sinew.sim.emulator.wire.ReplyForm;
import dev.sinew.sim.emulator.wire.SerialLine;
import dev.sinew.sim.emulator.wire.SerialNodes;

/**
 * A bus on a serial line. A protocol extends it with what its devices do with a byte ({@link SerialNodes#onByte}) and
 * answers by {@link #answer}.
 */
public abstract class SerialBus extends DeviceBus implements SerialNodes
{
    private static final int READ_BYTES = 4096;

    private final SerialLine line;
    private final byte[] incoming = new byte[READ_BYTES];

    /**
     * @param setup what to build.
     */
    protected SerialBus(final BusSetup setup)
    {
        super(setup);
        line = new SerialLine(setup.spec().baud(), setup.seed());
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
        int count = port().read(incoming);
        while (count > 0)
        {
            any = true;
            line.arrived(incoming, count, port().lineSpeed(), nowNs, isSure);
            count = count < incoming.length ? 0 : port().read(incoming);
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
        line.deliver(port(), nowNs);
    }

    @Override
    public final long nextDueNs()
    {
        return line.nextDueNs();
    }

    /**
     * Puts an answer on the wire, unless a fault keeps it from there. Protocols that put one on the {@link #line()}
     * themselves, or a part of one, ask {@link #spoil}.
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

    @Override
    protected final void connect(final boolean isConnected)
    {
        line.connect(isConnected);
    }

    @Override
    public final LineStatistics statistics()
    {
        return line.statistics();
    }
}
