package dev.sinew.hal.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/** The threads of this process as the kernel sees them: the JVM's own included. */
public final class ProcessThreads
{
    private static final String SETTING = "other threads";

    private ProcessThreads()
    {
    }

    /**
     * Moves every thread of this process but the calling one off a processor, so that compiler and collector do not
     * run where the loop does. Threads started later inherit from the thread that starts them. Set-up only.
     *
     * @param cpu processor to keep free for the loop.
     * @return what was read back; REFUSED where any thread may still run there.
     */
    public static Outcome keepOff(final int cpu)
    {
        final String wish = "off cpu " + cpu;
        if (!LinuxSupport.available())
        {
            return Outcome.unsupported(SETTING, wish, LinuxSupport.reason());
        }
        final BitSet others = ThreadScheduling.affinity(0);
        others.clear(cpu);
        if (others.isEmpty())
        {
            return Outcome.refused(SETTING, wish, "cpu " + cpu, 0,
                "this process has one processor only: give it a second one");
        }
        final int self = ThreadScheduling.threadId();
        int moved = 0;
        int staying = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task")))
        {
            for (final Path thread : threads)
            {
                final int threadId = Integer.parseInt(thread.getFileName().toString());
                if (threadId == self)
                {
                    continue;
                }
                if (ThreadScheduling.setAffinity(threadId, others).isDone())
                {
                    moved++;
                }
                else if (Files.exists(thread))      // else it ended meanwhile
                {
                    staying++;
                }
            }
        }
        catch (final IOException | DirectoryIteratorException e)
        {
            return Outcome.refused(SETTING, wish, "nothing", 0, "/proc/self/task could not be read: " + e.getMessage());
        }
        final String got = moved + " threads on cpu " + ThreadScheduling.list(others);
        return 0 == staying ? Outcome.done(SETTING, wish, got) : Outcome.refused(SETTING, wish,
            got + ", " + staying + " could not be moved", 0, "start the process under taskset instead");
    }
}
