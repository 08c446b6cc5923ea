package dev.sinew.sim.emulator.wire;

/**
 * A half-duplex serial line, 8 data bits, no parity, 1 stop bit: ten bit times a byte. The host's bytes are taken as
 * written at one instant and end on the wire one after another; the devices hear each at its own time. Answers go out
 * the same way; each byte is handed to the host when it has ended, in pieces of at most {@value #PIECE_BYTES} bytes or
 * to the end of the answer, as a USB adapter does. Where host and devices talk at once both are garbled.
 */
public final class SerialLine
{
    /** Bytes after which a long answer is handed over in the middle: a full packet of common adapters. */
    public static final int PIECE_BYTES = 62;

    private static final int BITS_PER_BYTE = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int CAPACITY = 1 << 14;
    private static final int MASK = CAPACITY - 1;
    private static final long NEVER = Long.MAX_VALUE;

    private final int baud;
    private final long seed;
    private final LineStatistics statistics = new LineStatistics();

    private final byte[] in = new byte[CAPACITY];
    private final long[] inEndNs = new long[CAPACITY];
    private final boolean[] inHit = new boolean[CAPACITY];
    private final boolean[] inSure = new boolean[CAPACITY];
    private int inHead;
    private int inTail;
    private long hostFreeNs = Long.MIN_VALUE;

    private final byte[] out = new byte[CAPACITY];
    private final long[] outEndNs = new long[CAPACITY];
    private final boolean[] outLast = new boolean[CAPACITY];
    private final boolean[] outHit = new boolean[CAPACITY];
    private int outHead;
    private int outTail;
    private long outFreeNs = Long.MIN_VALUE;
    private final byte[] piece = new byte[CAPACITY];

    private boolean connected = true;
    private long garbled;

    /**
     * @param baud speed at which the devices listen, bit/s.
     * @param seed of what garbled bytes look like.
     */
    public SerialLine(final int baud, final long seed)
    {
        this.baud = baud;
        this.seed = seed;
    }

    /**
     * @param count number of bytes.
     * @return time that they take on the wire, ns, rounded down.
     */
    public long timeOfNs(final long count)
    {
        return count * BITS_PER_BYTE * NANOS_PER_SECOND / baud;
    }

    /**
     * The host has written.
     *
     * @param bytes  bytes.
     * @param count  number of bytes.
     * @param speed  speed that the host has set, bit/s; 0 when unknown, which is taken as right.
     * @param nowNs  when, ns.
     * @param isSure false when this process stood still and cannot know when it was written: then nothing collides,
     *               because a host that waited in vain and asked again would seem to talk into the first answer.
     */
    public void arrived(final byte[] bytes, final int count, final int speed, final long nowNs, final boolean isSure)
    {
        statistics.bytesIn += count;
        final long startNs = Math.max(nowNs, hostFreeNs);
        hostFreeNs = startNs + timeOfNs(count);
        if (!connected)
        {
            return;
        }
        if (speed != 0 && Math.abs(speed - baud) > baud / 40) // a UART forgives about 2.5 %
        {
            statistics.bytesAtWrongSpeed += count;
            return;
        }
        for (int i = 0; i < count && inTail - inHead < CAPACITY; i++)
        {
            in[inTail & MASK] = bytes[i];
            inEndNs[inTail & MASK] = startNs + timeOfNs(i + 1);
            inHit[inTail & MASK] = false;
            inSure[inTail & MASK] = isSure;
            inTail++;
        }
        collide();
    }

    /**
     * A device answers. The answer begins when it wants to, or when what goes before it has ended.
     *
     * @param reply the answer; copied.
     */
    public void send(final Reply reply)
    {
        if (!connected || reply.length == 0)
        {
            return;
        }
        final long startNs = Math.max(reply.startNs, outFreeNs);
        outFreeNs = startNs + timeOfNs(reply.length);
        statistics.answers++;
        for (int i = 0; i < reply.length && outTail - outHead < CAPACITY; i++)
        {
            out[outTail & MASK] = reply.bytes[i];
            outEndNs[outTail & MASK] = startNs + timeOfNs(i + 1);
            outLast[outTail & MASK] = i == reply.length - 1;
            outHit[outTail & MASK] = false;
            outTail++;
        }
        collide();
    }

