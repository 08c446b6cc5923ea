package dev.sinew.hal.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PseudoTerminalTest
{
    private static final long LONG_NS = 2_000_000_000L;

    @BeforeEach
    void needLinux()
    {
        Privilege.needLinux();
    }

    private static byte[] everyByte()
    {
        final byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)i;
        }
        return bytes;
    }

    @Test
    void shouldCarryEveryByteBothWaysUnchanged() throws Exception
    {
        try (PseudoTerminal terminal = new PseudoTerminal();
            RandomAccessFile program = new RandomAccessFile(terminal.path(), "rw"))
        {
            program.write(everyByte());
            assertTrue(terminal.awaitReadable(LONG_NS));
            final byte[] got = new byte[512];
            assertEquals(256, terminal.read(got));
            assertArrayEquals(everyByte(), Arrays.copyOf(got, 256));

            assertEquals(256, terminal.write(everyByte(), 0, 256));
            final byte[] back = new byte[256];
            program.readFully(back);
            assertArrayEquals(everyByte(), back);
        }
    }

    @Test
    void shouldNotWaitWhenThereIsNothingToRead()
    {
        try (PseudoTerminal terminal = new PseudoTerminal())
        {
            assertEquals(0, terminal.read(new byte[8]));
            final long beginNs = System.nanoTime();
            assertFalse(terminal.awaitReadable(5_000_000));
            assertTrue(System.nanoTime() - beginNs >= 4_000_000, "came back before its time");
        }
    }

    @Test
    void shouldOutliveTheProgramAtTheOtherEnd() throws Exception
    {
        try (PseudoTerminal terminal = new PseudoTerminal())
        {
            for (int visit = 0; visit < 3; visit++)
            {
                try (RandomAccessFile program = new RandomAccessFile(terminal.path(), "rw"))
                {
                    program.write(visit);
                }
                assertTrue(terminal.awaitReadable(LONG_NS));
                final byte[] got = new byte[8];
                assertEquals(1, terminal.read(got));
                assertEquals(visit, got[0]);
                assertEquals(0, terminal.read(got));
            }
        }
    }

    @Test
    void shouldTellTheSpeedThatTheProgramHasSet() throws Exception
    {
        Privilege.need(Files.isExecutable(Path.of("/bin/stty")) || Files.isExecutable(Path.of("/usr/bin/stty")),
            "not run: no stty here");
        try (PseudoTerminal terminal = new PseudoTerminal())
        {
            for (final int speed : new int[] {115_200, 1_000_000, 3_000_000})
            {
                assertEquals(0, new ProcessBuilder("stty", "-F", terminal.path(), Integer.toString(speed), "raw")
                    .inheritIO().start().waitFor());
                assertEquals(speed, terminal.lineSpeed());
            }
        }
    }

    @Test
    void shouldVanishForTheProgramWhenThePlugIsPulled() throws Exception
    {
        final PseudoTerminal terminal = new PseudoTerminal();
        final String path = terminal.path();
        assertTrue(Files.exists(Path.of(path)));
        terminal.close();
        terminal.close();
        assertEquals(-1, terminal.read(new byte[8]));
        assertEquals(0, terminal.write(new byte[8], 0, 8));
        assertFalse(terminal.awaitReadable(0));
        assertFalse(Files.exists(Path.of(path)), path + " is still there");
    }
}
