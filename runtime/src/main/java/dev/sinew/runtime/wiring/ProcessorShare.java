package dev.sinew.runtime.wiring;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.linux.KeepAwakeNeighbour;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.ProcessThreads;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;

/**
 * What is done around the loop's own thread for the processor that it was given: the other threads of this process go
 * elsewhere, a neighbour keeps it from sleeping. Loop's thread, before the loop; closed by the main thread.
 */
final class ProcessorShare implements AutoCloseable
{
    private volatile KeepAwakeNeighbour neighbour;

    /**
     * @param wish      settings that the loop's thread asks for.
     * @param keepAwake true to start the neighbour.
     * @return what became of each step; empty where the loop may run anywhere.
     */
    List<Outcome> clear(final RealtimeSettings wish, final boolean keepAwake)
    {
        final List<Outcome> outcomes = new ArrayList<>();
        if (wish.cpu() == RealtimeSettings.ANY_CPU || wish.wish() == RealtimeSettings.Wish.OFF)
        {
            return outcomes;
        }
        if (keepAwake)
        {
            neighbour = KeepAwakeNeighbour.start(wish.cpu());
            outcomes.add(neighbour.outcome());
        }
        outcomes.add(ProcessThreads.keepOff(wish.cpu()));
        return outcomes;
    }

    /**
     * @param report what the loop's thread got.
     * @param around outcomes of {@link #clear}.
     * @return both in one report.
     */
    static RealtimeReport together(final RealtimeReport report, final List<Outcome> around)
    {
        final List<Outcome> all = new ArrayList<>(report.outcomes());
        all.addAll(around);
        return new RealtimeReport(report.wish(), report.threadId(), all);
    }

    @Override
    public void close()
    {
        if (neighbour != null)
        {
            neighbour.close();
        }
    }
}
