package dev.sinew.runtime.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A file of slots in memory: made in full before use by the loop's process, mapped read-only by everybody else.
 * Belongs on
 * memory-backed storage: on a disk file system the kernel write-protects a page after writing it back, and the next
 * store
 * to it can wait for the journal.
 */
public final class MappedFrames implements AutoCloseable
{
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path path;
    private final FrameFileHeader header;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;

    private MappedFrames(final Path path, final FrameFileHeader header, final MappedByteBuffer mapped)
    {
        this.path = path;
        this.header = header;
        this.mapped = mapped;
        this.buffer = new UnsafeBuffer(mapped);
    }

    /**
     * Makes a new file, every byte of it written, so that no store of the loop can meet a page that the file system
     * has no
     * room for.
     *
     * @param path   where; must not exist.
     * @param header what it shall hold.
     * @return the mapped file.
     * @throws IOException when it exists, when there is no room, or when it cannot be written; the message has the
     *                     remedy.
     */
    public static MappedFrames create(final Path path, final FrameFileHeader header) throws IOException
    {
        final Path parent = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent))
        {
            throw new IOException("no directory for the black box: " + parent +
                " (make it, or give another --blackbox)");
        }
        return create(path, header, Files.getFileStore(parent).getUsableSpace());
    }

    /**
     * @param usableBytes room on the file system, bytes.
     */
    static MappedFrames create(final Path path, final FrameFileHeader header, final long usableBytes)
        throws IOException
    {
        final long bytes = header.fileBytes();
        if (bytes > Integer.MAX_VALUE)
        {
            throw new IOException("black box of " + bytes +
                " B is over 2 GiB: keep fewer seconds with --blackbox-seconds");
        }
        if (usableBytes < bytes)
        {
            throw new IOException("no room for the black box: " + path + " needs " + (bytes >> 20) +
                " MiB, its file system has " + (usableBytes >> 20) + " MiB free (keep fewer seconds with " +
                "--blackbox-seconds, delete old boxes there, or give another --blackbox)");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            fill(channel, bytes);
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            final MappedFrames frames = new MappedFrames(path, header, mapped);
            for (int slot = 0; slot < header.slotCount(); slot++)
            {
                final int offset = frames.slotOffset(slot);
                frames.buffer.putLong(offset, -1);
                frames.buffer.putLong(offset + header.endOffset(), -1);
            }
            header.write(frames.buffer);
            return frames;
        }
        catch (final java.nio.file.FileAlreadyExistsException ex)
        {
            throw new IOException("black box exists already and is never overwritten: " + path +
                " (move it away, or give another --blackbox)", ex);
        }
        catch (final java.nio.file.AccessDeniedException ex)
        {
            throw new IOException("no permission to make the black box " + path +
                " (give another --blackbox, or set SINEW_RUN_DIR to a directory that you may write to)", ex);
        }
        catch (final IOException ex)
        {
            Files.deleteIfExists(path);
            throw new IOException("no room for the black box, or it cannot be written: " + path + ": " +
                ex.getMessage() + " (keep fewer seconds with --blackbox-seconds, or give another --blackbox)", ex);
        }
    }

    private static void fill(final FileChannel channel, final long bytes) throws IOException
    {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
        long written = 0;
        while (written < bytes)
        {
            zeros.clear().limit((int)Math.min(CHUNK_BYTES, bytes - written));
            written += channel.write(zeros, written);
        }
    }

    /**
     * @param path an existing file.
     * @return the file, mapped read-only.
     * @throws IOException when it is missing or no black box; the message is one line.
     */
    public static MappedFrames open(final Path path) throws IOException
    {
        if (!Files.isRegularFile(path))
        {
            throw new IOException("no such black box: " + path);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new MappedFrames(path, FrameFileHeader.read(new UnsafeBuffer(mapped)), mapped);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IOException(path + ": " + ex.getMessage(), ex);
        }
        catch (final java.nio.file.AccessDeniedException ex)
        {
            throw new IOException("no permission to read the black box: " + path +
                " (ask its owner, or run as the user of the loop)", ex);
        }
    }

    /**
     * @return where the file is.
     */
    public Path path()
    {
        return path;
    }

    /**
     * @return what the slots hold.
     */
    public FrameFileHeader header()
    {
        return header;
    }

    /**
     * @return memory of the whole file.
     */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /**
     * @param slot number of a slot, 0 to count - 1.
     * @return its offset in {@link #buffer()}, bytes.
     */
    public int slotOffset(final int slot)
    {
        return header.headerBytes() + slot * header.slotBytes();
    }

    /**
     * @return number of the newest published frame, -1 before the first. Any thread.
     */
    public long cursorAcquire()
    {
        return buffer.getLongVolatile(FrameFileHeader.CURSOR_OFFSET);
    }

    /**
     * Loop's thread only.
     *
     * @param sequence number of the newest frame, whole in its slot.
     */
    public void cursorRelease(final long sequence)
    {
        buffer.putLongOrdered(FrameFileHeader.CURSOR_OFFSET, sequence);
    }

    @Override
    public void close()
    {
        IoUtil.unmap(mapped);
    }
}
