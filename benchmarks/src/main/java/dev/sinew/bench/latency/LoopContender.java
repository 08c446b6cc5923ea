package dev.sinew.bench.latency;

import dev.sinew.hal.linux.AbsoluteSleeper;
import dev.sinew.hal.linux.MemoryLock;
import dev.sinew.hal.linux.PreciseSleeper;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.linux.doctor.HostFiles;
import dev.sinew.hal.linux.doctor.StealTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** The loop's way of waiting, on a real-time thread of this JVM. */
final class LoopContender implements Contender
{
    private static final int WARM_UP_CYCLES = 2_000;

    private final String name;
    private final long spinNs;
    private final RealtimeSettings.Wish wish;

    /**
     * Constructor.
     *
     * @param name   for the table.
     * @param spinNs last stretch to spin.
     * @param wish   how badly the real-time settings are wanted.
     */
    LoopContender(final String name, final long spinNs, final RealtimeSettings.Wish wish)
    {
        this.name = name;
        this.spinNs = spinNs;
        this.wish = wish;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public String description()
    {
        return "clock_nanosleep absolute, spins the last " + spinNs / 1_000 + " us, in this JVM";
    }

    @Override
    public RunResult run(final LatencyPlan plan) throws IOException, InterruptedException
    {
        final AtomicReference<RunResult> result = new AtomicReference<>();
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Thread thread = new Thread(() -> result.set(measure(plan)), "sinew-latency");
        thread.setUncaughtExceptionHandler((where, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        if (failure.get() instanceof RuntimeException e)
        {
            throw e;
        }
        if (null != failure.get())
        {
            throw new IOException("the measuring thread failed", failure.get());
        }
        return result.get();
    }

    private RunResult measure(final LatencyPlan plan)
    {
        final RealtimeSettings settings = new RealtimeSettings(
            wish, SchedulingClass.FIFO, plan.priority(), plan.cpu(), MemoryLock.ALL, 1, 0);
        final PreciseSleeper sleeper = new AbsoluteSleeper();
        final Histogram histogram = RunResult.newHistogram();
        try (RealtimeApplier applier = new RealtimeApplier())
        {
            applier.apply(settings);
            runCycles(sleeper, RunResult.newHistogram(), plan.periodNs(), WARM_UP_CYCLES);
            final HostFiles files = HostFiles.ofThisMachine();
            final StealTime before = StealTime.read(files, plan.cpu());
            final long cpuStartNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            final long startNs = System.nanoTime();
            final long skipped = runCycles(sleeper, histogram, plan.periodNs(), plan.cycles());
            final long cpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStartNs;
            final long wallNs = System.nanoTime() - startNs;
            return new RunResult(histogram, skipped, 100.0 * cpuNs / wallNs,
                StealTime.read(files, plan.cpu()).percentSince(before), ThreadScheduling.read(0));
        }
    }

    /** The measured path: allocates nothing. */
    private long runCycles(
        final PreciseSleeper sleeper, final Histogram histogram, final long periodNs, final int cycles)
    {
        long skipped = 0;
        long releaseNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
        for (int i = 0; i < cycles; i++)
        {
            final long lateNs = sleeper.sleepUntil(releaseNs, spinNs) - releaseNs;
            RunResult.record(histogram, lateNs);
            final long missed = lateNs / periodNs;
            skipped += missed;
            releaseNs += periodNs * (1 + missed);
        }
        return skipped;
    }
}
