package dev.sinew.sim.emulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.sinew.sim.emulator.wire.HostPort;

/** A host in a test: what it writes is set by hand, what it is handed is kept with its time. */
public final class ManualPort implements HostPort
{
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final List<Long> times = new ArrayList<>();
    private boolean plugged = true;
    private int speed;
    private long nowNs;

    /** The host writes. */
    public void host(final String hex)
    {
        outgoing.writeBytes(SPACED.parseHex(hex));
    }

    public void host(final byte[] bytes)
    {
        outgoing.writeBytes(bytes);
    }

    public void speed(final int baud)
    {
        speed = baud;
    }

    void time(final long ns)
    {
        nowNs = ns;
    }

    /** Everything that the host was handed since the last call, as hex. */
    public String taken()
    {
        return SPACED.formatHex(takenBytes());
    }

    public byte[] takenBytes()
    {
        final byte[] bytes = got.toByteArray();
        got.reset();
        times.clear();
        return bytes;
    }

    /** When the last byte was handed over. */
    public long lastNs()
    {
        return times.isEmpty() ? -1 : times.get(times.size() - 1);
    }

    /** When the first byte was handed over. */
    public long firstNs()
    {
        return times.isEmpty() ? -1 : times.get(0);
    }

    @Override
    public String path()
    {
        return "manual";
    }

    @Override
    public int descriptor()
    {
        return -1;
    }

    @Override
    public int lineSpeed()
    {
        return speed;
    }

    @Override
    public int read(final byte[] into)
    {
        final byte[] bytes = outgoing.toByteArray();
        outgoing.reset();
        if (!plugged)
        {
            return -1;
        }
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    @Override
    public int write(final byte[] from, final int offset, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            times.add(nowNs);
        }
        got.write(from, offset, length);
        return length;
    }

    @Override
    public void plug(final boolean isPlugged)
    {
        plugged = isPlugged;
    }

    @Override
    public void close()
    {
        plugged = false;
    }
}
