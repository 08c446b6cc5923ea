package dev.sinew.bench.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.system.SystemException;

/**
 * Runs one part of the campaign over all drivers and prints its table. A driver whose devices cannot be had here (no
 * right to make a network cable, not built) is left out, loudly.
 */
public final class DriverCampaign
{
    private final CampaignPlan plan;
    private final PrintStream out;
    private int broken;

    /**
     * @param plan where and how.
     * @param out  where progress and tables go.
     */
    public DriverCampaign(final CampaignPlan plan, final PrintStream out)
    {
        this.plan = plan;
        this.out = out;
        if (plan.priority() > 0)
        {
            out.println("# " + ThreadScheduling.set(0, SchedulingClass.FIFO, plan.priority()).line());
        }
    }

    /**
     * @return rows that broke a promise, and runs that did not come about, so far.
     */
    public int broken()
    {
        return broken;
    }

    /** One run; null when it did not come about. */
    private interface Run<T>
    {
        T run() throws IOException, SystemException;
    }

    private <T> T tell(final BusCase bus, final String what, final Run<T> run)
    {
        out.println("# " + bus.name() + ": " + what);
        try
        {
            if (!Files.exists(bus.file(plan.home())))
            {
                throw new IOException("not built: " + bus.file(plan.home()) + "; run build/native.sh tendon-drivers");
            }
            return run.run();
        }
        catch (final IOException | SystemException e)
        {
            broken++;
            out.println("# NOT RUN " + bus.name() + ", " + what + ": " + e.getMessage());
            return null;
        }
    }

    private <T> void add(final List<T> rows, final T row, final List<String> problems)
    {
        rows.add(row);
        broken += problems.isEmpty() ? 0 : 1;
    }

    /**
     * @return every driver at its rated cycle, for long; one row a driver.
     */
    public List<Map<String, Object>> soak()
    {
        final List<SoakRow> rows = new ArrayList<>();
        for (final BusCase bus : plan.cases())
        {
            final SoakRow row = tell(bus, bus.soakDevices() + " devices for " + plan.soakS() + " s", () ->
                SoakRun.run(bus, plan.soakS(), plan, out));
            if (row != null)
            {
                add(rows, row, Verdict.of(row));
            }
        }
        CampaignTables.soak(rows, out);
        return rows.stream().map(SoakRow::values).toList();
    }

    /**
     * @return every driver under every fault; one row a fault.
     */
    public List<Map<String, Object>> faults()
    {
        final List<FaultRow> rows = new ArrayList<>();
        for (final BusCase bus : plan.cases())
        {
            for (final FaultCase fault : FaultCase.values())
            {
                final FaultRow row = tell(bus, fault.title(), () -> FaultRun.run(bus, fault, plan, out));
                if (row != null)
                {
                    add(rows, row, Verdict.of(row));
                }
            }
        }
        CampaignTables.faults(rows, out);
        return rows.stream().map(FaultRow::values).toList();
    }

    /**
     * @return every driver with a host that dies, stands still or loses its bus; one row an event.
     */
    public List<Map<String, Object>> stops()
    {
        final List<StopRow> rows = new ArrayList<>();
        for (final BusCase bus : plan.cases())
        {
            for (final StopRun.Event event : StopRun.Event.values())
            {
                if (event.isToDriverHost() && plan.isolation(bus) == Isolation.NONE)
                {
                    continue; // there is none
                }
                final StopRow row = tell(bus, event.title(), () -> StopRun.run(bus, event, plan));
                if (row != null)
                {
                    add(rows, row, Verdict.of(row));
                }
            }
        }
        CampaignTables.stops(rows, out);
        return rows.stream().map(StopRow::values).toList();
    }
}
