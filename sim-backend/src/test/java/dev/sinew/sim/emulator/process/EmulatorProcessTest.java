package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import dev.sinew.hal.linux.LinuxSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulator in real time: terminal, link, commands, faults, report. */
@Timeout(120)
class EmulatorProcessTest
{
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
    private static final String PING = "ff ff 01 02 01 fb";
    private static final String PONG = "ff ff 01 02 00 fc";

    @TempDir
    private Path directory;

    private Path port;

    @BeforeEach
    void needLinux() throws Exception
    {
        assumeTrue(LinuxSupport.available(), LinuxSupport.reason());
        assumeTrue(0 == new ProcessBuilder("stty", "--version").redirectErrorStream(true).start().waitFor(), "no stty");
        port = directory.resolve("port");
    }

    private RunningEmulator start() throws Exception
    {
        return new RunningEmulator("emulator: test\nbuses:\n  - {name: bus, protocol: feetech, ids: 1, port: '" + port +
            "'}\n", null, directory.resolve("events.jsonl"));
    }

    private static void speed(final Path port, final int baud) throws Exception
    {
        assertEquals(0, new ProcessBuilder("stty", "-F", port.toString(), Integer.toString(baud), "raw", "min", "0",
            "time", "10").start().waitFor());
    }

    /** Writes, waits up to a second for as many bytes, returns what came. */
    private static String ask(final Path port, final String hex, final int count) throws Exception
    {
        try (RandomAccessFile file = new RandomAccessFile(port.toFile(), "rw"))
        {
            file.write(SPACED.parseHex(hex));
            final byte[] got = new byte[count];
            int have = 0;
            int more = 1;
            while (have < count && more > 0)
            {
                more = file.read(got, have, count - have);
                have += Math.max(0, more);
            }
            return SPACED.formatHex(got, 0, have);
        }
    }

    @Test
    void shouldAnswerOnItsTerminalAndTakeFaultsByTheWay() throws Exception
    {
        try (RunningEmulator emulator = start())
        {
            assertTrue(emulator.output().contains("bus bus: 1 feetech sts3215 at 1000000 baud on " + port));
            assertTrue(Files.isSymbolicLink(port));
            speed(port, 1_000_000);
            assertEquals(PONG, ask(port, PING, 6));
            emulator.command("fault drop_reply id=1");
            emulator.await("ok fault");
            assertEquals("", ask(port, PING, 6));
            emulator.command("heal");
            emulator.await("ok heal");
            assertEquals(PONG, ask(port, PING, 6));
            emulator.command("fault nonsense");
            emulator.await("error nothing of the kind 'nonsense'");
            emulator.command("dance");
            emulator.await("error no command of that name: dance");
            emulator.command("stats");
            emulator.await("stats {");
            final String report = emulator.quit();
            assertTrue(report.contains("\"ping\":3") && report.contains("\"drop_reply\":1"), report);
        }
        assertFalse(Files.exists(port), "the link is taken away at the end");
        final List<String> events = Files.readAllLines(directory.resolve("events.jsonl"));
        assertTrue(events.get(0).contains("\"event\":\"start\"") && events.get(1).contains("\"event\":\"bus\""));
        assertTrue(events.stream().anyMatch(line -> line.contains("\"event\":\"fault_begin\"")));
    }

    @Test
    void shouldHearNothingWhenTheHostHasAnotherSpeed() throws Exception
    {
        try (RunningEmulator emulator = start())
        {
            speed(port, 115_200);
            assertEquals("", ask(port, PING, 6));
            assertTrue(emulator.quit().contains("\"bytes_at_wrong_speed\":6"));
        }
    }

    @Test
    void shouldVanishWhenUnpluggedAndComeBackUnderTheSameName() throws Exception
    {
        try (RunningEmulator emulator = start())
        {
            speed(port, 1_000_000);
            final Path before = Files.readSymbolicLink(port);
            emulator.command("fault unplugged");
            emulator.await("ok fault");
            final long endNs = System.nanoTime() + 10_000_000_000L;
            while (Files.exists(port) && System.nanoTime() < endNs)
            {
                RunningEmulator.pause(5);
            }
            assertFalse(Files.exists(before));
            emulator.command("heal");
            emulator.await("ok heal");
            speed(port, 1_000_000);
            assertEquals(PONG, ask(port, PING, 6));
        }
    }

    @Test
    void shouldNotTakeAFilesPlace() throws Exception
    {
        Files.writeString(port, "precious");
        final IllegalStateException thrown = assertThrows(IllegalStateException.class, this::start);
        assertTrue(thrown.getMessage().contains("there is a file of that name"), thrown.getMessage());
        assertEquals("precious", Files.readString(port));
    }
}
