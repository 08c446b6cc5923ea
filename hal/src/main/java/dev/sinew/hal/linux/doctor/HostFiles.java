package dev.sinew.hal.linux.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files in which a kernel describes itself, below a root. */
public final class HostFiles
{
    private static final int CHUNK_BYTES = 1 << 16;
    private final Path root;

    /**
     * Constructor.
     *
     * @param root directory that stands for {@code /}.
     */
    public HostFiles(final Path root)
    {
        this.root = root;
    }

    /**
     * Files of the running machine.
     *
     * @return files below {@code /}.
     */
    public static HostFiles ofThisMachine()
    {
        return new HostFiles(Path.of("/"));
    }

    /**
     * Content of a file without white space around it.
     *
     * @param path relative to the root, for example {@code proc/version}.
     * @return the text, empty where the file is absent, unreadable or empty.
     */
    public String read(final String path)
    {
        // One large read first: Files.readAllBytes asks for a single byte of a file that says it is empty, and the
        // kernel's number files answer any later read with end of file.
        final byte[] chunk = new byte[CHUNK_BYTES];
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(root.resolve(path)))
        {
            for (int count = in.read(chunk); count > 0; count = in.read(chunk))
            {
                content.write(chunk, 0, count);
            }
            return content.toString(StandardCharsets.UTF_8).strip();
        }
        catch (final IOException | SecurityException e)
        {
            return "";
        }
    }

    /**
     * What follows a key at the beginning of a line.
     *
     * @param path relative to the root.
     * @param key  how the line begins, for example {@code VmLck}.
     * @return the rest of the first such line without white space, colon and equals sign before it; empty if none.
     */
    public String value(final String path, final String key)
    {
        return read(path).lines().filter(line -> line.startsWith(key)).findFirst()
            .map(line -> line.substring(key.length()).replaceFirst("^[\\s:=]+", "").strip()).orElse("");
    }

    /**
     * Whether a file is there.
     *
     * @param path relative to the root.
     * @return true if so.
     */
    public boolean exists(final String path)
    {
        return Files.exists(root.resolve(path));
    }

    /**
     * Whether this process may write a file.
     *
     * @param path relative to the root.
     * @return true if so.
     */
    public boolean isWritable(final String path)
    {
        return Files.isWritable(root.resolve(path));
    }

    /**
     * Entries of a directory whose name matches.
     *
     * @param directory relative to the root.
     * @param glob      for example {@code libmujoco.so*}.
     * @return paths in order of name, empty where there is no such directory.
     */
    public List<Path> list(final String directory, final String glob)
    {
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory), glob))
        {
            entries.forEach(found::add);
        }
        catch (final IOException | DirectoryIteratorException e)
        {
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
