package dev.sinew.sim.emulator.port;

import dev.sinew.sim.emulator.wire.HostPort;

/**
 * A network interface whose frames are written down in both directions.
 */
public final class CapturedPort implements HostPort
{
    private final PacketPort port;
    private final FrameCapture capture;

    /**
     * @param port    the interface.
     * @param capture where frames go; closed by whoever opened it.
     */
    public CapturedPort(final PacketPort port, final FrameCapture capture)
    {
        this.port = port;
        this.capture = capture;
    }

    @Override
    public String path()
    {
        return port.path();
    }

    @Override
    public int descriptor()
    {
        return port.descriptor();
    }

    @Override
    public int lineSpeed()
    {
        return port.lineSpeed();
    }

    @Override
    public int read(final byte[] into)
    {
        final int count = port.read(into);
        if (count > 0)
        {
            capture.add(into, 0, count, System.nanoTime());
        }
        return count;
    }

    @Override
    public int write(final byte[] from, final int offset, final int length)
    {
        final int count = port.write(from, offset, length);
        if (count > 0)
        {
            capture.add(from, offset, count, System.nanoTime());
        }
        return count;
    }

    @Override
    public void plug(final boolean isPlugged)
    {
        port.plug(isPlugged);
    }

    @Override
    public void close()
    {
        port.close();
    }
}
