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
        CUT("bus pulled");

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
    }

    private static final double SAMPLE_S = 0.001;
    private static final double STEP_MS = 1;
    private static final int MEANWHILE_MS = 1000;
    private static final int HOST_S = 5;

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
                final long atNs = System.nanoTime();
                happen(event, devices, host);
                devices.stats(); // everything up to now is in the file
                return row(bus, event, new DeviceLog(devices.newEvents(), HostMain.MOTORS), atNs);
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
            plan.home().toString(), bus.name(), port, Integer.toString(plan.priority()), Integer.toString(HOST_S)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void happen(final Event event, final EmulatedBusProcess devices, final Process host)
        throws IOException
    {
        switch (event)
        {
            case KILLED:
                host.destroyForcibly();
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
            case STOPPED:
                signal("STOP", host);
                EmulatedBusProcess.pause(MEANWHILE_MS);
                signal("CONT", host);
                EmulatedBusProcess.pause(MEANWHILE_MS / 2); // whether it starts them again
                break;
            default:
                devices.command("fault bus_cut");
                EmulatedBusProcess.pause(MEANWHILE_MS);
                break;
        }
    }

    private static void signal(final String name, final Process process) throws IOException
    {
        try
        {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static StopRow row(final BusCase bus, final Event event, final DeviceLog log, final long atNs)
    {
        final Set<Integer> stopped = new TreeSet<>();
        final Set<String> ways = new TreeSet<>();
        double silenceMs = Double.NaN;
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
                restarts += log.isOn(stop.id()) ? 1 : 0;
            }
        }
        final double limitMs = BusCase.WATCHDOG_MS + HostMain.PERIOD_NS * 1e-6 + STEP_MS;
        return new StopRow(bus.name(), event.title(), bus.hasWatchdog() || event != Event.CUT, HostMain.MOTORS,
            stopped.size(), String.join(", ", ways), silenceMs, limitMs, restarts);
    }
}
