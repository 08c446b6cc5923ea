package dev.sinew.hal.linux.doctor;

import dev.sinew.hal.linux.CpuDmaLatency;
import dev.sinew.hal.linux.Outcome;
import java.util.List;

/** May this user have what the loop asks of the kernel? */
final class PermissionChecks
{
    private static final int CAP_IPC_LOCK = 14;
    private static final int CAP_SYS_NICE = 23;
    private static final long WANTED_LOCK_BYTES = 512L << 20;

    private PermissionChecks()
    {
    }

    static void add(final List<Finding> findings, final HostFiles files, final HostProbe probe)
    {
        final Outcome fifo = probe.tryFifo();
        findings.add(fifo(fifo));
        findings.add(priorityLimit(files, fifo));
        findings.add(memoryLimit(files));
        findings.add(dmaLatency(files));
    }

    private static Finding fifo(final Outcome outcome)
    {
        return Finding.of(outcome.isDone(), Finding.Status.FAIL, "permission.fifo", "SCHED_FIFO",
            outcome.isDone() ? "set on a probe thread and read back: " + outcome.got() : outcome.line(),
            "without it every other process may run first, for milliseconds",
            outcome.remedy().isEmpty() ? "see docs/realtime-setup.md" : outcome.remedy());
    }

    private static Finding priorityLimit(final HostFiles files, final Outcome fifo)
    {
        final String limit = limit(files, "Max realtime priority");
        final boolean capable = has(files, CAP_SYS_NICE);
        final boolean enough = !limit.isEmpty() && (isUnlimited(limit) || Long.parseLong(limit) >= 80);
        return Finding.of(capable || enough || fifo.isDone(), Finding.Status.FAIL, "limit.rtprio",
            "real-time priority limit",
            (limit.isEmpty() ? "unknown" : limit) + (capable ? ", lifted by CAP_SYS_NICE" : ""),
            "the loop asks for priority 80",
            "echo '* - rtprio 90' | sudo tee -a /etc/security/limits.d/sinew.conf, then log in again");
    }

    private static Finding memoryLimit(final HostFiles files)
    {
        final String limit = limit(files, "Max locked memory");
        final boolean capable = has(files, CAP_IPC_LOCK);
        final boolean enough = !limit.isEmpty() && (isUnlimited(limit) || Long.parseLong(limit) >= WANTED_LOCK_BYTES);
        return Finding.of(capable || enough, Finding.Status.FAIL, "limit.memlock", "memory lock limit",
            (limit.isEmpty() ? "unknown" : isUnlimited(limit) ? limit : limit + " bytes") +
            (capable ? ", lifted by CAP_IPC_LOCK" : ""),
            "a page that was taken away costs the cycle that needs it a disk access",
            "echo '* - memlock unlimited' | sudo tee -a /etc/security/limits.d/sinew.conf, then log in again");
    }

    private static Finding dmaLatency(final HostFiles files)
    {
        final String path = CpuDmaLatency.DEVICE.toString().substring(1);
        final boolean writable = files.isWritable(path);
        final String observed = writable ? "writable" : files.exists(path) ? "not writable" : "absent";
        return Finding.of(writable, Finding.Status.FAIL, "permission.cpu_dma_latency", "cpu_dma_latency", observed,
            "a processor in a deep idle state takes up to some 100 us to wake",
            files.exists(path) ?
            "echo 'KERNEL==\"cpu_dma_latency\", GROUP=\"realtime\", MODE=\"0660\"' | " +
            "sudo tee /etc/udev/rules.d/99-sinew.rules, and join the group" :
            "pass the device into the container: --device /dev/cpu_dma_latency");
    }

    /** The soft limit, as text. */
    private static String limit(final HostFiles files, final String name)
    {
        return files.value("proc/self/limits", name).split("\\s+")[0];
    }

    private static boolean isUnlimited(final String limit)
    {
        return "unlimited".equals(limit);
    }

    private static boolean has(final HostFiles files, final int capability)
    {
        final String mask = files.value("proc/self/status", "CapEff");
        return !mask.isEmpty() && 0 != (Long.parseUnsignedLong(mask, 16) >>> capability & 1);
    }
}
