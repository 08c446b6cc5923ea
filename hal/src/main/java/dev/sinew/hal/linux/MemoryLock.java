package dev.sinew.hal.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the pages of this process in memory, so that no cycle waits for a page to come back. */
public enum MemoryLock
{
    /** Nothing is locked. */
    OFF("off"),
    /** What is in memory stays, and what is touched later stays from then on: the smaller footprint. */
    TOUCHED("touched"),
    /** The whole address space, filled at once: no page fault later, the larger footprint. */
    ALL("all");

    private static final String SETTING = "memory lock";
    private final String label;

    MemoryLock(final String label)
    {
        this.label = label;
    }

    /**
     * Name in configuration files.
     *
     * @return {@code off}, {@code touched} or {@code all}.
     */
    public String label()
    {
        return label;
    }

    /**
     * Locks, or unlocks for OFF, this process's memory and reads VmLck back. Set-up only.
     *
     * @return what was read back.
     */
    public Outcome apply()
    {
        if (!LinuxSupport.available())
        {
            return Outcome.unsupported(SETTING, label, LinuxSupport.reason());
        }
        final int result = switch (this)
        {
            case OFF -> LibC.munlockall();
            case TOUCHED -> LibC.mlockall(LibC.MCL_CURRENT | LibC.MCL_FUTURE | LibC.MCL_ONFAULT);
            case ALL -> LibC.mlockall(LibC.MCL_CURRENT | LibC.MCL_FUTURE);
        };
        final int errno = 0 == result ? 0 : LibC.errno();
        final long lockedKib = lockedKib();
        final String got = (lockedKib >> 10) + " MiB locked";
        final boolean asWished = OFF == this ? 0 == lockedKib : lockedKib > 0 && 0 == result;
        return asWished ? Outcome.done(SETTING, label, got) : Outcome.refused(SETTING, label, got, errno,
            "raise the limit (line '* - memlock unlimited' in /etc/security/limits.d/sinew.conf and log in again, " +
            "or CAP_IPC_LOCK), see docs/realtime-setup.md");
    }

    /**
     * Locked memory of this process.
     *
     * @return KiB as the kernel counts them, 0 where it cannot be read.
     */
    public static long lockedKib()
    {
        try
        {
            for (final String line : Files.readAllLines(Path.of("/proc/self/status")))
            {
                if (line.startsWith("VmLck:"))
                {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        catch (final IOException e)
        {
            return 0;
        }
        return 0;
    }
}
