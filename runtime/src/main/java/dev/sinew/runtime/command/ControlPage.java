package dev.sinew.runtime.command;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One command and its answer in shared memory. The operator's side writes the command, then its number with release
 * order;
 * the loop's side sees a new number, obeys, writes the outcome, then the number that it answers with release order.
 *
 * <pre>
 *   0 magic   8 process id   16 begin of that process, ticks since boot, 0 unknown
 *   64 command number   72 command   128 answered number   136 outcome   144 mode after
 *   192 length of the frames' path, 196 path
 *   1024 wishes: numbers of at least 0, each stored as itself plus 1, 0 for none; co-contractions, from 256 on forces
 * </pre>
 */
public final class ControlPage implements AutoCloseable
{
    private static final long MAGIC = 0x3143_5457_454E_4953L;
    private static final int PAGE_BYTES = 4096;
    private static final int PID = 8;
    private static final int PID_START_TICKS = 16;
    private static final int REQUEST = 64;
    private static final int COMMAND = 72;
    private static final int ANSWER = 128;
    private static final int OUTCOME = 136;
    private static final int MODE_AFTER = 144;
    private static final int PATH_LENGTH = 192;
    private static final int PATH = 196;
    private static final int WISHES = 1024;
    private static final int TRIES = 3;

    /** Wishes that a page has room for. */
    public static final int WISH_COUNT = (PAGE_BYTES - WISHES) / Double.BYTES;
    /** Where the fingers' wanted forces begin among them, N; those before are co-contractions of groups. */
    public static final int GRIP_WISHES = 256;

    private final UnsafeBuffer buffer;
    private final MappedByteBuffer mapped;
    private long seen;

    /**
     * @param buffer at least one page of memory.
     */
    public ControlPage(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
        this.mapped = null;
        this.seen = buffer.getLongVolatile(REQUEST);
    }

    private ControlPage(final MappedByteBuffer mapped)
    {
        this.buffer = new UnsafeBuffer(mapped);
        this.mapped = mapped;
        this.seen = buffer.getLongVolatile(REQUEST);
    }

