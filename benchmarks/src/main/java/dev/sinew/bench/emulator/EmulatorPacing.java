package dev.sinew.bench.emulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Asks an emulated bus of Dynamixel servos over its terminal and compares the time of each whole answer with what the
 * wire needs: bytes at ten bits each, plus the devices' own delays. What is left over is the two processes' waking up.
 */
@Command(name = "benchmarks/pacing", mixinStandardHelpOptions = true,
    description = "Compares an emulated bus with the arithmetic of its wire.")
public final class EmulatorPacing implements Callable<Integer>
{
    private static final int HEADER = 10;
    private static final int STATUS = 11;
    private static final int BLOCK = 10;
    private static final long TURNAROUND_NS = 10_000;
    private static final int WARM_UP = 300;

    @Option(names = "--servos", defaultValue = "22", description = "Servos on the bus (default ${DEFAULT-VALUE}).")
    private int servos;

    @Option(names = "--baud", defaultValue = "3000000", description = "Speed, bit/s (default ${DEFAULT-VALUE}).")
    private int baud;

    @Option(names = "--rounds", defaultValue = "3000", description = "Answers each (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--fifo", defaultValue = "0", description = "SCHED_FIFO priority of both processes; 0 for none.")
    private int fifo;

    private RandomAccessFile port;
    private long lost;

    /**
     * @param arguments see {@code --help}.
     */
    public static void main(final String[] arguments)
    {
        System.exit(new CommandLine(new EmulatorPacing()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        final Path directory = Files.createTempDirectory("sinew-pacing");
        final Path link = directory.resolve("port");
        final Process emulator = start(link);
        try (BufferedReader said = new BufferedReader(new InputStreamReader(emulator.getInputStream(),
            StandardCharsets.UTF_8)))
        {
            String line = said.readLine();
            while (line != null && !"ready".equals(line))
            {
                line = said.readLine();
            }
            new ProcessBuilder("stty", "-F", link.toString(), Integer.toString(baud), "raw", "-echo", "min", "0",
                "time", "1").inheritIO().start().waitFor();
            if (fifo > 0)
            {
                System.out.println(ThreadScheduling.set(0, SchedulingClass.FIFO, fifo).line());
            }
            port = new RandomAccessFile(link.toFile(), "rw");
            measure();
            port.close();
        }
        finally
        {
            emulator.destroy();
            emulator.waitFor();
            Files.deleteIfExists(link);
            Files.deleteIfExists(directory);
        }
        return 0;
    }

    private Process start(final Path link) throws IOException
    {
        final List<String> command = new ArrayList<>(List.of("./sinew", "emulate", "dynamixel", "--ids", "1-" + servos,
            "--baud", Integer.toString(baud), "--port", link.toString()));
        if (fifo > 0)
        {
            command.addAll(List.of("--fifo", Integer.toString(fifo)));
        }
        return new ProcessBuilder(command).directory(Path.of(System.getProperty("sinew.home", ".")).toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void measure() throws IOException, InterruptedException
    {
        final byte[] noDelay = frame(0xFE, 0x03, 9, 0, 0);
        port.write(noDelay);
        Thread.sleep(20);
        final int[] reading = new int[4 + servos];
        reading[0] = 126;
        reading[2] = BLOCK;
        for (int i = 0; i < servos; i++)
        {
            reading[4 + i] = i + 1;
        }
        System.out.printf(Locale.ROOT, "%-28s %10s %10s %10s %10s %10s %6s%n", "answer beyond the wire's own time",
            "wire us", "p50 us", "p99 us", "p99.9 us", "max us", "lost");
        one("ping", frame(1, 0x01), STATUS + 3, TURNAROUND_NS);
        one("fast sync read", frame(0xFE, 0x8A, reading), 8 + servos * (BLOCK + 4), TURNAROUND_NS);
        one("sync read", frame(0xFE, 0x82, reading), servos * (STATUS + BLOCK), servos * TURNAROUND_NS);
    }

    private void one(final String name, final byte[] request, final int answer, final long delayNs) throws IOException
    {
        final long wireNs = (request.length + answer) * 10_000_000_000L / baud + delayNs;
        final Histogram beyond = new Histogram(1_000_000_000L, 3);
        final byte[] got = new byte[4096];
        lost = 0;
        for (int round = -WARM_UP; round < rounds; round++)
        {
            final long startNs = System.nanoTime();
            port.write(request);
            int have = 0;
            int more = 1;
            while (have < answer && more > 0)
            {
                more = port.read(got, have, got.length - have);
                have += Math.max(0, more);
            }
            final long tookNs = System.nanoTime() - startNs;
            if (round >= 0 && have == answer)
            {
                beyond.recordValue(Math.max(0, tookNs - wireNs));
            }
            lost += round >= 0 && have != answer ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "%-28s %10.1f %10.1f %10.1f %10.1f %10.1f %6d%n", name, wireNs / 1e3,
            beyond.getValueAtPercentile(50) / 1e3, beyond.getValueAtPercentile(99) / 1e3,
            beyond.getValueAtPercentile(99.9) / 1e3, beyond.getMaxValue() / 1e3, lost);
    }

    /** A frame of Protocol 2.0 whose data need no stuffing. */
    private static byte[] frame(final int id, final int instruction, final int... data)
    {
        final byte[] frame = new byte[HEADER + data.length];
        frame[0] = (byte)0xFF;
        frame[1] = (byte)0xFF;
        frame[2] = (byte)0xFD;
        frame[4] = (byte)id;
        frame[5] = (byte)(data.length + 3);
        frame[7] = (byte)instruction;
        for (int i = 0; i < data.length; i++)
        {
            frame[8 + i] = (byte)data[i];
        }
        int crc = 0;
        for (int i = 0; i < frame.length - 2; i++)
        {
            crc ^= (frame[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x8005) & 0xFFFF : crc << 1;
            }
        }
        frame[frame.length - 2] = (byte)crc;
        frame[frame.length - 1] = (byte)(crc >> 8);
        return frame;
    }
}
