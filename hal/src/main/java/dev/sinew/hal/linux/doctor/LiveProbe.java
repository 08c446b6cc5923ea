package dev.sinew.hal.linux.doctor;

import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.linux.TimerSlack;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Asks the running system. */
public final class LiveProbe implements HostProbe
{
    private static final int PRIORITY = 80;
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Override
    public Outcome tryFifo()
    {
        final AtomicReference<Outcome> outcome = new AtomicReference<>(
            Outcome.unsupported("scheduling", "SCHED_FIFO " + PRIORITY, "the probe thread did not answer"));
        final Thread thread = new Thread(
            () -> outcome.set(ThreadScheduling.set(0, SchedulingClass.FIFO, PRIORITY)), "sinew-fifo-probe");
        thread.setDaemon(true);
        thread.start();
        try
        {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }

    @Override
    public long timerSlackNs()
    {
        return TimerSlack.readNs();
    }

    @Override
    public int processors()
    {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long[] sharedMemoryBytes()
    {
        try
        {
            final FileStore store = Files.getFileStore(SHARED_MEMORY);
            return new long[] {store.getTotalSpace(), store.getUsableSpace()};
        }
        catch (final IOException e)
        {
            return new long[2];
        }
    }

    @Override
    public int javaFeature()
    {
        return Runtime.version().feature();
    }

    @Override
    public String jvm()
    {
        return System.getProperty("java.vm.name") + " " + Runtime.version() + " (" +
            System.getProperty("java.vendor") + ")";
    }

    @Override
    public List<String> jvmFlags()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    @Override
    public boolean isInternalMemoryOpen()
    {
        return Object.class.getModule().isOpen("jdk.internal.misc", LiveProbe.class.getModule());
    }

    @Override
    public List<String> collectors()
    {
        return ManagementFactory.getGarbageCollectorMXBeans().stream().map(MemoryManagerMXBean::getName).toList();
    }

    @Override
    public String findProgram(final String... names)
    {
        final String[] directories = String.valueOf(System.getenv("PATH")).split(File.pathSeparator);
        for (final String name : names)
        {
            for (final String directory : directories)
            {
                try
                {
                    final Path candidate = Path.of(directory, name);
                    if (Files.isExecutable(candidate) && !Files.isDirectory(candidate))
                    {
                        return candidate.toString();
                    }
                }
                catch (final InvalidPathException e)
                {
                    continue;       // an entry of the search path that is no path
                }
            }
        }
        return "";
    }
}
