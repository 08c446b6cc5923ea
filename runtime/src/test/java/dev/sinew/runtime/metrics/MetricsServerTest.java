package dev.sinew.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.runtime.daemon.FrameScript;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFollower;
import dev.sinew.runtime.safety.GateAction;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;
import dev.sinew.runtime.wiring.TestRuns;
import dev.sinew.runtime.wiring.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest
{
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+(?:\\{[^}]*})?) (\\S+)");
    /** Far above what was measured, far below what a collection every few minutes would need. */
    private static final long SCRAPE_BYTES_MAX = 400_000;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private FrameCounters counters;
    private FrameScript script;
    private MetricsServer server;

    @BeforeEach
    void begin() throws Exception
    {
        script = new FrameScript(directory.resolve("box"), header ->
        {
            counters = new FrameCounters(header, FrameScript.PERIOD_NS);
            return new FrameFollower.Listener[] {counters};
        });
        server = MetricsServer.start(0, counters, "arm", "none", "native");
    }

    @AfterEach
    void end()
    {
        server.close();
        script.close();
    }

    private String scrape() throws Exception
    {
        final HttpResponse<String> answer = client.send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private Map<String, Double> values() throws Exception
    {
        final Map<String, Double> values = new TreeMap<>();
        scrape().lines().filter(line -> !line.startsWith("#")).forEach(line ->
        {
            final java.util.regex.Matcher sample = SAMPLE.matcher(line);
            assertTrue(sample.matches(), line);
            values.put(sample.group(1), Double.parseDouble(sample.group(2)));
        });
        return values;
    }

    @Test
    void shouldTellWhatTheFramesSaid() throws Exception
    {
        script.frame().state.motorTemperature.set(2, 61.5);
        script.frame().set(FrameField.MODE, Mode.ACTIVE.ordinal());
        script.publish().publish(); // two good ones, 10 us late
        script.frame().set(FrameField.GATE_ACTIONS, GateAction.SLEW.mask() | GateAction.TENSION.mask());
        script.publish(4, 2_000_000); // three periods skipped, then 2 ms late: a deadline missed
        script.frame().set(FrameField.GATE_ACTIONS, 0);
        script.frame().set(FrameField.VERDICT, Verdict.LOST.ordinal());
        script.frame().set(FrameField.FAULT, FaultCode.SAMPLES_LOST.number());
        script.frame().set(FrameField.MODE, Mode.DAMP.ordinal());
        script.frame().busAge.set(0, 0.001);
        script.frame().busAge.set(1, 0.25);
        script.frame().busCode.set(1, ReturnCode.LOST.ordinal());
        script.publish().publish().batch(17);

        final Map<String, Double> values = values();
        assertEquals(5, values.get("sinew_cycles_total"));
        assertEquals(3, values.get("sinew_skipped_periods_total"));
        assertEquals(1, values.get("sinew_deadline_misses_total"));
        assertEquals(17, values.get("sinew_metrics_frames_lost_total"));
        assertEquals(3, values.get("sinew_verdicts_total{verdict=\"good\"}"));
        assertEquals(2, values.get("sinew_verdicts_total{verdict=\"lost\"}"));
        assertEquals(1, values.get("sinew_gate_actions_total{action=\"slew\"}"));
        assertEquals(1, values.get("sinew_gate_actions_total{action=\"tension\"}"));
        assertEquals(0, values.get("sinew_gate_actions_total{action=\"age\"}"));
        assertEquals(1, values.get("sinew_faults_total{fault=\"samples_lost\"}"));
        assertEquals(1, values.get("sinew_fault"));
        assertEquals(1, values.get("sinew_mode{mode=\"damp\"}"));
        assertEquals(0, values.get("sinew_mode{mode=\"active\"}"));
        assertEquals(4, values.get("sinew_lateness_seconds_bucket{le=\"1.0E-5\"}"));
        assertEquals(5, values.get("sinew_lateness_seconds_bucket{le=\"0.002\"}"));
        assertEquals(5, values.get("sinew_lateness_seconds_count"));
        assertEquals(0.00204, values.get("sinew_lateness_seconds_sum"), 1e-9);
        assertEquals(0.002, values.get("sinew_lateness_max_seconds"), 1e-12);
        assertEquals(4, values.get("sinew_cycle_seconds_bucket{le=\"1.0E-4\"}"));
        assertEquals(0, values.get("sinew_cycle_seconds_bucket{le=\"5.0E-5\"}"));
        assertEquals(61.5, values.get("sinew_motor_temperature_max_celsius"));
        assertEquals(0.25, values.get("sinew_bus_age_seconds{bus=\"right\"}"));
        assertEquals(1, values.get("sinew_bus_up{bus=\"left\"}"));
        assertEquals(0, values.get("sinew_bus_up{bus=\"right\"}"));
        assertEquals(1, values.get("sinew_run_info{backend=\"native\",policy=\"none\",robot=\"arm\"}"));
        assertTrue(values.get("process_resident_memory_bytes") > 10e6, values.toString());
        assertTrue(values.get("sinew_heap_used_bytes") > 1e6);
        assertTrue(values.containsKey("sinew_gc_collections_total"));
    }

    @Test
    void shouldListenOnTheLoopbackInterfaceAlone() throws Exception
    {
        for (final java.net.NetworkInterface card : java.util.Collections.list(
            java.net.NetworkInterface.getNetworkInterfaces()))
        {
            for (final InetAddress address : java.util.Collections.list(card.getInetAddresses()))
            {
                if (!address.isLoopbackAddress() && address instanceof java.net.Inet4Address)
                {
                    try (java.net.Socket socket = new java.net.Socket())
                    {
                        assertThrows(java.io.IOException.class,
                            () -> socket.connect(new InetSocketAddress(address, server.port()), 500), "" + address);
                    }
                }
            }
        }
    }

    @Test
    void shouldSayInOneLineThatThePortIsTaken() throws Exception
    {
        try (ServerSocket taken = new ServerSocket())
        {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            final UserException refused = assertThrows(UserException.class,
                () -> MetricsServer.start(taken.getLocalPort(), counters, "arm", "none", "native"));
            assertTrue(refused.getMessage().startsWith("metrics.port " + taken.getLocalPort() + " is in use"),
                refused.getMessage());
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @Test
    void shouldLeaveLittleGarbageAScrape() throws Exception
    {
        script.publish();
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 4; window++)
        {
            final long before = bytesOfServer(threads);
            for (int i = 0; i < 50; i++)
            {
                scrape();
            }
            fewest = Math.min(fewest, (bytesOfServer(threads) - before) / 50);
        }
        System.out.println("one scrape leaves " + fewest + " bytes of garbage");
        assertTrue(fewest > 0 && fewest < SCRAPE_BYTES_MAX, "bytes of garbage a scrape: " + fewest);
    }

    private static long bytesOfServer(final ThreadMXBean threads)
    {
        long bytes = 0;
        for (final Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet())
        {
            final String name = entry.getKey().getName();
            if (name.equals("sinew-metrics") || name.startsWith("HTTP-Dispatcher") || name.contains("idle-timeout"))
            {
                bytes += threads.getThreadAllocatedBytes(entry.getKey().getId());
            }
        }
        return bytes;
    }

    @Test
    void shouldCountWithoutGarbage()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 40 && fewest > 0; window++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2000; i++)
            {
                script.publish();
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, fewest, "bytes in 2000 frames");
    }

    @Test
    void shouldNameEveryMetricInTheDocumentation() throws Exception
    {
        final String page = Files.readString(TestRuns.HOME.resolve("docs/running-a-robot.md"));
        for (final String line : scrape().lines().filter(text -> text.startsWith("# TYPE ")).toList())
        {
            final String name = line.split(" ")[2];
            assertTrue(page.contains("`" + name + "`"), "docs/running-a-robot.md does not explain " + name);
        }
    }
}
