package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.NativeDriver;
import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.system.ReturnCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CAN drivers in the conformance kit, against the emulators that share no line of code with them. The watchdog is
 * long, because here emulator, driver and kit are one process on a machine that others use.
 */
@Timeout(300)
class DriverAgainstEmulatorTest
{
    private static final int CYCLES = 60;
    private static final int OPENS = 100;
    private static final long CALL_BOUND_NS = 100_000_000L;
    private static final String WATCHDOG = " watchdog_ms=500";

    @TempDir
    private Path directory;

    @BeforeEach
    void needLinux()
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
    }

    private static Path library(final String name)
    {
        final Path here = Path.of("").toAbsolutePath(); // Surefire runs in the module's directory
        final Path root = Files.isDirectory(here.resolve("build")) ? here : here.getParent();
        final Path library = root.resolve("tendon-drivers/target/native/libsinew_" + name + ".so");
        if (!Files.exists(library) && NativeLibraries.required())
        {
            fail(NativeLibraries.REQUIRE_VARIABLE + "=true, but " + library + " was not built");
        }
        assumeTrue(Files.exists(library), library + " was not built");
        return library;
    }

    private String check(final String protocol, final String setting, final String config, final double effortNm)
        throws Exception
    {
        return check(protocol, protocol, setting, config, effortNm);
    }

    private String check(
        final String driver,
        final String protocol,
        final String setting,
        final String config,
        final double effortNm) throws Exception
    {
        final Path library = library(driver);
        final Path port = directory.resolve(protocol);
        final String emulator = "emulator: test\nbuses:\n  - {name: bus, protocol: " + protocol + ", ids: '1-2', " +
            setting + "port: '" + port + "'}\n";
        try (RunningEmulator devices = new RunningEmulator(emulator, null, directory.resolve("events.jsonl")))
        {
            final ConformanceReport report = ConformanceKit.check(library, new ConformanceOptions(
                "port=" + port + " motors=a:1,b:2 " + config + WATCHDOG, effortNm, CYCLES, OPENS, CALL_BOUND_NS));
            assertEquals(List.of(), report.broken(), report.render());
            return devices.quit();
        }
    }

    private void assertMotorsPulledAndStopped() throws Exception
    {
        final List<String> events = Files.readAllLines(directory.resolve("events.jsonl"));
        assertTrue(events.stream().anyMatch(line -> line.contains("\"event\":\"torque_on\"")));
        final String last = events.stream().filter(line -> line.contains("\"event\":\"torque_on\"") ||
            line.contains("\"event\":\"stopped\"")).reduce((a, b) -> b).orElseThrow();
        assertTrue(last.contains("\"event\":\"stopped\""), last);
    }

    @Test
    void shouldKeepTheRulesWithMoteusControllers() throws Exception
    {
        assertTrue(check("moteus", "", "", 0.05).contains("\"frame\":"));
        assertMotorsPulledAndStopped();
    }

    @Test
    void shouldKeepTheRulesWithDamiaoMotors() throws Exception
    {
        assertTrue(check("mit", "", "", 0.5).contains("\"command\":"));
        assertMotorsPulledAndStopped();
    }

    @Test
    void shouldKeepTheRulesWithDamiaoMotorsBehindSlcan() throws Exception
    {
        assertTrue(!check("mit", "slcan: 1, ", "link=slcan", 0.5).contains("malformed"));
        assertMotorsPulledAndStopped();
    }

    @Test
    void shouldKeepTheRulesWithRobstrideMotors() throws Exception
    {
        assertTrue(check("mit", "robstride", "", "model=rs-02", 0.5).contains("\"command\":"));
        assertMotorsPulledAndStopped();
    }

    @Test
    void shouldKeepTheRulesWithCybergearsBehindSlcan() throws Exception
    {
        assertTrue(!check("mit", "robstride", "model: cybergear, slcan: 1, ", "model=cybergear link=slcan", 0.5)
            .contains("malformed"));
        assertMotorsPulledAndStopped();
    }

    @Test
    void shouldKeepTheRulesWithABoardOfSensors() throws Exception
    {
        final Path library = library("sensors");
        final Path port = directory.resolve("board");
        final String emulator = "emulator: test\nhangs: true\nrobot: " +
            Path.of("../hal/robots/finger-pairs/robot.yaml").toAbsolutePath() + "\nbuses:\n  - {name: bus, " +
            "protocol: sensors, joints: ['*'], imus: ['*'], port: '" + port + "'}\n";
        try (RunningEmulator board = new RunningEmulator(emulator, null, directory.resolve("events.jsonl")))
        {
            final ConformanceReport report = ConformanceKit.check(library, new ConformanceOptions("port=" + port +
                " joints=mcp,pip,dip imus=imu_block" + WATCHDOG, 0, CYCLES, OPENS, CALL_BOUND_NS));
            assertEquals(List.of(), report.broken(), report.render());
            assertTrue(board.quit().contains("\"question\":"));
        }
    }

    @Test
    void shouldMissTheReadingsOfASensorThatItsBoardCannotRead() throws Exception
    {
        final Path library = library("sensors");
        final Path port = directory.resolve("board");
        final String emulator = "emulator: test\nhangs: true\nrobot: " +
            Path.of("../hal/robots/finger-pairs/robot.yaml").toAbsolutePath() + "\nbuses:\n  - {name: bus, " +
            "protocol: sensors, joints: ['*'], imus: ['*'], port: '" + port + "'}\n";
        final long all = ChannelGroup.JOINTS.mask() | ChannelGroup.IMUS.mask();
        try (RunningEmulator board = new RunningEmulator(emulator, null, directory.resolve("events.jsonl"));
            NativeDriver driver = NativeDriver.open(library, "port=" + port + " joints=mcp,pip,dip imus=imu_block" +
                WATCHDOG))
        {
            assertEquals(ReturnCode.OK, driver.activate());
            assertEquals(all, awaitGroups(driver, all));
            board.command("fault sensor_failed sensor=imus");
            assertEquals(ChannelGroup.JOINTS.mask(), awaitGroups(driver, ChannelGroup.JOINTS.mask()));
            assertTrue(driver.lastError().contains("cannot read an inertial unit"), driver.lastError());
            board.command("heal");
            assertEquals(all, awaitGroups(driver, all));
            board.quit();
        }
    }

    private static long awaitGroups(final NativeDriver driver, final long wanted) throws InterruptedException
    {
        long groups = -1;
        for (int i = 0; i < 10_000 && groups != wanted; i++)
        {
            if (driver.receive(System.nanoTime()) == ReturnCode.OK)
            {
                groups = driver.validGroups();
            }
            driver.stamp(driver.sequence(), System.nanoTime(), true);
            driver.send(System.nanoTime());
            Thread.sleep(1);
        }
        return groups;
    }
}
