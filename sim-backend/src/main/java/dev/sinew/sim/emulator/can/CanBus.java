package dev.sinew.sim.emulator.can;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.sim.emulator.BusSetup;
import dev.sinew.sim.emulator.DeviceBus;
import dev.sinew.sim.emulator.fault.FaultEvent;
import dev.sinew.sim.emulator.fault.FaultKind;
import dev.sinew.sim.emulator.wire.LineStatistics;
import dev.sinew.sim.emulator.wire.Reply;

/**
 * A CAN bus behind an adapter. A protocol extends it with what its devices do with a frame ({@link #hear}) and answers
 * by {@link #answer}. The serial side takes ten bit times a byte, or none for an adapter on USB.
 */
public abstract class CanBus extends DeviceBus implements CanAdapter.Listener, CanWire.Listener
{
    /** Speed that such buses usually have, bit/s. */
    public static final int BIT_RATE = 1_000_000;

    private static final int READ_BYTES = 4096;
    private static final int RECORD_BYTES = 512;
    private static final long NEVER = Long.MAX_VALUE;

    private record Outgoing(byte[] bytes, long dueNs, boolean isAnswer)
    {
    }

    private final CanAdapter adapter;
    private final CanWire wire;
    private final double byteNs;
    private final long adapterNs;
    private final long turnaroundNs;
    private final LineStatistics statistics = new LineStatistics();
    private final byte[] incoming = new byte[READ_BYTES];
    private final Reply reply = new Reply(RECORD_BYTES);
    private final List<Outgoing> outgoing = new ArrayList<>();
    private boolean connected = true;
    private long hostFreeNs = Long.MIN_VALUE;
    private long outFreeNs = Long.MIN_VALUE;

    /**
     * @param setup      what to build; its speed is that of the bus.
     * @param adapter    what the host is plugged into.
     * @param serialBaud speed of the serial side, bit/s; 0 for an adapter on USB.
     * @param dataRate   speed of CAN-FD data, bit/s.
     */
    protected CanBus(
        final BusSetup setup,
        final CanAdapter adapter,
        final int serialBaud,
        final double dataRate)
    {
        super(setup);
        this.adapter = adapter;
        adapterNs = Math.round(setup.spec().setting("adapter_us", 30) * 1000);
        turnaroundNs = Math.round(setup.spec().setting("turnaround_us", 50) * 1000);
        wire = new CanWire(setup.spec().baud(), dataRate);
        byteNs = serialBaud == 0 ? 0 : 10e9 / serialBaud;
    }

    /**
     * A frame of the host has ended on the bus.
     *
     * @param frame the frame.
     * @param endNs when, ns.
     */
    protected abstract void hear(CanFrame frame, long endNs);

    /**
     * A device answers.
     *
     * @param device number of the device when the emulation began.
     * @param frame  the answer.
     * @param endNs  end of what it answers, ns.
     */
    protected final void answer(final int device, final CanFrame frame, final long endNs)
    {
        say(device, frame, endNs + turnaroundNs);
    }

    /**
     * A device says something, asked or not.
     *
     * @param device  number of the device when the emulation began.
     * @param frame   what.
     * @param readyNs from when on it would like to send, ns.
     */
    protected final void say(final int device, final CanFrame frame, final long readyNs)
    {
        statistics.answers++;
        wire.send(frame, device, readyNs);
    }

    @Override
    public final boolean receive(final long nowNs)
    {
        boolean any = false;
        int count = port().read(incoming);
        while (count > 0)
        {
            any = true;
            statistics.bytesIn += count;
            for (int i = 0; i < count; i++)
            {
                hostFreeNs = Math.max(nowNs, hostFreeNs) + Math.round(byteNs);
                adapter.accept(incoming[i] & 0xFF, hostFreeNs, this);
            }
            count = count < incoming.length ? 0 : port().read(incoming);
        }
        return any;
    }

    @Override
    public final void onSend(final CanFrame frame, final long endNs)
    {
        if (connected)
        {
            wire.send(frame, CanWire.HOST, endNs + adapterNs);
        }
        else
        {
            tally().count("sent_into_a_cut_bus");
        }
    }

    @Override
    public final void onAnswer(final byte[] bytes, final long endNs)
    {
        enqueue(bytes, endNs + adapterNs, false);
    }

    @Override
    public final void onNonsense(final String what)
    {
        tally().count(what);
    }

    @Override
    public final void onFrame(final CanFrame frame, final int sender, final long endNs)
    {
        if (sender == CanWire.HOST)
        {
            hear(frame, endNs);
            return;
        }
        reply.begin(sender, endNs + adapterNs);
        adapter.write(frame, reply);
        if (spoil(reply, adapter) && reply.length > 0)
        {
            enqueue(Arrays.copyOf(reply.bytes, reply.length), reply.startNs, true);
        }
    }

    /** Records leave the adapter in the order in which they are ready, one byte after another. */
    private void enqueue(final byte[] bytes, final long readyNs, final boolean isAnswer)
    {
        final long startNs = byteNs == 0 ? readyNs : Math.max(readyNs, outFreeNs);
        final long dueNs = startNs + Math.round(bytes.length * byteNs);
        outFreeNs = Math.max(outFreeNs, byteNs == 0 ? outFreeNs : dueNs);
        int at = outgoing.size();
        while (at > 0 && outgoing.get(at - 1).dueNs > dueNs)
        {
            at--;
        }
        outgoing.add(at, new Outgoing(bytes, dueNs, isAnswer));
    }

    @Override
    public final void runUntil(final long untilNs)
    {
        wire.run(untilNs, this);
    }

    @Override
    public final void transmit(final long nowNs)
    {
        while (!outgoing.isEmpty() && outgoing.get(0).dueNs <= nowNs)
        {
            final Outgoing next = outgoing.remove(0);
            final int taken = port().write(next.bytes, 0, next.bytes.length);
            statistics.bytesOut += taken;
            statistics.bytesUnread += next.bytes.length - taken;
            if (next.isAnswer)
            {
                statistics.late(nowNs - next.dueNs);
            }
        }
    }

    @Override
    public final long nextDueNs()
    {
        return Math.min(wire.nextDueNs(), outgoing.isEmpty() ? NEVER : outgoing.get(0).dueNs);
    }

    @Override
    protected final void connect(final boolean isConnected)
    {
        connected = isConnected;
        wire.clear();
    }

    @Override
    public final void onFault(final FaultEvent event, final boolean active, final long nowNs)
    {
        super.onFault(event, active, nowNs);
        if (event.kind() == FaultKind.UNPLUGGED)
        {
            outgoing.clear();
        }
    }

    @Override
    public final LineStatistics statistics()
    {
        return statistics;
    }
}
