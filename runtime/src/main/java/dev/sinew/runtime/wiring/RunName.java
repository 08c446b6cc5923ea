package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name under which other processes find a run. A claimed name is held by a lock on a file, which the kernel gives
 * back when the process dies, however it dies. The file itself stays: taking it away would let two processes lock two
 * files of one name.
 */
public final class RunName implements AutoCloseable
{
    /** Lock files held by this process. */
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path controlPage;
    private final Path lockFile;
    private final FileChannel lock;
    private final boolean afterCrash;

    private RunName(
        final String name,
        final Path controlPage,
        final Path lockFile,
        final FileChannel lock,
        final boolean afterCrash)
    {
        this.name = name;
        this.controlPage = controlPage;
        this.lockFile = lockFile;
        this.lock = lock;
        this.afterCrash = afterCrash;
    }

    /**
     * @param paths  where runs lie.
     * @param wanted name that somebody would like.
     * @return the name, with a number behind it when a living run has it.
     */
    static RunName free(final RunPaths paths, final String wanted)
    {
        final String name = paths.freeName(wanted);
        return new RunName(name, paths.controlPage(name), null, null, false);
    }

    /**
     * Claims a name, so that there is one run for a robot. What a dead run of that name left is cleared away.
     *
     * @param paths  where runs lie.
     * @param wanted name of the run.
     * @return the name.
     * @throws UserException when a living run has it; the message has its process.
     */
    static RunName claim(final RunPaths paths, final String wanted)
    {
        final Path file = paths.lock(wanted);
        try
        {
            // Looked up first: to open and close a file that this process has locked would give the lock back.
            if (!CLAIMED.add(file))
            {
                throw taken(wanted, Long.toString(ProcessHandle.current().pid()));
            }
            final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
            if (channel.tryLock() == null)
            {
                final String owner = owner(channel, paths, wanted);
                release(file, channel);
                throw taken(wanted, owner);
            }
            return claimed(paths, wanted, file, channel);
        }
        catch (final IOException ex)
        {
            CLAIMED.remove(file);
            throw new UserException("cannot lock " + file + ": " + ex.getMessage() +
                " (run as the user that owns it, or set SINEW_RUN_DIR to a directory of your own)", ex);
        }
    }

    private static RunName claimed(
        final RunPaths paths,
        final String wanted,
        final Path file,
        final FileChannel channel) throws IOException
    {
        final Optional<RunPaths.Running> other =
            paths.living().stream().filter(run -> run.name().equals(wanted)).findFirst();
        if (other.isPresent()) // a simulation holds no lock
        {
            release(file, channel);
            throw taken(wanted, Long.toString(other.get().pid()));
        }
        final byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
        final boolean left = Files.deleteIfExists(paths.controlPage(wanted));
        return new RunName(wanted, paths.controlPage(wanted), file, channel, left);
    }

    private static String owner(final FileChannel channel, final RunPaths paths, final String wanted)
        throws IOException
    {
        final Optional<RunPaths.Running> living =
            paths.living().stream().filter(run -> run.name().equals(wanted)).findFirst();
        if (living.isPresent())
        {
            return Long.toString(living.get().pid());
        }
        final ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        final String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "(just starting)" : pid;
    }

    private static UserException taken(final String wanted, final String pid)
    {
        return new UserException("a run named " + wanted + " is there already: process " + pid + " (end it with kill " +
            pid + ", or give this one another name)");
    }

    /**
     * @param paths where runs lie.
     * @param name  name of a run.
     * @return the living run that has it, if any.
     */
    public static Optional<RunPaths.Running> holder(final RunPaths paths, final String name)
    {
        return paths.living().stream().filter(run -> run.name().equals(name)).findFirst();
    }

    /**
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * @return where its control page lies.
     */
    Path controlPage()
    {
        return controlPage;
    }

    /**
     * @return true when the last run of that name did not come to its end: it was killed, or crashed.
     */
    public boolean afterCrash()
    {
        return afterCrash;
    }

    /**
     * Gives the name back. The run's loop has ended and its drives are deactivated: what is left behind says so.
     */
    @Override
    public void close()
    {
        controlPage.toFile().delete();
        withdraw();
    }

    /**
     * Gives the name back without a run of it: a control page that lies there is somebody else's.
     */
    void withdraw()
    {
        if (lock != null)
        {
            release(lockFile, lock);
        }
    }

    private static void release(final Path file, final FileChannel channel)
    {
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            return; // the kernel gives it back with the process
        }
        finally
        {
            CLAIMED.remove(file);
        }
    }
}
