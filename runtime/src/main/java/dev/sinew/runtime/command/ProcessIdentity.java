package dev.sinew.runtime.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a process from a later one of the same number by when it began, counted from the machine's start: that never
 * changes, while the wall clock of a robot without a battery jumps by years when it first hears of the time.
 */
final class ProcessIdentity
{
    /** Place of {@code starttime} behind the command's closing bracket, see {@code proc(5)}. */
    private static final int START_TICKS = 19;

    private ProcessIdentity()
    {
    }

    /**
     * @param pid a process.
     * @return clock ticks from the machine's start to its begin; 0 when it is gone or the system does not tell.
     */
    static long startTicks(final long pid)
    {
        try
        {
            final String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            final String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(rest[START_TICKS]);
        }
        catch (final IOException | RuntimeException ex)
        {
            return 0;
        }
    }

    /**
     * @param pid        a process.
     * @param startTicks its begin, 0 when unknown.
     * @return true while that very process lives.
     */
    static boolean isAlive(final long pid, final long startTicks)
    {
        if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
        {
            return false;
        }
        final long found = startTicks(pid);
        return startTicks == 0 || found == 0 || found == startTicks;
    }
}
