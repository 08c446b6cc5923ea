package dev.sinew.runtime.cli;

import picocli.CommandLine.Command;

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
        description = "Measures one thing that tendons have to do well, beside what others use, on the same cases.")
    static final class Bench extends VerbGroup
    {
    }
}
