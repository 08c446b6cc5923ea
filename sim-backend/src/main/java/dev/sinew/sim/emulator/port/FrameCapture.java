package dev.sinew.sim.emulator.port;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes Ethernet frames into a file that Wireshark, tshark and tcpdump read: pcap, times in nanoseconds. One thread.
 *
 * <pre>
 *   magic 4 | version 2 + 2 | zone 4 | accuracy 4 | greatest length 4 | kind of network 4
 *   frame: seconds 4 | nanoseconds 4 | bytes here 4 | bytes on the wire 4 | bytes
 * </pre>
 */
public final class FrameCapture implements Closeable
{
    private static final int MAGIC_NS = 0xA1B2_3C4D;
    private static final int LENGTH_MAX = 65_535;
    private static final int ETHERNET = 1;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long SECOND_NS = 1_000_000_000L;

    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final long epochNs = System.currentTimeMillis() * 1_000_000L - System.nanoTime();

    /**
     * @param file file; what was in it is gone.
     * @throws IOException when it cannot be written.
     */
    public FrameCapture(final Path file) throws IOException
    {
        out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
        header.putInt(MAGIC_NS).putShort((short)2).putShort((short)4).putInt(0).putInt(0).putInt(LENGTH_MAX)
            .putInt(ETHERNET);
        out.write(header.array(), 0, FILE_HEADER_BYTES);
    }

    /**
     * @param frame  a frame.
     * @param offset where it begins.
     * @param length its length, bytes.
     * @param nowNs  when it passed, on the clock of {@link System#nanoTime()}.
     */
    public void add(final byte[] frame, final int offset, final int length, final long nowNs)
    {
        final long atNs = epochNs + nowNs;
        header.clear();
        header.putInt((int)(atNs / SECOND_NS)).putInt((int)(atNs % SECOND_NS)).putInt(length).putInt(length);
        try
        {
            out.write(header.array(), 0, FRAME_HEADER_BYTES);
            out.write(frame, offset, length);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException("the capture cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException
    {
        out.close();
    }
}
