package dev.sinew.sim.emulator.can;

import java.util.ArrayList;
import java.util.List;

/**
 * The two wires of a bus: one frame at a time. When the bus becomes free the least identifier among those that wait
 * goes first; an extended one loses against a standard one with the same first bits.
 */
public final class CanWire
{
    /** Told of frames that have ended on the wire. */
    public interface Listener
    {
        /**
         * @param frame  the frame.
         * @param sender number of the device that sent it; {@link CanWire#HOST} for the host.
         * @param endNs  when it ended, ns.
         */
        void onFrame(CanFrame frame, int sender, long endNs);
    }

    /** The sender of what the host sends. */
    public static final int HOST = -1;

    private static final long NEVER = Long.MAX_VALUE;

    private record Waiting(CanFrame frame, int sender, long readyNs)
    {
        /** Bits of the identifier in the order in which they go over the wire. */
        private long rank()
        {
            return frame.extended() ? (long)frame.id() << 1 | 1 : (long)frame.id() << 19;
        }
    }

    private final double bitRate;
    private final double dataRate;
    private final List<Waiting> waiting = new ArrayList<>();
    private Waiting sending;
    private long endNs;
    private long freeNs = Long.MIN_VALUE;

    /**
     * @param bitRate  bits per second.
     * @param dataRate bits per second of CAN-FD data.
     */
    public CanWire(final double bitRate, final double dataRate)
    {
        this.bitRate = bitRate;
        this.dataRate = dataRate;
    }

    /**
     * Somebody wants to send.
     *
     * @param frame   the frame.
     * @param sender  who.
     * @param readyNs from when on, ns.
     */
    public void send(final CanFrame frame, final int sender, final long readyNs)
    {
        waiting.add(new Waiting(frame, sender, readyNs));
    }

    /**
     * Lets frames go over the wire, until a time.
     *
     * @param untilNs  ns, inclusive.
     * @param listener told of each in its order; may send others.
     */
    public void run(final long untilNs, final Listener listener)
    {
        while (begin(untilNs) && endNs <= untilNs)
        {
            final Waiting ended = sending;
            sending = null;
            freeNs = endNs;
            listener.onFrame(ended.frame, ended.sender, endNs);
        }
    }

    /** @return true when a frame is on the wire, or one that may begin by then was put there. */
    private boolean begin(final long untilNs)
    {
        if (sending != null)
        {
            return true;
        }
        final long beginNs = beginNs();
        if (beginNs > untilNs)
        {
            return false;
        }
        Waiting first = null;
        for (final Waiting one : waiting)
        {
            if (one.readyNs <= beginNs && (first == null || one.rank() < first.rank()))
            {
                first = one;
            }
        }
        waiting.remove(first);
        sending = first;
        endNs = beginNs + first.frame.durationNs(bitRate, dataRate);
        return true;
    }

    private long beginNs()
    {
        long readyNs = NEVER;
        for (final Waiting one : waiting)
        {
            readyNs = Math.min(readyNs, one.readyNs);
        }
        return readyNs == NEVER ? NEVER : Math.max(readyNs, freeNs);
    }

    /**
     * @return when something ends at the earliest, ns; {@link Long#MAX_VALUE} for nothing.
     */
    public long nextDueNs()
    {
        return sending != null ? endNs : beginNs();
    }

    /** Throws away what is on it and what waits. */
    public void clear()
    {
        waiting.clear();
        sending = null;
    }
}
