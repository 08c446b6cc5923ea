package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.sinew.hal.emulation.EmulatorRequest;

/** An emulator in real time on a thread of its own, with a terminal, commands and output. */
public final class RunningEmulator implements AutoCloseable
{
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PipedOutputStream commands = new PipedOutputStream();
    private final Throwable[] failure = new Throwable[1];
    private final Thread thread;

    public RunningEmulator(final String configuration, final Path faults, final Path events) throws IOException
    {
        final EmulatorRequest request = new EmulatorRequest("test", configuration, Path.of("").toAbsolutePath(), faults,
            events, null, 120, 0, new PipedInputStream(commands),
            new PrintStream(output, true, StandardCharsets.UTF_8));
        thread = new Thread(() -> run(request), "emulator");
        thread.start();
        await("ready");
    }

    private void run(final EmulatorRequest request)
    {
        try
        {
            new SimEmulatorService().run(request);
        }
        catch (final Exception | Error e)
        {
            failure[0] = e;
        }
    }

    public String output()
    {
        return output.toString(StandardCharsets.UTF_8);
    }

    public void await(final String text)
    {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!output().contains(text) && failure[0] == null && System.nanoTime() < endNs)
        {
            pause(5);
        }
        if (failure[0] != null)
        {
            throw new IllegalStateException("the emulator failed: " + failure[0].getMessage(), failure[0]);
        }
        assertTrue(output().contains(text), "waited for '" + text + "', got: " + output());
    }

    static void pause(final long milliseconds)
    {
        try
        {
            Thread.sleep(milliseconds);
        }
        catch (final InterruptedException e)
        {
            throw new IllegalStateException(e);
        }
    }

    public void command(final String line) throws IOException
    {
        commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
    }

    /** Ends it and returns its report. */
    public String quit() throws IOException
    {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        if (thread.isAlive())
        {
            command("quit");
        }
        while (thread.isAlive() && System.nanoTime() < endNs)
        {
            pause(5);
        }
        assertFalse(thread.isAlive(), "it did not end: " + output());
        return output().substring(output().indexOf("stopped ") + 8);
    }

    @Override
    public void close() throws IOException
    {
        quit();
        commands.close();
    }
}
