package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.sinew.runtime.top.TopView;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew top}: live counters of a running loop, from another process.
 */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows a running loop from another process; it maps the frames read-only and cannot disturb it.")
public final class TopCommand implements Callable<Integer>
{
    @Parameters(arity = "0..1", paramLabel = "RUN|FILE",
        description = "Name of a run or a black box (default: the only running loop).")
    private String run;

    @Option(names = "--plain", description = "One line a second instead of a screen.")
    private boolean plain;

    @Option(names = "--seconds", paramLabel = "S", description = "Ends after this time (default: when the loop ends).")
    private double seconds = Double.POSITIVE_INFINITY;

    @Override
    public Integer call()
    {
        final Path box = run != null && Files.isRegularFile(Path.of(run)) ? Path.of(run) :
            OperatorClient.find(run).frames();
        try
        {
            TopView.follow(box, System.out, plain || !TopView.isTerminal(), seconds);
            return 0;
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
