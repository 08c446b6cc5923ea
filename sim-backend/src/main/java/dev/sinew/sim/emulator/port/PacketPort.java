package dev.sinew.sim.emulator.port;

import dev.sinew.hal.linux.PacketSocket;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * A host's network interface: whole Ethernet frames of one type.
 */
public final class PacketPort implements HostPort
{
    private final String networkInterface;
    private final int etherType;
    private PacketSocket socket;

    /**
     * @param networkInterface this end of the cable: {@code veth-slave}.
     * @param etherType        type of the frames.
     * @throws dev.sinew.hal.linux.NativeCallException when there is no such interface or no permission.
     */
    public PacketPort(final String networkInterface, final int etherType)
    {
        this.networkInterface = networkInterface;
        this.etherType = etherType;
        plug(true);
    }

    @Override
    public String path()
    {
        return networkInterface;
    }

    @Override
    public int descriptor()
    {
        return socket == null ? -1 : socket.descriptor();
    }

    @Override
    public int lineSpeed()
    {
        return 0;
    }

    @Override
    public int read(final byte[] into)
    {
        return socket == null ? -1 : socket.receive(into);
    }

    @Override
    public int write(final byte[] from, final int offset, final int length)
    {
        return socket != null && socket.send(from, offset, length) ? length : 0;
    }

    @Override
    public void plug(final boolean isPlugged)
    {
        if (isPlugged && socket == null)
        {
            socket = new PacketSocket(networkInterface, etherType);
        }
        else if (!isPlugged)
        {
            close();
        }
    }

    @Override
    public void close()
    {
        if (socket != null)
        {
            socket.close();
            socket = null;
        }
    }
}