    /**
     * @param path   where the page shall lie; replaced when a dead run left one.
     * @param frames where the run's frames lie.
     * @return the page, for the loop's side.
     * @throws IOException when it cannot be made, or a living run has it: then the message names its process.
     */
    public static ControlPage create(final Path path, final Path frames) throws IOException
    {
        // Of this call alone: another run of that name may begin in the same moment.
        final Path fresh = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + "." +
            Long.toHexString(System.nanoTime()) + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
            StandardOpenOption.WRITE))
        {
            channel.write(java.nio.ByteBuffer.allocate(PAGE_BYTES), 0);
            final ControlPage page = new ControlPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE_BYTES));
            page.buffer.putLong(PID, ProcessHandle.current().pid());
            page.buffer.putLong(PID_START_TICKS, ProcessIdentity.startTicks(ProcessHandle.current().pid()));
            page.buffer.putStringUtf8(PATH_LENGTH, frames.toAbsolutePath().toString());
            page.buffer.putLongOrdered(0, MAGIC);
            publish(fresh, path, page);
            return page;
        }
        finally
        {
            Files.deleteIfExists(fresh);
        }
    }

    /** A link, other than a move, never takes the place of a page that came between. */
    private static void publish(final Path fresh, final Path path, final ControlPage page) throws IOException
    {
        for (int i = 0; i < TRIES; i++)
        {
            try
            {
                Files.createLink(path, fresh);
                return;
            }
            catch (final FileAlreadyExistsException there)
            {
                final long holder = holder(path);
                if (holder != 0)
                {
                    page.close();
                    throw new IOException(taken(path, holder), there);
                }
                Files.deleteIfExists(path);
            }
        }
        page.close();
        throw new IOException("other runs take " + path + " again and again; start this one again, under another name");
    }

    /** Process of the living run whose page this is; 0 when a dead one left it, or it is no page. */
    private static long holder(final Path path)
    {
        try (ControlPage other = open(path))
        {
            return other.isAlive() ? other.pid() : 0;
        }
        catch (final IOException noPage)
        {
            return 0;
        }
    }

    private static String taken(final Path path, final long pid)
    {
        final String name = path.getFileName().toString().replaceFirst("\\.control$", "");
        return "a run named " + name + " has begun in the same moment: process " + pid +
            " (start this one again: a simulation then gets a number behind its name; or give it another name)";
    }

    /**
     * @param path an existing page.
     * @return the page, for the operator's side.
     * @throws IOException when it is missing or something else; the message is one line.
     */
    public static ControlPage open(final Path path) throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            if (channel.size() < PAGE_BYTES)
            {
                throw new IOException("not a control page: " + path);
            }
            final ControlPage page = new ControlPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE_BYTES));
            if (page.buffer.getLongVolatile(0) != MAGIC)
            {
                page.close();
                throw new IOException("not a control page: " + path);
            }
            return page;
        }
    }

    /**
     * @return process that runs the loop.
     */
    public long pid()
    {
        return buffer.getLong(PID);
    }

    /**
     * @return true while that process lives; another process that got its number later does not count.
     */
    public boolean isAlive()
    {
        return ProcessIdentity.isAlive(pid(), buffer.getLong(PID_START_TICKS));
    }

    /**
     * @return where the run's frames lie.
     */
    public Path frames()
    {
        return Path.of(buffer.getStringUtf8(PATH_LENGTH));
    }

    /**
     * Operator's side; one operator at a time (hold a lock on the file).
     *
     * @param command what to ask for.
     * @return number of the command, for {@link #outcomeOf(long)}.
     */
    public long request(final OperatorCommand command)
    {
        final long number = buffer.getLongVolatile(REQUEST) + 1;
        buffer.putLong(COMMAND, command.ordinal());
        buffer.putLongOrdered(REQUEST, number);
        return number;
    }

    /**
     * Operator's side, before it asks for {@link OperatorCommand#TAKE_WISHES}.
     *
     * @param index 0 to {@link #WISH_COUNT} - 1.
     * @param value at least 0; not a number takes the wish back.
     */
    public void wish(final int index, final double value)
    {
        buffer.putDouble(WISHES + index * Double.BYTES, value >= 0 ? value + 1 : 0);
    }

    /**
     * Loop's side, at {@link OperatorCommand#TAKE_WISHES}.
     *
     * @param index 0 to {@link #WISH_COUNT} - 1.
     * @return the wish, not a number where there is none.
     */
    public double wish(final int index)
    {
        final double stored = buffer.getDouble(WISHES + index * Double.BYTES);
        return stored >= 1 ? stored - 1 : Double.NaN;
    }

    /**
     * Operator's side.
     *
     * @param number number of a command.
     * @return 0 while unanswered, else the ordinal of an {@link OperatorOutcome}.
     */
    public int outcomeOf(final long number)
    {
        return buffer.getLongVolatile(ANSWER) < number ? 0 : (int)buffer.getLong(OUTCOME);
    }

    /**
     * Operator's side, after an answer.
     *
     * @return ordinal of the mode after the command.
     */
    public int modeAfter()
    {
        return (int)buffer.getLong(MODE_AFTER);
    }

    /**
     * Loop's side, once a cycle; wait-free.
     *
     * @return true when a command has come that was not seen before.
     */
    public boolean poll()
    {
        final long number = buffer.getLongVolatile(REQUEST);
        if (number == seen)
        {
            return false;
        }
        seen = number;
        return true;
    }

    /**
     * Loop's side.
     *
     * @return number of the newest command seen.
     */
    public long sequence()
    {
        return seen;
    }

    /**
     * Loop's side, after {@link #poll()} said true.
     *
     * @return the command.
     */
    public OperatorCommand command()
    {
        return OperatorCommand.ofOrdinal(buffer.getLong(COMMAND));
    }

    /**
     * Loop's side: answers the command seen last.
     *
     * @param outcome   what became of it.
     * @param modeAfter ordinal of the mode after it.
     */
    public void answer(final OperatorOutcome outcome, final int modeAfter)
    {
        buffer.putLong(OUTCOME, outcome.ordinal());
        buffer.putLong(MODE_AFTER, modeAfter);
        buffer.putLongOrdered(ANSWER, seen);
    }

    @Override
    public void close()
    {
        if (mapped != null)
        {
            IoUtil.unmap(mapped);
        }
    }
}
