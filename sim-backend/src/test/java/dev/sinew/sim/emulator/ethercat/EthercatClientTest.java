package dev.sinew.sim.emulator.ethercat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.sim.emulator.process.EmulatorProcess;
import dev.sinew.sim.emulator.process.PublicClient;
import dev.sinew.sim.emulator.process.VethPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others on the same cable: a public master, a public dissector; and a host in a process of its own. */
@Timeout(300)
class EthercatClientTest
{
    private static final int NO_COMPILER = 77;
    private static final int DRIVES = 44;
    private static final String SECONDS = "10";

    @TempDir
    private Path directory;

    @BeforeEach
    void needLinux()
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
    }

    private static String run(final String... command) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }

    /** The program that drives a bus from a process of its own. */
    private static String hostProgram() throws IOException, InterruptedException
    {
        final Path root = HostLoop.library().getParent().getParent().getParent().getParent();
        final String built = run(root.resolve("build/native-tests.sh").toString(), "--build", "common/drive_bus");
        if (built.endsWith("exit " + NO_COMPILER) && !NativeLibraries.required())
        {
            abort(built);
        }
        assertTrue(built.endsWith("exit 0"), built);
        final List<String> lines = built.lines().toList();
        return lines.get(lines.size() - 2).isBlank() ? lines.get(0) : lines.get(lines.size() - 2);
    }

    private static String config(final VethPair cable, final int count, final String more)
    {
        return "interface=" + cable.host() + " motors=" + IntStream.rangeClosed(1, count)
            .mapToObj(i -> "m" + i + ':' + i).collect(Collectors.joining(",")) + more;
    }

    private static double number(final String text, final String key)
    {
        return Double.parseDouble(text.replaceAll("(?s).*\\b" + key + "\"?[: ]+([-0-9.]+).*", "$1"));
    }

    @Test
    void shouldBeUnderstoodByAPublicMaster() throws Exception
    {
        PublicClient.need("pysoem", "pysoem");
        try (VethPair cable = new VethPair();
            EmulatorProcess drives = new EmulatorProcess(cable, directory, "protocol: ethercat, ids: '1-3'"))
        {
            final String seen = PublicClient.drive("ethercat_client.py", cable.host());
            assertTrue(seen.contains("torque turns the motors") && seen.contains("watchdog"), seen);
            assertEquals(3, drives.events("stopped").stream().filter(line -> line.contains("\"cause\":\"watchdog\""))
                .count());
            assertTrue(drives.quit().contains("\"lrw\":"));
            dissect(drives.capture(), 1000);
        }
    }

    @Test
    void shouldDriveFortyFourDrivesAThousandTimesASecond() throws Exception
    {
        final String host = hostProgram();
        try (VethPair cable = new VethPair();
            EmulatorProcess drives = new EmulatorProcess(cable, directory, "protocol: ethercat, ids: '1-" + DRIVES +
                "'"))
        {
            final String seen = run(host, HostLoop.library().toString(),
                config(cable, DRIVES, " mode=csp watchdog_ms=100 clock=required"), SECONDS, "1000", "0.2");
            final String report = drives.quit();
            System.out.println(String.format("44 drives over veth, 1000 Hz wanted for %s s: %.1f Hz, good %.0f, late " +
                "%.0f, lost %.0f, untaken %.0f", SECONDS, number(seen, "rate"), number(seen, "good"),
                number(seen, "late"), number(seen, "lost"), number(seen, "untaken")));
            assertTrue(seen.endsWith("exit 0"), seen);
            assertTrue(number(seen, "good") > 1000, seen);
            assertEquals(0, number(seen, "untaken"), seen);
            assertEquals(0, number(seen, "bad_value"), seen);
            assertEquals(0, number(seen, "short"), seen);
            // A frame that is away for longer than 200 ms counts as lost; only a machine that stood still does that.
            if (number(report, "stall_ns_max") < 100e6)
            {
                assertEquals(0, number(seen, "lost"), seen + report);
            }
            dissect(drives.capture(), (int)number(seen, "cycles"));
        }
    }

    @Test
    void shouldBeStoppedByTheDrivesThemselvesWhenTheHostIsKilled() throws Exception
    {
        final String host = hostProgram();
        try (VethPair cable = new VethPair();
            EmulatorProcess drives = new EmulatorProcess(cable, directory, "protocol: ethercat, ids: '1-2'"))
        {
            final Process process = new ProcessBuilder(host, HostLoop.library().toString(),
                config(cable, 2, " watchdog_ms=50"), "60", "1000", "0.5").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (drives.events("torque_on").size() < 2 && System.nanoTime() < endNs)
            {
                Thread.sleep(20);
            }
            Thread.sleep(700);
            process.destroyForcibly().waitFor();
            Thread.sleep(700);
            drives.quit();
            final List<String> stops = new ArrayList<>(drives.events("stopped"));
            assertTrue(stops.size() >= 2, stops.toString());
            for (final String stop : stops.subList(stops.size() - 2, stops.size()))
            {
                assertTrue(stop.contains("\"how\":\"limp\",\"cause\":\"watchdog\""), stop);
                assertTrue(number(stop, "velocity_rad_s") > 1, stop);
                assertTrue(number(stop, "silence_ns") > 50e6 && number(stop, "silence_ns") <= 60e6, stop);
            }
        }
    }

    @Test
    void shouldSayWhatItNeedsWhenItMayNotUseRawEthernet() throws Exception
    {
        final String host = hostProgram();
        try (VethPair cable = new VethPair())
        {
            // Util-linux; a system without it has no `ip` either.
            final String seen = run("setpriv", "--inh-caps", "-net_raw", "--bounding-set", "-net_raw", host,
                HostLoop.library().toString(), config(cable, 1, ""), "1");
            assertTrue(seen.contains("no permission for raw Ethernet: interface=" + cable.host()) &&
                seen.contains("AmbientCapabilities=CAP_NET_RAW") && seen.contains("setcap cap_net_raw+ep") &&
                seen.endsWith("exit 1"), seen);
        }
    }

    /** What a public dissector says of a capture: every frame is EtherCAT, none is malformed. */
    private static void dissect(final Path capture, final int framesLeast) throws Exception
    {
        String all;
        try
        {
            all = run("tshark", "-r", capture.toString(), "-T", "fields", "-e", "frame.protocols");
        }
        catch (final IOException e)
        {
            final String message = "no tshark (apt-get install tshark)";
            System.err.println("SKIPPED not dissected: " + message);
            if (Boolean.parseBoolean(System.getenv("SINEW_REQUIRE_CLIENTS")))
            {
                fail("SINEW_REQUIRE_CLIENTS=true: " + message);
            }
            return;
        }
        final List<String> frames = all.lines().filter(line -> line.startsWith("eth:")).toList();
        final List<String> others = frames.stream().filter(line -> !line.startsWith("eth:ethertype:ecatf:ecat"))
            .distinct().toList();
        assertTrue(frames.size() >= framesLeast, frames.size() + " frames: " + all.substring(0, Math.min(500,
            all.length())));
        assertEquals(List.of(), others);
        final String malformed = run("tshark", "-r", capture.toString(), "-Y",
            "_ws.malformed || _ws.expert.severity == error", "-T", "fields", "-e", "frame.number");
        assertEquals(0, malformed.lines().filter(line -> line.matches("\\d+")).count(), malformed);
        System.out.println("tshark: " + frames.size() + " frames, none malformed");
    }
}
