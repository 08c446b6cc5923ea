package dev.sinew.hal.linux;

/**
 * Whole Ethernet frames of one EtherType on one interface. Needs CAP_NET_RAW. One thread; receiving and sending
 * allocate nothing.
 *
 * <p>A frame begins with the destination's address (6 bytes), the source's (6), the EtherType (2, big-endian). Frames
 * that this machine sends are not handed back.</p>
 */
public final class PacketSocket implements AutoCloseable
{
    /** Largest frame without its check sequence, bytes. */
    public static final int FRAME_BYTES_MAX = 1514;

    private static final int BUFFER_BYTES = 2048;
    private static final int ADDRESS_BYTES = 20;
    private static final String REMEDY = "run as root or grant CAP_NET_RAW";

    private final NativeBuffer incoming = new NativeBuffer(BUFFER_BYTES);
    private final NativeBuffer outgoing = new NativeBuffer(BUFFER_BYTES);
    private final DescriptorWait wait = new DescriptorWait(1);
    private final String networkInterface;
    private int descriptor = -1;

    /**
     * @param networkInterface name of the interface: {@code eth1}.
     * @param etherType        type of the frames that are received: 0x88A4.
     * @throws NativeCallException when there is no such interface or no permission.
     */
    public PacketSocket(final String networkInterface, final int etherType)
    {
        this.networkInterface = networkInterface;
        final int index = DescriptorC.if_nametoindex(NativeBuffer.of(networkInterface).address);
        if (index == 0)
        {
            throw new NativeCallException("if_nametoindex", LibC.errno(), "interface=" + networkInterface,
                "there is no such interface; `ip link` lists those there are");
        }
        final int networkOrder = Short.toUnsignedInt(Short.reverseBytes((short)etherType));
        // Protocol 0 receives nothing until bind says what: no frame of another type can slip in between.
        descriptor = DescriptorC.socket(DescriptorC.AF_PACKET, DescriptorC.SOCK_RAW_NONBLOCK_CLOEXEC, 0);
        check("socket", descriptor);
        final NativeBuffer one = new NativeBuffer(Integer.BYTES);
        one.bytes.putInt(0, 1);
        check("setsockopt", DescriptorC.setsockopt(descriptor, DescriptorC.SOL_PACKET,
            DescriptorC.PACKET_IGNORE_OUTGOING, one.address, Integer.BYTES));
        final NativeBuffer address = new NativeBuffer(ADDRESS_BYTES);
        address.bytes.putShort(0, (short)DescriptorC.AF_PACKET);
        address.bytes.putShort(2, (short)networkOrder);
        address.bytes.putInt(4, index);
        check("bind", DescriptorC.bind(descriptor, address.address, ADDRESS_BYTES));
        wait.add(descriptor);
    }

    private void check(final String call, final int result)
    {
        if (result < 0)
        {
            final int errno = LibC.errno();
            close();
            throw new NativeCallException(call, errno, "interface=" + networkInterface, REMEDY);
        }
    }

    /**
     * @return the descriptor, for a {@link DescriptorWait} over several.
     */
    public int descriptor()
    {
        return descriptor;
    }

    /**
     * Receives one frame, without waiting.
     *
     * @param into where it goes; what does not fit is cut off.
     * @return its length in bytes, 0 for none, -1 when the interface is down or the socket closed.
     */
    public int receive(final byte[] into)
    {
        final long got = descriptor < 0 ? -1 : DescriptorC.recv(descriptor, incoming.address, BUFFER_BYTES, 0);
        if (got > 0)
        {
            final int length = (int)Math.min(got, into.length);
            incoming.bytes.get(0, into, 0, length);
            return length;
        }
        final boolean nothing = got < 0 && descriptor >= 0 &&
            (LibC.errno() == Errno.EAGAIN || LibC.errno() == Errno.EINTR);
        return nothing ? 0 : -1;
    }

    /**
     * Waits for a frame.
     *
     * @param timeoutNs longest wait, ns.
     * @return true when there is one.
     */
    public boolean awaitReadable(final long timeoutNs)
    {
        return descriptor >= 0 && wait.await(timeoutNs);
    }

    /**
     * Sends one frame, addresses and EtherType included, without waiting.
     *
     * @param from   bytes.
     * @param offset first byte.
     * @param length length in bytes, at most {@value #FRAME_BYTES_MAX}.
     * @return true when the interface took it.
     */
    public boolean send(final byte[] from, final int offset, final int length)
    {
        if (descriptor < 0 || length > FRAME_BYTES_MAX)
        {
            return false;
        }
        outgoing.bytes.put(0, from, offset, length);
        return DescriptorC.send(descriptor, outgoing.address, length, 0) == length;
    }

    /**
     * Gives the socket back. Works twice.
     */
    @Override
    public void close()
    {
        if (descriptor >= 0)
        {
            DescriptorC.close(descriptor);
            descriptor = -1;
        }
    }
}
