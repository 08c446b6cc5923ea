package dev.sinew.sim.emulator.process;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sinew.hal.emulation.EmulatorRequest;
import dev.sinew.hal.emulation.EmulatorService;
import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.linux.NativeCallException;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.system.SystemException;
import dev.sinew.sim.emulator.BusSpec;
import dev.sinew.sim.emulator.EmulatedBus;
import dev.sinew.sim.emulator.Emulation;
import dev.sinew.sim.emulator.event.EventLog;
import dev.sinew.sim.emulator.fault.FaultPlan;
import dev.sinew.sim.emulator.fault.FaultPlanFile;
import dev.sinew.sim.emulator.port.CapturedPort;
import dev.sinew.sim.emulator.port.FrameCapture;
import dev.sinew.sim.emulator.port.PacketPort;
import dev.sinew.sim.emulator.wire.HostPort;

/**
 * Plays the devices of this module's protocols in real time.
 */
public final class SimEmulatorService implements EmulatorService
{
    private static final long SHUTDOWN_WAIT_S = 5;

    /** Found by the service loader. */
    public SimEmulatorService()
    {
    }

    @Override
    public List<ProtocolFacts> protocols()
    {
        return Protocols.all().stream().map(protocol -> new ProtocolFacts(protocol.name(), protocol.summary(),
            protocol.models(), protocol.baud(protocol.models().get(0)), protocol.settings())).toList();
    }

    @Override
    public void run(final EmulatorRequest request) throws SystemException
    {
        if (!LinuxSupport.available())
        {
            throw new SystemException("emulated devices need pseudo-terminals: " + LinuxSupport.reason());
        }
        final EmulatorPlan plan = EmulatorFile.parse(request.name(), request.text(), request.directory());
        final FaultPlan faults = request.faults() == null ? FaultPlan.NONE : FaultPlanFile.load(request.faults());
        final AtomicBoolean stop = new AtomicBoolean();
        final CountDownLatch ended = new CountDownLatch(1);
        try (EventLog log = new EventLog(writer(request.events()));
            FrameCapture capture = request.capture() == null ? null : new FrameCapture(request.capture());
            Emulation emulation = EmulatorBuilder.build(plan, faults, log, spec -> port(spec, capture)))
        {
            final Thread hook = new Thread(() -> onShutdown(stop, ended), "emulator-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            hurry(request);
            announce(plan, emulation, request.out());
            final EmulatorLoop loop = new EmulatorLoop(emulation, new CommandReader(request.commands()),
                request.out(), stop);
            final double seconds = Math.min(request.seconds(), 1e9);
            loop.run(System.nanoTime() + Math.round(seconds * 1e9));
            final String report = EmulatorReport.json(emulation);
            if (request.report() != null)
            {
                Files.writeString(request.report(), report + "\n", StandardCharsets.UTF_8);
            }
            request.out().println("stopped " + report);
        }
        catch (final IOException | UncheckedIOException | NativeCallException | IllegalArgumentException e)
        {
            throw new SystemException(e.getMessage(), e);
        }
        finally
        {
            ended.countDown();
        }
    }

    private static HostPort port(final BusSpec spec, final FrameCapture capture)
    {
        final HostPort port = Protocols.find(spec.protocol()).orElseThrow().open(spec);
        if (capture == null)
        {
            return port;
        }
        if (port instanceof PacketPort network)
        {
            return new CapturedPort(network, capture);
        }
        port.close();
        throw new IllegalArgumentException("bus " + spec.name() + " is no network, so there are no frames; leave " +
            "--capture out, or use --events");
    }

    /** TERM and interrupt end the loop as quit does; the JVM waits here until events and links are in order. */
    private static void onShutdown(final AtomicBoolean stop, final CountDownLatch ended)
    {
        stop.set(true);
        try
        {
            ended.await(SHUTDOWN_WAIT_S, TimeUnit.SECONDS);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void hurry(final EmulatorRequest request)
    {
        if (request.priority() > 0)
        {
            final Outcome outcome = ThreadScheduling.set(0, SchedulingClass.FIFO, request.priority());
            if (!outcome.isDone())
            {
                request.out().println("warning " + outcome.line());
            }
        }
    }

    private static Writer writer(final Path events) throws IOException
    {
        return events == null ? null : Files.newBufferedWriter(events, StandardCharsets.UTF_8);
    }

    private static void announce(final EmulatorPlan plan, final Emulation emulation, final PrintStream out)
    {
        for (int i = 0; i < plan.buses().size(); i++)
        {
            final BusSpec spec = plan.buses().get(i);
            final EmulatedBus bus = emulation.buses().get(i);
            final int count = spec.sensors().isEmpty() ? spec.devices().size() :
                spec.sensors().stream().mapToInt(column -> column.index().size()).sum();
            out.println("bus " + spec.name() + ": " + count + " " + spec.protocol() + " " +
                spec.model() + (spec.baud() > 0 ? " at " + spec.baud() + " baud" : "") + " on " + bus.port().path());
        }
        out.println("ready");
        out.flush();
    }
}
