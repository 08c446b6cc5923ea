package dev.sinew.hal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps processors out of idle states that take longer than a given time to leave. The wish holds for the whole
 * machine and only as long as this object is open.
 */
public final class CpuDmaLatency implements AutoCloseable
{
    /** The device of the kernel's power management. */
    public static final Path DEVICE = Path.of("/dev/cpu_dma_latency");
    private static final String SETTING = "cpu_dma_latency";

    private FileChannel channel;

    /**
     * Opens the device, writes the wish and reads the machine's effective value back. Set-up only.
     *
     * @param latencyUs longest wake-up from an idle state in us, 0 for none at all.
     * @return what was read back.
     */
    public Outcome hold(final int latencyUs)
    {
        return hold(DEVICE, latencyUs);
    }

    Outcome hold(final Path device, final int latencyUs)
    {
        close();
        final String wish = latencyUs + " us";
        if (!Files.exists(device))
        {
            return Outcome.unsupported(SETTING, wish, "no " + device + " here: a container needs it passed in " +
                "(--device " + device + "), other systems do not have it");
        }
        try
        {
            channel = FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final ByteBuffer value = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
            value.putInt(0, latencyUs);
            channel.write(value);
            value.clear();
            channel.read(value, 0);
            final int gotUs = value.getInt(0);
            return gotUs <= latencyUs ? Outcome.done(SETTING, wish, gotUs + " us, held") :
                Outcome.refused(SETTING, wish, gotUs + " us", 0, "another value was read back: look at the kernel log");
        }
        catch (final AccessDeniedException e)
        {
            close();
            return Outcome.refused(SETTING, wish, "nothing", Errno.EACCES,
                "give your group the device (udev rule in docs/realtime-setup.md)");
        }
        catch (final IOException e)
        {
            close();
            return Outcome.refused(SETTING, wish, "nothing", 0, "the device failed: " + e.getMessage());
        }
    }

    /**
     * Whether a wish is held.
     *
     * @return true from a successful {@link #hold} until {@link #close}.
     */
    public boolean isHeld()
    {
        return null != channel;
    }

    /** Gives the wish back. */
    @Override
    public void close()
    {
        if (null != channel)
        {
            try
            {
                channel.close();
            }
            catch (final IOException e)
            {
                // The kernel drops the wish with the descriptor in any case.
                channel = null;
            }
            channel = null;
        }
    }
}
