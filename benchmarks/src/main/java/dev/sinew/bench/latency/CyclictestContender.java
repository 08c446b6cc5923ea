package dev.sinew.bench.latency;

import dev.sinew.hal.linux.SchedulingClass;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.linux.doctor.HostFiles;
import dev.sinew.hal.linux.doctor.LiveProbe;
import dev.sinew.hal.linux.doctor.StealTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** The yardstick: cyclictest of rt-tests, every sample of it. */
final class CyclictestContender implements Contender
{
    private static final Pattern SAMPLE = Pattern.compile("\\s*0:\\s*(\\d+):\\s*(-?\\d+)\\s*");
    private final Path scratch;

    /**
     * Constructor.
     *
     * @param scratch directory for its output.
     */
    CyclictestContender(final Path scratch)
    {
        this.scratch = scratch;
    }

    static boolean isInstalled()
    {
        return !new LiveProbe().findProgram("cyclictest").isEmpty();
    }

    @Override
    public String name()
    {
        return "cyclictest";
    }

    @Override
    public String description()
    {
        return "clock_nanosleep absolute, no spinning, its own process (rt-tests)";
    }

    @Override
    public RunResult run(final LatencyPlan plan) throws IOException, InterruptedException
    {
        final Path output = scratch.resolve("cyclictest.txt");
        final HostFiles files = HostFiles.ofThisMachine();
        final StealTime before = StealTime.read(files, plan.cpu());
        final long startNs = System.nanoTime();
        // To a file: a reader in this JVM would compete with it. Distance 0: or it lengthens the period by 500 us.
        final Process process = new ProcessBuilder(command(plan))
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        final String[] seen = {"not seen"};
        double cpuPercent = Double.NaN;
        try
        {
            while (!process.waitFor(200, TimeUnit.MILLISECONDS))
            {
                final double percent = inspect(process.pid(), seen, startNs);
                cpuPercent = Double.isNaN(percent) ? cpuPercent : percent;
            }
        }
        finally
        {
            process.destroy();
        }
        final double stealPercent = StealTime.read(files, plan.cpu()).percentSince(before);
        final Histogram histogram = parse(output);
        if (0 != process.exitValue() || histogram.getTotalCount() < plan.cycles())
        {
            throw new IOException("cyclictest gave " + histogram.getTotalCount() + " of " + plan.cycles() +
                " samples, exit status " + process.exitValue() + ": " + lastLine(output));
        }
        return new RunResult(histogram, -1, cpuPercent, stealPercent, seen[0]);
    }

    static List<String> command(final LatencyPlan plan)
    {
        return List.of("cyclictest", "--mlockall", "--policy=fifo", "--priority=" + plan.priority(),
            "--interval=" + plan.periodNs() / 1_000, "--distance=0", "--threads=1", "--affinity=" + plan.cpu(),
            "--loops=" + plan.cycles(), "--nsecs", "--verbose");
    }

    static Histogram parse(final Path output) throws IOException
    {
        final Histogram histogram = RunResult.newHistogram();
        try (BufferedReader reader = Files.newBufferedReader(output, StandardCharsets.UTF_8))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                final Matcher matcher = SAMPLE.matcher(line);
                if (matcher.matches())
                {
                    RunResult.record(histogram, Long.parseLong(matcher.group(2)));
                }
            }
        }
        return histogram;
    }

    /** Finds the real-time thread of the process; notes its class and returns its share of the processor. */
    private static double inspect(final long processId, final String[] seen, final long startNs)
    {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + processId + "/task")))
        {
            for (final Path thread : threads)
            {
                final int threadId = Integer.parseInt(thread.getFileName().toString());
                if (SchedulingClass.FIFO == ThreadScheduling.schedulingClass(threadId))
                {
                    seen[0] = ThreadScheduling.read(threadId);
                    final String ranNs = Files.readString(thread.resolve("schedstat")).split(" ")[0];
                    return 100.0 * Long.parseLong(ranNs) / (System.nanoTime() - startNs);
                }
            }
        }
        catch (final IOException | DirectoryIteratorException e)
        {
            return Double.NaN;      // it ended while we looked
        }
        return Double.NaN;
    }

    private static String lastLine(final Path output) throws IOException
    {
        final List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
    }
}
