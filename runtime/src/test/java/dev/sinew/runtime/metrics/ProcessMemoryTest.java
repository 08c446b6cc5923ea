package dev.sinew.runtime.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest
{
    private static double parse(final String text)
    {
        return ProcessMemory.parse(text.getBytes(StandardCharsets.US_ASCII), text.length());
    }

    @Test
    void shouldFindTheLine()
    {
        assertEquals(123_456 * 1024.0, parse("Name:\tjava\nVmHWM:\t 999 kB\nVmRSS:\t  123456 kB\nRssAnon:\t1 kB\n"));
        assertTrue(Double.isNaN(parse("Name:\tjava\n")));
        assertTrue(Double.isNaN(parse("")));
    }

    @Test
    void shouldKnowItsOwn()
    {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc");
        try (ProcessMemory memory = new ProcessMemory())
        {
            assertTrue(memory.residentBytes() > 10e6);
            assertTrue(memory.residentBytes() > 10e6, "and again");
        }
    }
}
