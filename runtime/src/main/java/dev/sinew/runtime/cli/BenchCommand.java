package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;

/**
 * {@code ./sinew bench}: wake-up lateness on this machine, beside cyclictest where it is installed. The harness lives
 * with
 * the benchmarks and runs in a JVM of its own, so that nothing of the command line disturbs it.
 */
@Command(name = "bench", description = "Measures wake-up lateness on this machine, beside cyclictest where installed.")
public final class BenchCommand implements Callable<Integer>
{
    @Override
    public Integer call()
    {
        return run(List.of());
    }

    /**
     * @param arguments of the harness, in order.
     * @return its exit code.
     */
    static int run(final List<String> arguments)
    {
        final Path script = RunArguments.home().resolve("benchmarks/latency");
        if (!Files.isExecutable(script))
        {
            throw new UserException("no latency harness at " + script + " (run ./sinew from its source tree)");
        }
        final List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(arguments);
        try
        {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot start " + script + ": " + ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
