package dev.sinew.bench.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sinew.hal.driver.Isolation;

/** A host that dies, stands still or loses its bus while motors turn. */
final class StopRun
{
    /** What happens. */
    enum Event
    {
        /** The host is killed. */
        KILLED("host killed (SIGKILL)"),
        /** The host stands still for a second and goes on. */
        STOPPED("host stopped for 1 s (SIGSTOP)"),
        /** The cable is cut. */
        CUT("bus pulled"),
        /** The process in which the driver's code runs is killed. */
        WORKER_KILLED("driver's process killed (SIGKILL)"),
        /** The process that watches it is killed. */
        SUPERVISOR_KILLED("its supervisor killed (SIGKILL)"),
        /** Both are killed at once. */
        BOTH_KILLED("both killed (SIGKILL)"),
        /** Both stand still for a second and go on. */
        BOTH_STOPPED("both stopped for 1 s (SIGSTOP)");

        private final String title;

        Event(final String title)
        {
            this.title = title;
        }

        /** @return words for a table. */
        String title()
        {
            return title;
        }

        /** @return whether it happens to a driver's host, which a driver in the loop's process has not. */
        boolean isToDriverHost()
        {
            return ordinal() >= WORKER_KILLED.ordinal();
        }
    }

    private static final double SAMPLE_S = 0.001;
    private static final double STEP_MS = 1;
    private static final int MEANWHILE_MS = 1000;
    private static final int HOST_S = 8;
    private static final int TRIES = 5;
    private static final long ENDED_NS = 20_000_000_000L;

    private StopRun()
    {
    }

    /**
     * @param bus   the driver and its devices.
     * @param event what happens.
     * @param plan  where and how.
     * @return how the motors stopped.
     * @throws IOException when devices or host do not start.
     */
    static StopRow run(final BusCase bus, final Event event, final CampaignPlan plan) throws IOException
    {
        for (int i = 0; i < TRIES; i++)
        {
            final StopRow row = tryOnce(bus, event, plan);
            if (row != null)
            {
                return row;
            }
        }
        throw new IOException("the machine stood still for longer than " + BusCase.WATCHDOG_MS +
            " ms before the event, in " + TRIES + " tries; give it less else to do");
    }

    /** Null when a watchdog had stopped a motor before anything happened. */
    private static StopRow tryOnce(final BusCase bus, final Event event, final CampaignPlan plan) throws IOException
    {
        try (EmulatedBusProcess devices = new EmulatedBusProcess(plan.home(), bus, HostMain.MOTORS, SAMPLE_S,
            plan.seed(), plan.priority()))
        {
            final Process host = start(bus, devices.port(), plan);
            try (BufferedReader said = new BufferedReader(new InputStreamReader(host.getInputStream(),
                StandardCharsets.UTF_8)))
            {
                final String line = said.readLine();
                if (!HostMain.TURNING.equals(line))
                {
                    throw new IOException(bus.name() + ": the host did not begin: " + line);
                }
                // The supervisor, then its worker.
                final List<ProcessHandle> driverHost = host.children().flatMap(supervisor ->
                    Stream.concat(Stream.of(supervisor), supervisor.children())).collect(Collectors.toList());
                if (event.isToDriverHost() && driverHost.size() != 2)
                {
                    throw new IOException(bus.name() + ": not a supervisor and a worker: " + driverHost);
                }
                final long atNs = System.nanoTime();
                happen(event, devices, host, driverHost);
                devices.stats(); // everything up to now is in the file
                final DeviceLog log = new DeviceLog(devices.newEvents(), HostMain.MOTORS);
                host.destroyForcibly();
                for (int id = 1; id <= HostMain.MOTORS; id++)
                {
                    if (!log.isOnAt(id, atNs))
                    {
                        return null;
                    }
                }
                return row(bus, plan.isolation(bus), event, log, atNs, awaitEnd(driverHost));
            }
            finally
            {
                host.destroyForcibly();
            }
        }
    }

    private static Process start(final BusCase bus, final String port, final CampaignPlan plan) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HostMain.class.getName(),
            plan.home().toString(), bus.name(), port, Integer.toString(plan.priority()), Integer.toString(HOST_S),
            plan.isolationWord()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** How many of these have not ended by themselves after a while. */
    private static int awaitEnd(final List<ProcessHandle> processes)
    {
        final long endNs = System.nanoTime() + ENDED_NS;
        while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - endNs < 0)
        {
            EmulatedBusProcess.pause(1);
        }
        return (int)processes.stream().filter(ProcessHandle::isAlive).count();
    }

    private static void happen(final Event event, final EmulatedBusProcess devices, final Process host,
        final List<ProcessHandle> driverHost) throws IOException
    {
        switch (event)
        {
            case WORKER_KILLED:
                driverHost.get(1).destroyForcibly();
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
            case SUPERVISOR_KILLED:
                driverHost.get(0).destroyForcibly();
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
            case BOTH_KILLED:
                signal("KILL", driverHost.get(0).pid(), driverHost.get(1).pid());
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
            case BOTH_STOPPED:
                signal("STOP", driverHost.get(0).pid(), driverHost.get(1).pid());
                EmulatedBusProcess.pause(MEANWHILE_MS);
                signal("CONT", driverHost.get(0).pid(), driverHost.get(1).pid());
                EmulatedBusProcess.pause(MEANWHILE_MS / 2);
                break;
            case KILLED:
                host.destroyForcibly();
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
            case STOPPED:
                signal("STOP", host.pid());
                EmulatedBusProcess.pause(MEANWHILE_MS);
                signal("CONT", host.pid());
                EmulatedBusProcess.pause(MEANWHILE_MS / 2); // whether it starts them again
                break;
            default:
                devices.command("fault bus_cut");
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
        }
    }

    private static void signal(final String name, final long... pids) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        for (final long pid : pids)
        {
            command.add(Long.toString(pid));
        }
        try
        {
            new ProcessBuilder(command).start().waitFor();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static StopRow row(final BusCase bus, final Isolation isolation, final Event event, final DeviceLog log,
        final long atNs, final int left)
    {
        final Set<Integer> stopped = new TreeSet<>();
        final Set<String> ways = new TreeSet<>();
        double silenceMs = Double.NaN;
        double afterMs = Double.NaN;
        int restarts = 0;
        for (final DeviceEvent stop : log.of("stopped"))
        {
            if (stop.timeNs() - atNs >= 0 && stopped.add(stop.id()))
            {
                final String cause = stop.text("cause");
                ways.add(stop.text("how") + " by " + ("watchdog".equals(cause) ? "its own watchdog" :
                    "command".equals(cause) ? "the driver's process" : cause));
                final double silence = log.silenceNs(stop) * 1e-6;
                silenceMs = Double.isNaN(silenceMs) ? silence : Math.max(silenceMs, silence);
                final double after = (stop.timeNs() - atNs) * 1e-6;
                afterMs = Double.isNaN(afterMs) ? after : Math.max(afterMs, after);
                restarts += log.isOn(stop.id()) ? 1 : 0;
            }
        }
        final double limitMs = BusCase.WATCHDOG_MS + HostMain.PERIOD_NS * 1e-6 + STEP_MS;
        final boolean needsWatchdog = event == Event.CUT || event == Event.BOTH_STOPPED;
        return new StopRow(bus.name(), isolation.word(), event.title(), bus.hasWatchdog() || !needsWatchdog,
            HostMain.MOTORS, stopped.size(), String.join(", ", ways), silenceMs, limitMs, afterMs, restarts, left);
    }
}
