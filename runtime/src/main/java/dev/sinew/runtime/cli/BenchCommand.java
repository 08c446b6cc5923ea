package dev.sinew.runtime.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./sinew bench}: wake-up lateness on this machine, beside cyclictest where it is installed. The harness lives
 * with the benchmarks and runs in a JVM of its own, so that nothing of the command line disturbs it; its options are
 * known here too, so that help and mistakes need no build.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures wake-up lateness on this machine, in turns with cyclictest at the same period, priority " +
        "and processor.%nNeeds Linux, the right to use SCHED_FIFO, and cyclictest (sudo apt install rt-tests).%n",
    footer = {"", "Examples:", "  ./sinew bench", "  ./sinew bench --cpu 3 --seconds 60 --report lateness.json",
        "", "docs/benchmarks.md says how to read the table."})
@SuppressWarnings("unused") // the options are handed over as they were written
public final class BenchCommand implements Callable<Integer>
{
    /** Environment variable that tells the harness what it is called. */
    public static final String NAME_VARIABLE = "SINEW_COMMAND";

    @Option(names = "--alternations", paramLabel = "N", description = "Turns per contender (default 5).")
    private Integer alternations;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a turn, s (default 12).")
    private Integer seconds;

    @Option(names = "--interval-us", paramLabel = "US", description = "Period, us (default 1000).")
    private Long intervalUs;

    @Option(names = "--priority", paramLabel = "N", description = "SCHED_FIFO priority (default 80).")
    private Integer priority;

    @Option(names = "--cpu", paramLabel = "N", description = "Processor (default the last one allowed).")
    private Integer cpu;

    @Option(names = "--spin-us", paramLabel = "US",
        description = "Last stretch that the loop spins, us (default 100).")
    private Long spinUs;

    @Option(names = "--neighbour", paramLabel = "off|on|both",
        description = "With a keep-awake neighbour, without, or both (default both).")
    private String neighbour;

    @Option(names = "--also-sleep-only", description = "A third contender: the loop without spinning.")
    private boolean alsoSleepOnly;

    @Option(names = "--realtime", paramLabel = "require|prefer",
        description = "Real-time settings of the loop (default require).")
    private String realtime;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Writes the same as JSON.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
    {
        final WrongUse wrong = new WrongUse(spec.commandLine());
        if (neighbour != null)
        {
            wrong.unlessOneOf("neighbour", neighbour, List.of("off", "on", "both"));
        }
        if (realtime != null)
        {
            wrong.unlessOneOf("real-time wish", realtime, List.of("require", "prefer"));
        }
        wrong.unlessWritable("--report", report);
        return run(spec.commandLine().getParseResult().originalArgs());
    }

    private static int run(final List<String> arguments)
    {
        return ScriptVerb.run("benchmarks/latency", arguments, Map.of(NAME_VARIABLE, "sinew bench"));
    }
}
