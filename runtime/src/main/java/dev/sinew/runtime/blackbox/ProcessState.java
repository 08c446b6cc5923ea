package dev.sinew.runtime.blackbox;

import java.util.Map;

import dev.sinew.runtime.frame.FrameMeta;

/**
 * Whether the process that wrote a black box is still there.
 *
 * @param pid   its number, -1 when the header does not tell.
 * @param alive true when a process of that number and begin runs on this machine.
 */
public record ProcessState(long pid, boolean alive)
{
    private static final long START_TOLERANCE_MS = 2000;

    /**
     * @param meta facts from a header.
     * @return what the system says now.
     */
    public static ProcessState of(final Map<String, String> meta)
    {
        final long pid = number(meta.get(FrameMeta.PID), -1);
        final long startMs = number(meta.get(FrameMeta.PID_START_MS), 0);
        if (pid < 0)
        {
            return new ProcessState(-1, false);
        }
        final boolean alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process ->
        {
            final long found = FrameMeta.startMs(process);
            return startMs == 0 || found == 0 || Math.abs(found - startMs) <= START_TOLERANCE_MS;
        }).isPresent();
        return new ProcessState(pid, alive);
    }

    private static long number(final String text, final long otherwise)
    {
        return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }

    /**
     * @return one phrase for a reader.
     */
    public String text()
    {
        if (pid < 0)
        {
            return "an unknown process";
        }
        return "process " + pid + (alive ? ", which is running" : ", which has ended");
    }
}
