package dev.sinew.sim.emulator.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads lines on a thread of its own, so that the emulator's thread never waits for them.
 */
final class CommandReader
{
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    /**
     * @param in where lines come from; its end is not the end of the emulator.
     */
    CommandReader(final InputStream in)
    {
        final Thread thread = new Thread(() -> read(in), "emulator-stdin");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(final InputStream in)
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            String line = reader.readLine();
            while (line != null)
            {
                if (!line.isBlank())
                {
                    lines.add(line.trim());
                }
                line = reader.readLine();
            }
        }
        catch (final IOException e)
        {
            lines.add("quit"); // whoever gave commands is gone in a bad way
        }
    }

    /** @return the oldest line that was not taken yet; null for none. */
    String poll()
    {
        return lines.poll();
    }
}
