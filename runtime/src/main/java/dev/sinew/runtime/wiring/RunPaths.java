package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.sinew.runtime.command.ControlPage;

/**
 * Where runs leave their black boxes and control pages: {@code SINEW_RUN_DIR}, else a directory of the user's on
 * {@code /dev/shm}, else one in the temporary directory.
 */
public final class RunPaths
{
    private final Path directory;

    private RunPaths(final Path directory)
    {
        this.directory = directory;
    }

    /**
     * @return the directory for this user, made when it is missing.
     * @throws UserException when it cannot be made.
     */
    public static RunPaths ofUser()
    {
        final String asked = System.getenv("SINEW_RUN_DIR");
        final Path shared = Path.of("/dev/shm");
        final Path base = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        final Path directory =
            asked != null ? Path.of(asked) : base.resolve("sinew-" + System.getProperty("user.name"));
        try
        {
            Files.createDirectories(directory);
            return new RunPaths(directory);
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot make the run directory " + directory + ": " +
                ex.getClass().getSimpleName() + " (set SINEW_RUN_DIR to a writable directory)", ex);
        }
    }

    /**
     * @param directory an existing directory.
     * @return runs that lie there.
     */
    static RunPaths of(final Path directory)
    {
        return new RunPaths(directory);
    }

    /**
     * @return the directory.
     */
    public Path directory()
    {
        return directory;
    }

    /**
     * @param name name of a run.
     * @return its control page.
     */
    public Path controlPage(final String name)
    {
        return directory.resolve(name + ".control");
    }

    /**
     * @param name name of a run.
     * @return the file that a run of that name holds locked while it lives.
     */
    Path lock(final String name)
    {
        return directory.resolve(name + ".lock");
    }

    /**
     * Finds a free name and makes room: boxes of dead runs beyond the newest go, those of living ones and the last
     * run's never.
     *
     * @param robot name of the robot.
     * @param kept  boxes of dead runs that stay, at least 1.
     * @return a path for a new black box.
     */
    public Path newBlackBox(final String robot, final int kept)
    {
        final List<Path> boxes = boxes();
        final List<Path> living = livingBoxes();
        boxes.removeAll(living);
        while (boxes.size() > kept)
        {
            boxes.remove(0).toFile().delete();
        }
        final String stamp = java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(java.time.ZoneOffset.UTC).format(java.time.Instant.now());
        final String stem = robot + "-" + stamp + "-" + ProcessHandle.current().pid();
        Path fresh = directory.resolve(stem + ".blackbox");
        for (int i = 2; Files.exists(fresh); i++)
        {
            fresh = directory.resolve(stem + "-" + i + ".blackbox");
        }
        return fresh;
    }

    /**
     * @return black boxes of this user, oldest first.
     */
    public List<Path> boxes()
    {
        final List<Path> boxes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.blackbox"))
        {
            files.forEach(boxes::add);
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot list " + directory + ": " + ex.getMessage(), ex);
        }
        boxes.sort(Comparator.comparingLong(path -> path.toFile().lastModified()));
        return boxes;
    }

    private List<Path> livingBoxes()
    {
        return living().stream().map(Running::frames).toList();
    }

    /**
     * A run whose process is alive.
     *
     * @param name   its name.
     * @param page   its control page.
     * @param pid    its process.
     * @param frames its black box.
     */
    public record Running(String name, Path page, long pid, Path frames)
    {
    }

    /**
     * @return runs of this user that are alive, by name.
     */
    public List<Running> living()
    {
        final List<Running> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.control"))
        {
            for (final Path file : files)
            {
                try (ControlPage page = ControlPage.open(file))
                {
                    if (page.isAlive())
                    {
                        final String fileName = file.getFileName().toString();
                        found.add(new Running(fileName.substring(0, fileName.length() - ".control".length()), file,
                            page.pid(), page.frames()));
                    }
                }
                catch (final IOException ex)
                {
                    continue; // a page that is being made or taken away right now
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot list " + directory + ": " + ex.getMessage(), ex);
        }
        found.sort(Comparator.comparing(Running::name));
        return found;
    }

    /**
     * @param wanted name that somebody would like.
     * @return the name, with a number behind it when a living run has it.
     */
    public String freeName(final String wanted)
    {
        final List<String> taken = living().stream().map(Running::name).toList();
        String name = wanted;
        for (int i = 2; taken.contains(name); i++)
        {
            name = wanted + "-" + i;
        }
        return name;
    }
}
