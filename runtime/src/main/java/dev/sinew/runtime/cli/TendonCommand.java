package dev.sinew.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./sinew tendon}: work on tendons. The verbs are {@link dev.sinew.hal.tool.Tool}s of other modules.
 */
@Command(name = "tendon", mixinStandardHelpOptions = true,
    description = "Works on tendons: evaluates a transmission, identifies it, measures how well it does.",
    subcommands = TendonCommand.Bench.class)
final class TendonCommand extends VerbGroup
{
    /** {@code ./sinew tendon bench}: numbers that can be compared. */
    @Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Measures one thing that tendons have to do well, beside what others use, on the same cases.",
        subcommands = Distribution.class)
    static final class Bench extends VerbGroup
    {
    }

    /**
     * Its rivals come from a library that only the benchmarks have. Where those are on the class path, their tool takes
     * the place of this one.
     */
    @Command(name = "distribution",
        description = "Tension distribution: solved efforts, exactness, time, continuity, beside what others use.")
    static final class Distribution implements Callable<Integer>
    {
        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call()
        {
            final List<String> all = new ArrayList<>(List.of("tendon", "bench", "distribution"));
            all.addAll(arguments);
            return ScriptVerb.run("benchmarks/tool", all, Map.of());
        }
    }
}
