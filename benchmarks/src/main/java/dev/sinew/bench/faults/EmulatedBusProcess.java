package dev.sinew.bench.faults;

import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sinew.sim.emulator.port.VethCable;

/** {@code sinew emulate} as a process of its own: faults go in, events come out. */
final class EmulatedBusProcess implements AutoCloseable
{
    private static final long PATIENCE_NS = 60_000_000_000L;
    private static final int PAUSE_MS = 5;

    private final Path directory;
    private final VethCable cable;
    private final Process process;
    private final BufferedWriter commands;
    private final Path output;
    private final Path events;
    private long eventsRead;

    /**
     * @param home     root of the project.
     * @param bus      whose devices.
     * @param devices  how many.
     * @param sampleS  how often each motor is written down, s; 0 for never.
     * @param seed     seed of what is left to chance.
     * @param priority SCHED_FIFO priority; 0 for none.
     * @throws IOException when it does not start; one line with the reason.
     */
    EmulatedBusProcess(final Path home, final BusCase bus, final int devices, final double sampleS, final int seed,
        final int priority) throws IOException
    {
        directory = Files.createTempDirectory("sinew-campaign");
        output = directory.resolve("output");
        events = directory.resolve("events");
        cable = bus.onNetwork() ? new VethCable() : null;
        if (cable != null && !cable.refused().isEmpty())
        {
            throw new IOException(cable.refused());
        }
        final Path configuration = directory.resolve("emulator.yaml");
        Files.writeString(configuration, "emulator: campaign\nseed: " + seed + "\n" +
            (sampleS > 0 ? "sample_s: " + sampleS + "\n" : "") + "buses:\n  - {name: bus, protocol: " +
            bus.protocol() + bus.emulator() + ", ids: '1-" + devices + "', port: " +
            (cable == null ? directory.resolve("port") : cable.device()) + "}\n");
        final List<String> command = new ArrayList<>();
        if (cable != null)
        {
            command.addAll(List.of("ip", "netns", "exec", cable.namespace()));
        }
        command.addAll(List.of(home.resolve("sinew").toString(), "emulate", "--config", configuration.toString(),
            "--events", events.toString()));
        if (priority > 0)
        {
            command.addAll(List.of("--fifo", Integer.toString(priority)));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        await("ready\n");
    }

    /** @return the host's end. */
    String port()
    {
        return cable == null ? directory.resolve("port").toString() : cable.host();
    }

    private String await(final String text) throws IOException
    {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        String said = Files.readString(output);
        while (!said.contains(text) && process.isAlive() && System.nanoTime() - endNs < 0)
        {
            pause(PAUSE_MS);
            said = Files.readString(output);
        }
        if (!said.contains(text))
        {
            close();
            throw new IOException("the emulator did not say '" + text.strip() + "': " + said.strip());
        }
        return said;
    }

    /**
     * Gives a command and does not wait for it.
     *
     * @param line the command.
     * @throws IOException when the emulator has ended.
     */
    void command(final String line) throws IOException
    {
        commands.write(line + "\n");
        commands.flush();
    }

    /**
     * @return its counts so far, a line of JSON.
     * @throws IOException when the emulator has ended.
     */
    String stats() throws IOException
    {
        final int before = Files.readString(output).length();
        command("stats");
        String said = "";
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (!said.contains("stats {") || !said.endsWith("\n"))
        {
            if (System.nanoTime() - endNs > 0 || !process.isAlive())
            {
                throw new IOException("the emulator ended or hangs: " + Files.readString(output).strip());
            }
            pause(PAUSE_MS);
            said = Files.readString(output).substring(before);
        }
        return said.substring(said.indexOf("stats {"));
    }

    /**
     * @param stats counts.
     * @param name  name of one.
     * @return its value; 0 when it is not there.
     */
    static long count(final String stats, final String name)
    {
        final Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(stats);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /**
     * @return events that were not read before, whole lines only.
     * @throws IOException when they cannot be read.
     */
    List<DeviceEvent> newEvents() throws IOException
    {
        final List<DeviceEvent> found = new ArrayList<>();
        try (RandomAccessFile file = new RandomAccessFile(events.toFile(), "r"))
        {
            final byte[] bytes = new byte[(int)(file.length() - eventsRead)];
            file.seek(eventsRead);
            file.readFully(bytes);
            int begin = 0;
            for (int i = 0; i < bytes.length; i++)
            {
                if (bytes[i] == '\n')
                {
                    found.add(DeviceEvent.of(new String(bytes, begin, i - begin, StandardCharsets.UTF_8)));
                    begin = i + 1;
                }
            }
            eventsRead += begin;
        }
        return found;
    }

    /** @param milliseconds how long to wait, ms. */
    static void pause(final long milliseconds)
    {
        try
        {
            Thread.sleep(milliseconds);
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close()
    {
        process.destroy();
        try
        {
            if (!process.waitFor(5, TimeUnit.SECONDS))
            {
                process.destroyForcibly().waitFor();
            }
        }
        catch (final InterruptedException e)
        {
            Thread.currentThread().interrupt();
        }
        if (cable != null)
        {
            cable.close();
        }
        final File[] files = directory.toFile().listFiles();
        for (final File file : files == null ? new File[0] : files)
        {
            file.delete();
        }
        directory.toFile().delete();
    }
}
