package dev.sinew.sim.emulator;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.fault.FaultPlan;
import dev.sinew.sim.emulator.fault.FaultPlanFile;
import dev.sinew.sim.emulator.process.EmulatorBuilder;
import dev.sinew.sim.emulator.process.EmulatorFile;

/** An emulation on a bench: a host by hand, time by hand. */
public final class Bench implements AutoCloseable
{
    private static final long TICK_NS = 50_000;

    private final List<ManualPort> ports = new ArrayList<>();
    private final StringWriter events = new StringWriter();
    private final Emulation emulation;
    private long nowNs;

    private Bench(final String configuration, final FaultPlan plan)
    {
        emulation = EmulatorBuilder.build(EmulatorFile.parse("test", configuration, Path.of("").toAbsolutePath()), plan,
            new EventLog(events), spec ->
            {
                final ManualPort port = new ManualPort();
                ports.add(port);
                return port;
            });
        emulation.advance(nowNs);
    }

    /** One bus: the lines under its list entry. */
    public static Bench of(final String protocol, final String ids, final String... more)
    {
        return of(protocol, ids, FaultPlan.NONE, more);
    }

    public static Bench of(final String protocol, final String ids, final FaultPlan plan, final String... more)
    {
        final StringBuilder text = new StringBuilder("emulator: test\nbuses:\n  - name: bus\n    protocol: ");
        text.append(protocol).append("\n    ids: '").append(ids).append("'\n");
        for (final String line : more)
        {
            text.append("    ").append(line).append('\n');
        }
        return new Bench(text.toString(), plan);
    }

    public static Bench whole(final String configuration)
    {
        return new Bench(configuration, FaultPlan.NONE);
    }

    public ManualPort port()
    {
        return ports.get(0);
    }

    public ManualPort port(final int bus)
    {
        return ports.get(bus);
    }

    public Emulation emulation()
    {
        return emulation;
    }

    public EmulatedBus bus()
    {
        return emulation.buses().get(0);
    }

    public EmulatedDevice device(final int index)
    {
        return bus().devices().get(index);
    }

    public long nowNs()
    {
        return nowNs;
    }

    public String events()
    {
        return events.toString();
    }

    /** Lines of events of one kind. */
    public List<String> events(final String kind)
    {
        return events().lines().filter(line -> line.startsWith("{\"event\":\"" + kind + "\"")).toList();
    }

    public void fault(final String line)
    {
        emulation.faults().add(FaultPlanFile.line(line), nowNs);
    }

    /** Lets time pass in short steps. */
    public void run(final double milliseconds)
    {
        run(milliseconds, TICK_NS);
    }

    public void run(final double milliseconds, final long tickNs)
    {
        final long endNs = nowNs + Math.round(milliseconds * 1e6);
        while (nowNs < endNs)
        {
            nowNs = Math.min(endNs, nowNs + tickNs);
            ports.forEach(port -> port.time(nowNs));
            emulation.advance(nowNs);
        }
    }

    /** Writes, lets enough time pass for an answer, and takes it. */
    public String ask(final String hex)
    {
        port().takenBytes();
        port().host(hex);
        emulation.advance(nowNs);
        run(5);
        return port().taken();
    }

    @Override
    public void close()
    {
        emulation.close();
    }
}
