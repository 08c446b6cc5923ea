package dev.sinew.hal.linux.doctor;

import java.util.List;

/** Paging, huge pages and shared memory. */
final class MemoryChecks
{
    private static final long WANTED_SHARED_BYTES = 128L << 20;

    private MemoryChecks()
    {
    }

    static void add(final List<Finding> findings, final HostFiles files, final HostProbe probe)
    {
        findings.add(swap(files));
        findings.add(hugePages(files));
        findings.add(sharedMemory(probe.sharedMemoryBytes()));
    }

    private static Finding swap(final HostFiles files)
    {
        final long areas = files.read("proc/swaps").lines().skip(1).count();
        return Finding.of(0 == areas, Finding.Status.WARN, "memory.swap", "swap", 0 == areas ? "none" :
            areas + " area" + (areas > 1 ? "s" : "") + " in use",
            "a page that was written to the disk costs the cycle that needs it milliseconds",
            "sudo swapoff -a, or make sure that the memory lock holds");
    }

    private static Finding hugePages(final HostFiles files)
    {
        final String modes = files.read("sys/kernel/mm/transparent_hugepage/enabled");
        final int from = modes.indexOf('[');
        final String mode = from < 0 ? "" : modes.substring(from + 1, modes.indexOf(']', from));
        return Finding.of(!"always".equals(mode), Finding.Status.WARN, "memory.huge_pages", "transparent huge pages",
            mode.isEmpty() ? "not visible" : mode,
            "the kernel moves memory about to make huge pages, and stalls who uses it",
            "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled");
    }

    private static Finding sharedMemory(final long[] bytes)
    {
        final String observed = 0 == bytes[0] ? "absent" :
            (bytes[0] >> 20) + " MiB, " + (bytes[1] >> 20) + " MiB free";
        return Finding.of(bytes[1] >= WANTED_SHARED_BYTES, Finding.Status.WARN, "memory.shared", "/dev/shm", observed,
            "the black box lies there: on a disk file system a store can wait for the journal",
            "in a container: --shm-size=1g; elsewhere: sudo mount -o remount,size=1g /dev/shm");
    }
}