    /** Garbles every pair of bytes, one each way, that are on the wire at the same time. */
    private void collide()
    {
        final long byteNs = timeOfNs(1);
        boolean fresh = false;
        int i = inHead;
        for (int o = outHead; o != outTail && i != inTail; o++)
        {
            final long endNs = outEndNs[o & MASK];
            while (i != inTail && inEndNs[i & MASK] <= endNs - byteNs)
            {
                i++;
            }
            for (int k = i; k != inTail && inEndNs[k & MASK] - byteNs < endNs; k++) // at most two
            {
                if (inSure[k & MASK])
                {
                    fresh |= !outHit[o & MASK];
                    hit(out, outHit, o & MASK);
                    hit(in, inHit, k & MASK);
                }
            }
        }
        statistics.collisions += fresh ? 1 : 0;
    }

    private void hit(final byte[] bytes, final boolean[] hits, final int at)
    {
        if (!hits[at])
        {
            hits[at] = true;
            bytes[at] = noise(bytes[at]);
        }
    }

    private byte noise(final byte was)
    {
        garbled++;
        final long mixed = (seed + garbled) * 0x9E37_79B9_7F4A_7C15L;
        return (byte)(was ^ (1 + (mixed >>> 57))); // never the same byte
    }

    /**
     * Lets the devices hear what has ended on the wire.
     *
     * @param nodes  the devices.
     * @param untilNs up to when, ns, inclusive.
     */
    public void hear(final SerialNodes nodes, final long untilNs)
    {
        while (inHead != inTail && inEndNs[inHead & MASK] <= untilNs)
        {
            final int at = inHead & MASK;
            inHead++;
            nodes.onByte(in[at] & 0xFF, inEndNs[at]);
        }
    }

    /**
     * Hands the host what has ended on the wire.
     *
     * @param port  where it goes.
     * @param nowNs time, ns.
     */
    public void deliver(final HostPort port, final long nowNs)
    {
        int count = 0;
        while (outHead != outTail && outEndNs[outHead & MASK] <= nowNs)
        {
            final int at = outHead & MASK;
            piece[count] = out[at];
            count++;
            outHead++;
            if (outLast[at])
            {
                statistics.late(nowNs - outEndNs[at]);
            }
        }
        if (count > 0)
        {
            final int taken = port.write(piece, 0, count);
            statistics.bytesOut += taken;
            statistics.bytesUnread += count - taken;
        }
    }

    /**
     * @return when something is to be done next: the host's bytes have ended, or a piece of an answer; ns,
     *         {@link Long#MAX_VALUE} for nothing.
     */
    public long nextDueNs()
    {
        long due = NEVER;
        if (inHead != inTail)
        {
            due = inEndNs[inTail - 1 & MASK];
        }
        if (outHead != outTail)
        {
            int at = outHead;
            while (at != outTail - 1 && !outLast[at & MASK] && at - outHead < PIECE_BYTES - 1)
            {
                at++;
            }
            due = Math.min(due, outEndNs[at & MASK]);
        }
        return due;
    }

    /**
     * @return end of the last answer that has been put on the wire, ns; very long ago when there was none.
     */
    public long outFreeNs()
    {
        return outFreeNs;
    }

    /**
     * Cuts the wire, or heals it. What was on it is lost.
     *
     * @param isConnected false to cut it.
     */
    public void connect(final boolean isConnected)
    {
        connected = isConnected;
        inHead = inTail;
        outHead = outTail;
    }

    /**
     * @return what it has carried.
     */
    public LineStatistics statistics()
    {
        return statistics;
    }
}
