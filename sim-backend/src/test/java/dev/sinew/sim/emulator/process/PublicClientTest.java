package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.linux.LinuxSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The makers' own clients drive the emulators over a terminal: what they understand, others will. */
@Timeout(300)
class PublicClientTest
{
    @TempDir
    private Path directory;

    @BeforeEach
    void needLinux()
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
    }

    private static String configuration(final String protocol, final String ids, final Path port)
    {
        return "emulator: test\nbuses:\n  - {name: bus, protocol: " + protocol + ", ids: '" + ids + "', port: '" +
            port + "'}\n";
    }

    @Test
    void shouldBeUnderstoodByTheClientOfDynamixel() throws Exception
    {
        PublicClient.need("dynamixel_sdk", "dynamixel-sdk");
        final Path port = directory.resolve("dynamixel");
        final Path events = directory.resolve("events.jsonl");
        try (RunningEmulator emulator = new RunningEmulator(configuration("dynamixel", "1-4", port), null, events))
        {
            final String seen = PublicClient.drive("dynamixel_client.py", port.toString());
            assertTrue(seen.contains("fast read reached its goals") && seen.contains("bus watchdog"), seen);
            final String report = emulator.quit();
            assertTrue(report.contains("\"fast_sync_read\":") && report.contains("\"bytes_at_wrong_speed\":0"), report);
        }
        assertTrue(Files.readString(events).contains("\"cause\":\"watchdog\""));
    }

    @Test
    void shouldStopWithinItsWatchdogsTimeWhenTheHostIsKilledInMotion() throws Exception
    {
        PublicClient.need("dynamixel_sdk", "dynamixel-sdk");
        final Path port = directory.resolve("dynamixel");
        final Path events = directory.resolve("events.jsonl");
        try (RunningEmulator emulator = new RunningEmulator(configuration("dynamixel", "1", port), null, events))
        {
            final Process host = PublicClient.start("dynamixel_motion.py", port.toString());
            RunningEmulator.pause(1500);
            host.destroyForcibly().waitFor();
            RunningEmulator.pause(500);
            assertTrue(emulator.quit().contains("\"write\":"));
        }
        final List<String> stops = Files.readAllLines(events).stream()
            .filter(line -> line.contains("\"cause\":\"watchdog\"")).toList();
        final String last = stops.get(stops.size() - 1);
        assertTrue(last.contains("\"how\":\"limp\"") && number(last, "velocity_rad_s") > 1, last);
        assertTrue(number(last, "silence_ns") > 40e6 && number(last, "silence_ns") <= 41e6, last);
    }

    private static double number(final String line, final String key)
    {
        return Double.parseDouble(line.replaceAll(".*\"" + key + "\":([-0-9.E]+).*", "$1"));
    }

    @Test
    void shouldBeUnderstoodByTheClientOfFeetech() throws Exception
    {
        PublicClient.need("scservo_sdk", "ftservo-python-sdk");
        final Path port = directory.resolve("feetech");
        try (RunningEmulator emulator = new RunningEmulator(configuration("feetech", "1-3", port), null, null))
        {
            final String seen = PublicClient.drive("feetech_client.py", port.toString());
            assertTrue(seen.contains("wheel, negative speed ok") && seen.contains("damped"), seen);
            assertTrue(emulator.quit().contains("\"sync_read\":"));
        }
    }

    @Test
    void shouldBeUnderstoodByTheLibraryOfMoteus() throws Exception
    {
        PublicClient.need("moteus", "moteus");
        final Path port = directory.resolve("fdcanusb");
        final Path events = directory.resolve("events.jsonl");
        try (RunningEmulator emulator = new RunningEmulator(configuration("moteus", "1-3", port), null, events))
        {
            final String seen = PublicClient.drive("moteus_client.py", port.toString());
            assertTrue(seen.contains("cycle of 3 turns") && seen.contains("watchdog"), seen);
            assertTrue(emulator.quit().contains("\"frame\":"));
        }
        assertTrue(Files.readString(events).contains("\"cause\":\"watchdog\""));
    }

    @Test
    void shouldBeUnderstoodByTheLibraryOfMoteusAsAUart() throws Exception
    {
        PublicClient.need("moteus", "moteus");
        final Path port = directory.resolve("uart");
        final String configuration = configuration("moteus", "1", port).replace("ids:", "uart: 1, ids:");
        try (RunningEmulator emulator = new RunningEmulator(configuration, null, null))
        {
            final String seen = PublicClient.drive("moteus_client.py", port.toString());
            assertTrue(seen.contains("position reached its goals"), seen);
            assertTrue(!emulator.quit().contains("bad_check"));
        }
    }

    @Test
    void shouldBeUnderstoodByAPublicLibraryForDamiao() throws Exception
    {
        PublicClient.need("damiao_motor", "damiao-motor");
        final Path port = directory.resolve("slcan");
        final Path events = directory.resolve("events.jsonl");
        final String configuration = configuration("mit", "1-2", port).replace("ids:", "slcan: 1, ids:");
        try (RunningEmulator emulator = new RunningEmulator(configuration, null, events))
        {
            final String seen = PublicClient.drive("damiao_client.py", port.toString());
            assertTrue(seen.contains("torque against damping") && seen.contains("watchdog"), seen);
            assertTrue(!emulator.quit().contains("malformed"));
        }
        assertTrue(Files.readString(events).contains("\"cause\":\"watchdog\""));
    }

    @Test
    void shouldBeUnderstoodByTheLibraryOfRobstride() throws Exception
    {
        PublicClient.need("robstride_dynamics", "robstride-dynamics");
        final Path port = directory.resolve("slcan");
        final Path events = directory.resolve("events.jsonl");
        final String configuration = configuration("robstride", "1-2", port).replace("ids:", "slcan: 1, ids:");
        try (RunningEmulator emulator = new RunningEmulator(configuration, null, events))
        {
            final String seen = PublicClient.drive("robstride_client.py", port.toString());
            assertTrue(seen.contains("torque against damping") && seen.contains("watchdog"), seen);
            assertTrue(!emulator.quit().contains("malformed"));
        }
        assertTrue(Files.readString(events).contains("\"cause\":\"watchdog\""));
    }
}
