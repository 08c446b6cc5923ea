package dev.sinew.runtime.top;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

import dev.sinew.runtime.frame.FrameFileHeader;

/**
 * Finds the black box that a user means: a file, a name in the directory where boxes lie, or the newest box there.
 */
public final class BoxFinder
{
    /** Where boxes lie unless somebody says otherwise. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/dev/shm");

    private BoxFinder()
    {
    }

    /**
     * @param fileOrName a path, or a part of a file's name in the directory; null or empty for the newest box.
     * @param directory  where boxes lie.
     * @return path of a black box; among several the one that was made or written last.
     * @throws IOException when there is none; the message is one line.
     */
    public static Path find(final String fileOrName, final Path directory) throws IOException
    {
        final boolean any = fileOrName == null || fileOrName.isEmpty();
        if (!any && (Files.exists(Path.of(fileOrName)) || fileOrName.contains("/")))
        {
            return Path.of(fileOrName);
        }
        Path newest = null;
        FileTime newestTime = null;
        for (final Path path : boxes(directory))
        {
            final FileTime time = Files.getLastModifiedTime(path);
            if ((any || path.getFileName().toString().contains(fileOrName)) &&
                (newest == null || time.compareTo(newestTime) > 0))
            {
                newest = path;
                newestTime = time;
            }
        }
        if (newest == null)
        {
            throw new IOException("no black box " + (any ? "" : "named " + fileOrName + " ") + "in " + directory +
                " (start a loop first, or give the path that its --blackbox names)");
        }
        return newest;
    }

    private static List<Path> boxes(final Path directory) throws IOException
    {
        if (!Files.isDirectory(directory))
        {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory))
        {
            return files.filter(Files::isRegularFile).filter(Files::isReadable).filter(BoxFinder::isBox).sorted()
                .toList();
        }
    }

    private static boolean isBox(final Path path)
    {
        try (InputStream in = Files.newInputStream(path))
        {
            final byte[] begin = in.readNBytes(Long.BYTES);
            return begin.length == Long.BYTES &&
                ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN).getLong() == FrameFileHeader.MAGIC;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }
}
