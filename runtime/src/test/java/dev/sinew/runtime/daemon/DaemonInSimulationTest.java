package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.blackbox.BlackBoxReader;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example: neo on the embedded simulator, run as a service manager runs it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DaemonInSimulationTest
{
    private static final Path EXAMPLE = TestRuns.HOME.resolve("runtime/examples/neo-sim.yaml");

    @TempDir
    private Path directory;

    private Path example(final String... edits) throws Exception
    {
        String text = Files.readString(EXAMPLE);
        for (int i = 0; i < edits.length; i += 2)
        {
            assertTrue(text.contains(edits[i]), edits[i]);
            text = text.replace(edits[i], edits[i + 1]);
        }
        final Path file = directory.resolve("example-" + System.nanoTime() + ".yaml");
        Files.writeString(file, text + "loop: {warm_up_cycles: 300}\nrealtime: {wish: \"off\"}\n" +
            "stop: {damp_s: 0.3}\n");
        return file;
    }

    private static int freePort() throws Exception
    {
        try (ServerSocket socket = new ServerSocket(0))
        {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldRunTheExampleAsAService() throws Exception
    {
        final int port = freePort();
        final Path socket = directory.resolve("notify");
        try (NotifySink manager = new NotifySink(socket); DaemonProcess daemon = DaemonProcess.start(directory,
            Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", "400000"), List.of(), "run",
            example("port: 9464", "port: " + port).toString()))
        {
            final List<String> told = manager.follow();
            daemon.awaitLoop();
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("neo", OperatorCommand.ARM));
            daemon.await("CALIBRATE -> ACTIVE");
            daemon.await(() -> told.contains("STATUS=neo: ACTIVE") &&
                told.stream().filter("WATCHDOG=1"::equals).count() >= 5, "status and watchdog");
            final String page = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
            assertTrue(page.contains("sinew_mode{mode=\"active\"} 1.0"), page);
            assertTrue(page.contains("sinew_run_info{backend=\"embedded\",policy=\"neo-balance\",robot=\"neo\"} 1"),
                page);
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            daemon.await(() -> told.contains("STOPPING=1"), "STOPPING=1");
            assertTrue(told.indexOf("READY=1") >= 0 && told.indexOf("READY=1") < told.indexOf("STOPPING=1"),
                told::toString);
            assertTrue(told.indexOf("WATCHDOG=1") > told.indexOf("READY=1"), told::toString);
            assertTrue(daemon.log().contains("ended in mode OFF"), daemon.log());
            assertFalse(daemon.log().contains("\tat "), daemon.log());
            assertBoxEndsOff(daemon);
        }
    }

    private void assertBoxEndsOff(final DaemonProcess daemon) throws Exception
    {
        final String log = daemon.log();
        final int at = log.indexOf("black box ") + 10;
        try (BlackBoxReader box = BlackBoxReader.open(Path.of(log.substring(at, log.indexOf('\n', at)))))
        {
            long mode = -1;
            while (box.next())
            {
                mode = box.get(dev.sinew.runtime.frame.FrameField.MODE);
            }
            assertEquals(0, mode);
        }
    }

    @Test
    void shouldRefuseToStartInOneLineWhenThePortIsTaken() throws Exception
    {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
            DaemonProcess daemon = DaemonProcess.start(directory, "run",
            example("port: 9464", "port: " + taken.getLocalPort()).toString()))
        {
            assertEquals(1, daemon.awaitExit());
            assertTrue(daemon.log().contains("sinew: metrics.port " + taken.getLocalPort() + " is in use"),
                daemon.log());
            assertFalse(daemon.log().contains("\tat "), daemon.log());
            assertFalse(Files.exists(directory.resolve("neo.control")), "nothing is left behind");
        }
    }

    @Test
    void shouldExitWithTwoOnAConfigurationWithMistakesAndListThemAll() throws Exception
    {
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run",
            example("port: 9464", "prot: 9464", "hands: wave", "hands: clap").toString()))
        {
            assertEquals(2, daemon.awaitExit());
            assertTrue(daemon.log().contains("is not a usable run configuration: 2 mistakes"), daemon.log());
            assertTrue(daemon.log().contains("metrics.prot: unknown key; did you mean 'port'?"), daemon.log());
        }
    }

    @Test
    void shouldEndWhenItIsSwitchedOff() throws Exception
    {
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run",
            example("metrics: {port: 9464}", "name: other").toString()))
        {
            daemon.awaitLoop();
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("other", OperatorCommand.ARM));
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("other", OperatorCommand.STOP));
            Thread.sleep(200);
            assertTrue(daemon.isAlive(), "a stop, even while it calibrates, is no end");
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("other", OperatorCommand.SHUT_DOWN));
            assertEquals(0, daemon.awaitExit(), daemon::log);
        }
    }
}
