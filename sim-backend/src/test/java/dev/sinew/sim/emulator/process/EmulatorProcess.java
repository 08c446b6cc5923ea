package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An emulator as a process of its own in a network namespace, with commands and output. */
public final class EmulatorProcess implements AutoCloseable
{
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final Process process;
    private final BufferedWriter commands;
    private final Path output;
    private final Path events;
    private final Path capture;

    /** @param bus keys of its one bus, but for name and port. */
    public EmulatorProcess(final VethPair cable, final Path directory, final String bus) throws IOException
    {
        final Path configuration = directory.resolve("emulator.yaml");
        output = directory.resolve("output.txt");
        events = directory.resolve("events.jsonl");
        capture = directory.resolve("frames.pcap");
        Files.writeString(configuration, "emulator: test\nbuses:\n  - {name: bus, port: " + cable.device() + ", " +
            bus + "}\n");
        process = new ProcessBuilder("ip", "netns", "exec", cable.namespace(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EmulatorMain.class.getName(), configuration.toString(), events.toString(), capture.toString())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        await("ready");
    }

    public String output() throws IOException
    {
        return Files.readString(output);
    }

    public List<String> events(final String kind) throws IOException
    {
        return Files.readAllLines(events).stream().filter(line -> line.startsWith("{\"event\":\"" + kind + "\""))
            .toList();
    }

    /** Lines of events that hold a text. */
    public long count(final String text)
    {
        try (Stream<String> lines = Files.lines(events))
        {
            return lines.filter(line -> line.contains(text)).count();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    public Path capture()
    {
        return capture;
    }

    public void await(final String text) throws IOException
    {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!output().contains(text) && process.isAlive() && System.nanoTime() < endNs)
        {
            RunningEmulator.pause(5);
        }
        assertTrue(output().contains(text), () -> "waited for '" + text + "'");
    }

    /** Gives a command and waits until it was taken. */
    public void command(final String line) throws IOException
    {
        commands.write(line + "\n");
        commands.flush();
        await("ok " + line);
    }

    /** Ends it and returns its report. */
    public String quit() throws IOException, InterruptedException
    {
        if (process.isAlive())
        {
            commands.write("quit\n");
            commands.flush();
            assertTrue(process.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS), "it did not end");
        }
        final String all = output();
        assertTrue(all.contains("stopped "), all);
        return all.substring(all.indexOf("stopped ") + 8);
    }

    @Override
    public void close() throws IOException
    {
        process.destroyForcibly();
    }
}
