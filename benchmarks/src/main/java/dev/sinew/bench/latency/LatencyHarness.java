package dev.sinew.bench.latency;

import dev.sinew.hal.linux.KeepAwakeNeighbour;
import dev.sinew.hal.linux.LinuxSupport;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.ProcessThreads;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.linux.RealtimeUnavailableException;
import dev.sinew.hal.linux.ThreadScheduling;
import dev.sinew.hal.linux.doctor.MachineFacts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures wake-up lateness beside cyclictest, in turns. Exit status 0 on success, 1 on failure, 2 on wrong use. */
@Command(name = "latency", sortOptions = false, description = {
    "Wake-up lateness of the loop beside cyclictest, in turns, at the same period, priority and processor.",
    "Needs Linux, the right to use SCHED_FIFO, and cyclictest (sudo apt install rt-tests)."})
public final class LatencyHarness implements Callable<Integer>
{
    /** Environment variable with the name under which it was called. */
    static final String NAME_VARIABLE = "SINEW_COMMAND";

    private static final String LOOP = "sinew";
    private static final String SLEEP_ONLY = "sinew, no spin";

    /** Settings of the neighbour to measure. */
    enum Neighbour
    {
        OFF, ON, BOTH
    }

    @Option(names = "--alternations", defaultValue = "5", description = "turns per contender (${DEFAULT-VALUE})")
    private int alternations;

    @Option(names = "--seconds", defaultValue = "12", description = "length of a turn in s (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--interval-us", defaultValue = "1000", description = "period in us (${DEFAULT-VALUE})")
    private long intervalUs;

    @Option(names = "--priority", defaultValue = "80", description = "SCHED_FIFO priority (${DEFAULT-VALUE})")
    private int priority;

    @Option(names = "--cpu", defaultValue = "-1", description = "processor; default: the last one allowed")
    private int cpu;

    @Option(names = "--spin-us", defaultValue = "100",
        description = "last stretch that the loop spins, in us (${DEFAULT-VALUE})")
    private long spinUs;

