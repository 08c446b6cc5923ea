package dev.sinew.runtime.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.EngineUnavailableException;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.runtime.wiring.RunName;
import dev.sinew.runtime.wiring.RunPaths;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.UserException;

/**
 * Everything that can be known about a start without starting: one line a finding. Devices are opened and closed again,
 * which by the drivers' contract moves nothing; they are left alone while another run has them.
 */
public final class DaemonCheck
{
    private final RunConfig config;
    private final PrintStream out;
    private boolean fit = true;

    /**
     * @param config what would be run.
     * @param out    where findings go.
     */
    public DaemonCheck(final RunConfig config, final PrintStream out)
    {
        this.config = config;
        this.out = out;
    }

    /**
     * @return true when nothing stands against a start.
     */
    public boolean run()
    {
        tell(true, "configuration", config.file() + " (" + config.sha256().substring(0, 8) + ")");
        tell(true, "robot", config.robot().name() + ", " + config.robot().jointCount() + " joints, " +
            config.robot().motorCount() + " motors, " + config.robot().tendonCount() + " tendons, " +
            config.robot().rates().baseHz() + " Hz" + (config.known() == config.robot() ? "" :
            ", tendons as identified"));
        policy();
        final Optional<RunPaths.Running> holder = RunName.holder(RunPaths.ofUser(), config.name());
        holder.ifPresentOrElse(run -> tell(false, "name", config.name() + " is run by process " + run.pid() +
            " already; end it first, or give this one another name"), () -> tell(true, "name", config.name()));
        room();
        realtime();
        metrics();
        system(holder.isPresent());
        out.println(fit ? "ready to run: ./sinew run " + config.file() : "not ready to run; mend what is marked FAIL");
        return fit;
    }

    private void tell(final boolean fine, final String what, final String text)
    {
        fit &= fine;
        line(fine ? "ok" : "FAIL", what, text);
    }

    private void line(final String mark, final String what, final String text)
    {
        out.println(String.format(Locale.ROOT, "%-5s %-14s %s", mark, what, text));
    }

    private void policy()
    {
        if (config.bundle() == null)
        {
            tell(true, "policy", "none: holds the default pose");
            return;
        }
        try (InferenceEngine engine = EngineSelector.open(config.options().engine(), config.bundle().model()))
        {
            tell(!(engine.allocatesOnInference() && "inline".equals(config.options().placement())), "policy",
                config.bundle().manifest().name() + ", engine " + engine.name() +
                (engine.allocatesOnInference() ? ", leaves garbage: beside the loop only" : ""));
        }
        catch (final EngineUnavailableException ex)
        {
            tell(false, "policy", ex.getMessage());
        }
    }

    private void room()
    {
        try
        {
            final RunPaths paths = RunPaths.ofUser();
            final long mib = Files.getFileStore(paths.directory()).getUsableSpace() >> 20;
            tell(Files.isWritable(paths.directory()), "black box", String.format(Locale.ROOT,
                "%.1f s in %s, %d MiB free there", config.options().blackBoxSeconds(), paths.directory(), mib));
        }
        catch (final IOException | UserException ex)
        {
            tell(false, "black box", ex.getMessage());
        }
    }

    /** Tried on a thread of its own, which ends with this check. */
    private void realtime()
    {
        final RealtimeSettings wish = config.options().realtime();
        if (wish.wish() == RealtimeSettings.Wish.OFF)
        {
            line("ok", "realtime", "off: nothing is asked for");
            return;
        }
        final RealtimeReport[] report = new RealtimeReport[1];
        final Thread probe = new Thread(() ->
        {
            try (RealtimeApplier applier = new RealtimeApplier())
            {
                report[0] = applier.apply(new RealtimeSettings(RealtimeSettings.Wish.PREFER, wish.schedulingClass(),
                    wish.priority(), wish.cpu(), wish.memoryLock(), wish.timerSlackNs(), wish.cpuDmaLatencyUs()));
            }
        }, "sinew-probe");
        probe.start();
        try
        {
            probe.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        final boolean required = wish.wish() == RealtimeSettings.Wish.REQUIRE;
        for (final Outcome outcome : report[0] == null ? List.<Outcome>of() : report[0].outcomes())
        {
            if (outcome.isDone())
            {
                line("ok", "realtime", outcome.line());
            }
            else
            {
                fit &= !required;
                line(required ? "FAIL" : "warn", "realtime", outcome.line());
            }
        }
    }

    private void metrics()
    {
        if (config.metricsPort() == 0)
        {
            line("ok", "metrics", "none: port 0");
            return;
        }
        try (ServerSocket socket = new ServerSocket())
        {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), config.metricsPort()));
            tell(true, "metrics", "http://127.0.0.1:" + config.metricsPort() + "/metrics");
        }
        catch (final IOException ex)
        {
            tell(false, "metrics", "port " + config.metricsPort() + ": " + ex.getMessage() +
                "; give another port, or 0 for none");
        }
    }

    private void system(final boolean busy)
    {
        if (busy && config.isNative())
        {
            line("warn", "buses", "not opened: the run that is there has them");
            return;
        }
        try
        {
            final ManagedSystem system = new ManagedSystem(Services.system(config.options().backend()).create(
                new SystemRequest(config.robot(), config.scenario(), config.options().seed(),
                config.options().noise())));
            try
            {
                system.configure();
                tell(true, "backend", system.traits().name() + " (" + system.traits().version() + ")");
                sensors(system);
            }
            finally
            {
                system.close();
            }
        }
        catch (final SystemException | UserException ex)
        {
            tell(false, "backend", ex.getMessage());
        }
    }

    private void sensors(final ManagedSystem system)
    {
        if (system.busMonitor() == null)
        {
            return;
        }
        final long needed = Services.transmission().create(config.robot()).neededGroups() | ChannelGroup.IMUS.mask();
        final List<String> missing = system.busMonitor().unserved(needed);
        missing.forEach(line -> line("warn", "sensors", "no bus delivers " + line));
        if (missing.isEmpty())
        {
            tell(true, "sensors", "the buses " + String.join(", ", system.busMonitor().busNames()) +
                " deliver everything that control needs");
        }
        else
        {
            line("warn", "sensors", "the robot can be watched but not armed");
        }
    }
}
