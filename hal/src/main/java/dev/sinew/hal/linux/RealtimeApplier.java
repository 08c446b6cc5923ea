package dev.sinew.hal.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the real-time settings of the calling thread and holds those that need holding. Make one on the loop's thread
 * before the loop and close it after the loop.
 */
public final class RealtimeApplier implements AutoCloseable
{
    private final CpuDmaLatency cpuDmaLatency = new CpuDmaLatency();

    /**
     * Makes the settings for the calling thread and reads every one back. Threads that this thread starts later
     * inherit its processor but not its real-time class.
     *
     * @param settings what to ask for.
     * @return one outcome per setting.
     * @throws RealtimeUnavailableException where settings are required and missing; nothing is held then.
     */
    public RealtimeReport apply(final RealtimeSettings settings)
    {
        final List<Outcome> outcomes = new ArrayList<>();
        if (RealtimeSettings.Wish.OFF != settings.wish())
        {
            applyAll(settings, outcomes);
        }
        final RealtimeReport report =
            new RealtimeReport(settings.wish(), ThreadScheduling.threadId(), outcomes);
        if (RealtimeSettings.Wish.REQUIRE == settings.wish() && !report.isComplete())
        {
            close();
            throw new RealtimeUnavailableException(report);
        }
        return report;
    }

    /** Gives back what is held for the whole machine. The thread keeps its class and processor. */
    @Override
    public void close()
    {
        cpuDmaLatency.close();
    }

    private void applyAll(final RealtimeSettings settings, final List<Outcome> outcomes)
    {
        if (RealtimeSettings.ANY_CPU != settings.cpu())
        {
            outcomes.add(ThreadScheduling.pin(0, settings.cpu()));
        }
        if (MemoryLock.OFF != settings.memoryLock())
        {
            outcomes.add(settings.memoryLock().apply());
        }
        if (settings.timerSlackNs() > 0)
        {
            // Before the class: a real-time thread has no slack, and newer kernels ignore the wish there.
            outcomes.add(TimerSlack.set(settings.timerSlackNs()));
        }
        if (RealtimeSettings.NOT_ASKED != settings.cpuDmaLatencyUs())
        {
            outcomes.add(cpuDmaLatency.hold(settings.cpuDmaLatencyUs()));
        }
        if (SchedulingClass.OTHER != settings.schedulingClass())
        {
            outcomes.add(ThreadScheduling.set(0, settings.schedulingClass(), settings.priority()));
        }
    }
}
