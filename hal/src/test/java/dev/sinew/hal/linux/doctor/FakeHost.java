package dev.sinew.hal.linux.doctor;

import dev.sinew.hal.linux.Errno;
import dev.sinew.hal.linux.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A machine made of files and answers: a perfect one until a test spoils it. */
final class FakeHost implements HostProbe
{
    Outcome fifo = Outcome.done("scheduling", "SCHED_FIFO 80", "SCHED_FIFO 80");
    int processors = 8;
    long[] sharedMemory = {1L << 30, 900L << 20};
    int javaFeature = 21;
    boolean open = true;
    List<String> collectors = List.of("Copy", "MarkSweepCompact");
    String program = "/usr/bin/tool";
    private final Path root;

    FakeHost(final Path root)
    {
        this.root = root;
        file("proc/version", "Linux version 6.12.9-rt (builder) #1 SMP PREEMPT_RT");
        file("proc/sys/kernel/osrelease", "6.12.9-rt\n");
        file("proc/sys/kernel/sched_rt_runtime_us", "950000\n");
        file("proc/sys/kernel/sched_rt_period_us", "1000000\n");
        file("proc/cpuinfo",
            "processor\t: 0\nmodel name\t: Fast Processor 9000\nflags\t\t: fpu sse avx2\n\nprocessor\t: 1\n");
        file("proc/meminfo", "MemTotal:       16384000 kB\nMemFree: 1 kB\n");
        file("proc/stat", "cpu  900 10 50 9000 5 1 4 0 77 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        file("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n");
        file("proc/self/status", "Name:\tjava\nCapEff:\t0000000000000000\n");
        limits("90", "unlimited");
        file("sys/devices/system/cpu/isolated", "6-7\n");
        file("sys/devices/system/cpu/nohz_full", "6-7\n");
        file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
        file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
        file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        file("sys/kernel/realtime", "1\n");
        file("sys/fs/cgroup/cpu.max", "max 100000\n");
        file("dev/cpu_dma_latency", "");
        file("usr/lib/x86_64-linux-gnu/libmujoco.so.2.2.2", "");
    }

    void file(final String path, final String text)
    {
        try
        {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), text);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    void remove(final String path)
    {
        try
        {
            Files.delete(root.resolve(path));
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    void limits(final String priority, final String memory)
    {
        file("proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units\n" +
            "Max locked memory         " + memory + "            unlimited            bytes\n" +
            "Max realtime priority     " + priority + "                    99                   \n");
    }

    void refuseFifo()
    {
        fifo = Outcome.refused("scheduling", "SCHED_FIFO 80", "SCHED_OTHER 0", Errno.EPERM, "grant real-time priority");
    }

    List<Finding> examine()
    {
        return new MachineDoctor(new HostFiles(root), this).examine();
    }

    @Override
    public Outcome tryFifo()
    {
        return fifo;
    }

    @Override
    public long timerSlackNs()
    {
        return 50_000;
    }

    @Override
    public int processors()
    {
        return processors;
    }

    @Override
    public long[] sharedMemoryBytes()
    {
        return sharedMemory;
    }

    @Override
    public int javaFeature()
    {
        return javaFeature;
    }

    @Override
    public String jvm()
    {
        return "Test VM " + javaFeature;
    }

    @Override
    public List<String> jvmFlags()
    {
        return List.of("-Xmx256m");
    }

    @Override
    public boolean isInternalMemoryOpen()
    {
        return open;
    }

    @Override
    public List<String> collectors()
    {
        return collectors;
    }

    @Override
    public String findProgram(final String... names)
    {
        return program;
    }
}
