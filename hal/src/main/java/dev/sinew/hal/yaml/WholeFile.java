package dev.sinew.hal.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole: written beside the old one, forced to the disk, renamed over it, and the rename forced as
 * well, so that whoever reads at any time, or after a crash at any time, finds the old one or the new one.
 */
public final class WholeFile
{
    private WholeFile()
    {
    }

    /**
     * @param path where it goes.
     * @param text what it shall hold.
     * @param what what it is, for messages: {@code calibration}.
     * @throws IOException when it cannot be written; then the old file is as it was. The message is one line with the
     *                     remedy.
     */
    public static void replace(final Path path, final String text, final String what) throws IOException
    {
        final Path target = path.toAbsolutePath();
        final Path part = target.resolveSibling(target.getFileName() + ".part");
        try
        {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING))
            {
                final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining())
                {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ))
            {
                directory.force(true);
            }
        }
        catch (final IOException ex)
        {
            discard(part);
            throw new IOException("cannot write the " + what + " " + path + ": " + ex.getClass().getSimpleName() + " " +
                ex.getMessage() + " (an older file there is unchanged; check directory, permission and free space)",
                ex);
        }
    }

    private static void discard(final Path part)
    {
        try
        {
            Files.deleteIfExists(part);
        }
        catch (final IOException ex)
        {
            return; // what cannot be deleted is overwritten next time, and never read
        }
    }
}
