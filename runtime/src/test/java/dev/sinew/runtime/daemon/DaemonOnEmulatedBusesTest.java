package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A finger from end to end: the daemon with two native drivers, servos and a board of sensors emulated in another
 * process, tendons and joints behind them. Times are generous, because a busy machine makes both slow.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DaemonOnEmulatedBusesTest
{
    private static final Path NATIVE = TestRuns.HOME.resolve("tendon-drivers/target/native");
    private static final String TIMES = " watchdog_ms=2500 stale_ms=1500";

    @TempDir
    private Path directory;

    @BeforeEach
    void needDrivers()
    {
        final boolean built = Files.exists(NATIVE.resolve("libsinew_dynamixel.so")) &&
            Files.exists(NATIVE.resolve("libsinew_sensors.so"));
        assertTrue(built || !"true".equals(System.getenv("SINEW_REQUIRE_NATIVE")), "the drivers were not built");
        Assumptions.assumeTrue(built, "SKIPPED: the drivers were not built");
    }

    private Path write(final String name, final String... lines) throws Exception
    {
        return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    private DaemonProcess emulator() throws Exception
    {
        final Path robot = directory.resolve("robot.yaml");
        Files.writeString(robot, Files.readString(TestRuns.HOME.resolve("hal/robots/finger-pairs/robot.yaml"))
            .replace("state_stale_ms: 5", "state_stale_ms: 100")
            .replace("lost_cycles_to_freeze: 20", "lost_cycles_to_freeze: 2000"));
        final Path config = write("emulator.yaml", "emulator: finger", "robot: robot.yaml", "hangs: true", "buses:",
            "  - {name: servos, protocol: dynamixel, model: xl330-m288, baud: 3000000, ids: 1-3, motors: ['*'],",
            "     port: '" + directory.resolve("servos") + "'}",
            "  - {name: board, protocol: sensors, joints: ['*'], tendons: ['*'], imus: ['*'],",
            "     port: '" + directory.resolve("board") + "'}");
        final DaemonProcess emulator = DaemonProcess.start(directory, "emulate", "--config", config.toString(),
            "--events", directory.resolve("events.jsonl").toString());
        emulator.await("ready");
        return emulator;
    }

    private Path daemonConfig(final String sensorRate) throws Exception
    {
        return write("run.yaml", "format: 1", "robot: robot.yaml", "backend: native", "policy: none", "name: finger",
            "realtime: {wish: \"off\"}", "loop: {warm_up_cycles: 200}", "blackbox: {seconds: 1}",
            "stop: {damp_s: 0.5}", "buses:",
            "  - {name: servos, library: " + NATIVE.resolve("libsinew_dynamixel.so") + ", rate_hz: 20, config: 'port=" +
            directory.resolve("servos") + " baud=3000000 effort_per_ampere=0.354 " +
            "motors=mcp_motor:1,pip_motor:2,dip_motor:3" + TIMES + "'}",
            "  - {name: board, library: " + NATIVE.resolve("libsinew_sensors.so") + sensorRate + ", config: 'port=" +
            directory.resolve("board") + " joints=mcp,pip,dip tendons=flexor_mcp,extensor_mcp,flexor_pip," +
            "extensor_pip,flexor_dip,extensor_dip imus=imu_block" + TIMES + "'}");
    }

    /** Last thing that each drive did, by its number. */
    private TreeMap<String, String> lastOfEachDrive() throws Exception
    {
        final TreeMap<String, String> last = new TreeMap<>();
        for (final String line : Files.readAllLines(directory.resolve("events.jsonl")))
        {
            if (line.contains("\"event\":\"torque_on\"") || line.contains("\"event\":\"stopped\""))
            {
                last.put(line.replaceAll(".*\"id\":(\\d+).*", "$1"), line);
            }
        }
        return last;
    }

    @Test
    void shouldArmHoldAndStopARobotOnTwoBusesThatAreSlowerThanItsLoop() throws Exception
    {
        try (DaemonProcess devices = emulator();
            DaemonProcess daemon = DaemonProcess.start(directory, "run", daemonConfig(", rate_hz: 20").toString()))
        {
            daemon.awaitLoop();
            assertEquals(OperatorOutcome.OBEYED, daemon.ask("finger", OperatorCommand.ARM));
            daemon.await("-> ACTIVE");
            Thread.sleep(2000);
            assertFalse(daemon.log().contains("fault:"), daemon.log());
            daemon.signal("TERM");
            assertEquals(0, daemon.awaitExit(), daemon::log);
            assertTrue(daemon.log().contains("ACTIVE -> DAMP") && daemon.log().contains("ended in mode OFF"),
                daemon.log());
            Thread.sleep(500);
            final TreeMap<String, String> last = lastOfEachDrive();
            assertEquals(List.of("1", "2", "3"), List.copyOf(last.keySet()), "all of them have pulled");
            last.values().forEach(line -> assertTrue(line.contains("\"event\":\"stopped\"") &&
                line.contains("\"how\":\"limp\"") && line.contains("\"cause\":\"command\""), line));
            devices.signal("TERM");
            devices.awaitExit();
            assertTrue(devices.log().contains("\"question\":"), devices.log());
        }
    }

    @Test
    void shouldRefuseABoardThatMeasuresSomethingElse() throws Exception
    {
        final Path config = daemonConfig("");
        Files.writeString(config, Files.readString(config).replace("joints=mcp,pip,dip", "joints=mcp,dip,pip"));
        try (DaemonProcess devices = emulator();
            DaemonProcess daemon = DaemonProcess.start(directory, "run", config.toString()))
        {
            assertEquals(1, daemon.awaitExit(), daemon::log);
            assertTrue(daemon.log().contains("has other sensors than configured, or in another order"), daemon.log());
            assertTrue(devices.isAlive());
        }
    }
}