    @Option(names = "--neighbour", defaultValue = "BOTH",
        description = "keep-awake neighbour: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Neighbour neighbour;

    @Option(names = "--also-sleep-only", description = "a third contender: the loop without spinning")
    private boolean alsoSleepOnly;

    @Option(names = "--realtime", defaultValue = "REQUIRE",
        description = "real-time settings of the loop: REQUIRE or PREFER (${DEFAULT-VALUE})")
    private RealtimeSettings.Wish wish;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this text")
    @SuppressWarnings("unused")     // picocli sets it and acts on it
    private boolean help;

    @Option(names = "--report", description = "write the same as JSON to this file")
    private Path report;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final PrintStream out = System.out;

    /**
     * Entry point.
     *
     * @param args see {@code --help}.
     */
    public static void main(final String[] args)
    {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine()
    {
        return new CommandLine(new LatencyHarness()).setCaseInsensitiveEnumValuesAllowed(true)
            .setCommandName(System.getenv().getOrDefault(NAME_VARIABLE, "latency"))
            .setExecutionExceptionHandler((e, line, parsed) ->
            {
                if (!(e instanceof IOException || e instanceof RealtimeUnavailableException))
                {
                    throw e;
                }
                line.getErr().println(line.getCommandName() + ": " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            });
    }

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        check();
        final LatencyPlan plan = new LatencyPlan(intervalUs * 1_000, priority, cpu,
            Math.toIntExact(TimeUnit.SECONDS.toMicros(seconds) / intervalUs));
        final MachineFacts machine = MachineFacts.ofThisMachine();
        out.println(machine.text());
        out.println("threads  " + ProcessThreads.keepOff(cpu).line());
        out.printf(Locale.ROOT, "plan     %d x %d s each, period %d us, SCHED_FIFO %d, cpu %d%n",
            alternations, seconds, intervalUs, priority, cpu);
        final Path scratch = Files.createTempDirectory("sinew-latency");
        final Map<String, LatencyTable> tables = new LinkedHashMap<>();
        try
        {
            final List<Contender> contenders = contenders(scratch);
            contenders.forEach(contender ->
                out.printf("         %s: %s%n", contender.name(), contender.description()));
            measure(plan, contenders, tables);
        }
        finally
        {
            Files.deleteIfExists(scratch.resolve("cyclictest.txt"));
            Files.deleteIfExists(scratch);
        }
        tables.forEach(this::print);
        if (null != report)
        {
            LatencyJson.write(report, plan, spinUs * 1_000, machine, tables);
            out.println("report   " + report);
        }
        return CommandLine.ExitCode.OK;
    }

    private void check() throws IOException
    {
        if (cpu < 0 && LinuxSupport.available())
        {
            cpu = ThreadScheduling.affinity(0).length() - 1;
        }
        final List<String> wrong = new ArrayList<>();
        check(wrong, alternations >= 1, "--alternations must be at least 1: value=" + alternations);
        check(wrong, seconds >= 1 && seconds <= 3600, "--seconds out of range: value=" + seconds + ", min=1, max=3600");
        check(wrong, intervalUs >= 100 && intervalUs <= 1_000_000,
            "--interval-us out of range: value=" + intervalUs + ", min=100, max=1000000");
        check(wrong, priority >= 1 && priority <= 98,
            "--priority out of range: value=" + priority + ", min=1, max=98");
        check(wrong, spinUs >= 0 && spinUs * 10 <= intervalUs * 9,
            "--spin-us out of range: value=" + spinUs + ", min=0, max=" + intervalUs * 9 / 10 + " (0.9 periods)");
        check(wrong, RealtimeSettings.Wish.OFF != wish, "--realtime must be REQUIRE or PREFER");
        if (!wrong.isEmpty())
        {
            throw new CommandLine.ParameterException(spec.commandLine(), String.join("\n", wrong));
        }
        if (!LinuxSupport.available())
        {
            throw new IOException(LinuxSupport.reason());
        }
        if (!ThreadScheduling.affinity(0).get(cpu))
        {
            throw new CommandLine.ParameterException(spec.commandLine(), "--cpu " + cpu +
                " is not allowed here, choose one of " + ThreadScheduling.affinity(0));
        }
    }

    private List<Contender> contenders(final Path scratch)
    {
        final List<Contender> contenders = new ArrayList<>();
        if (CyclictestContender.isInstalled())
        {
            contenders.add(new CyclictestContender(scratch));
        }
        else
        {
            out.println("         no cyclictest here, so no comparison: sudo apt install rt-tests");
        }
        contenders.add(new LoopContender(LOOP, spinUs * 1_000, wish));
        if (alsoSleepOnly)
        {
            contenders.add(new LoopContender(SLEEP_ONLY, 0, wish));
        }
        return contenders;
    }

    private void measure(final LatencyPlan plan, final List<Contender> contenders,
        final Map<String, LatencyTable> tables) throws IOException, InterruptedException
    {
        final List<Boolean> settings = Neighbour.BOTH == neighbour ? List.of(false, true) :
            List.of(Neighbour.ON == neighbour);
        for (final boolean on : settings)
        {
            tables.put(on ? "on" : "off", new LatencyTable(contenders.get(0).name()));
        }
        final List<Contender> order = new ArrayList<>(contenders);
        for (int turn = 1; turn <= alternations; turn++)
        {
            for (final boolean on : settings)
            {
                try (KeepAwakeNeighbour companion = on ? KeepAwakeNeighbour.start(plan.cpu()) : null)
                {
                    requireNeighbour(companion);
                    for (final Contender contender : order)
                    {
                        final RunResult result = contender.run(plan);
                        tables.get(on ? "on" : "off").add(contender.name(), result);
                        progress(turn, on, contender, result);
                    }
                }
            }
            Collections.reverse(order);     // nobody is always first
        }
    }

    private static void requireNeighbour(final KeepAwakeNeighbour companion) throws IOException
    {
        final Outcome outcome = null == companion ? null : companion.outcome();
        if (null != outcome && !outcome.isDone())
        {
            throw new IOException(outcome.line());
        }
    }

    private void progress(final int turn, final boolean on, final Contender contender, final RunResult result)
    {
        out.printf(Locale.ROOT, "turn %d/%d  neighbour %-3s  %-14s  p50 %8.2f us  p99 %8.2f us  max %9.1f us  %s%n",
            turn, alternations, on ? "on" : "off", contender.name(), result.percentileNs(50) / 1_000,
            result.percentileNs(99) / 1_000, result.latenessNs().getMaxValue() / 1_000.0, result.schedulingClass());
    }

    private void print(final String setting, final LatencyTable table)
    {
        out.println();
        out.println("keep-awake neighbour " + setting + ", medians over the turns, max over all:");
        out.print(table.text());
        if ("on".equals(setting) && table.names().size() > 1 && alternations >= 5)
        {
            out.println("target (p50 and p99 <= 0.2, p99.9 <= 1.2, processor <= 30 %): " +
                (table.reachesTarget(LOOP) ? "reached" : "not reached"));
        }
    }

    private static void check(final List<String> wrong, final boolean right, final String message)
    {
        if (!right)
        {
            wrong.add(message);
        }
    }
}
