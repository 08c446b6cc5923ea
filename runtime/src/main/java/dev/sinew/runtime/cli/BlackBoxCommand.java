package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.sinew.runtime.blackbox.BlackBoxReader;
import dev.sinew.runtime.blackbox.BlackBoxSummary;
import dev.sinew.runtime.blackbox.CsvOptions;
import dev.sinew.runtime.blackbox.CsvWriter;
import dev.sinew.runtime.wiring.RunPaths;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew blackbox}: the last complete frames that a process left, dead or alive.
 */
@Command(
    name = "blackbox",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Reads the last complete frames that a run left, even one that was killed; torn frames are skipped.",
    footer = {"", "Without FILE it lists the boxes in the run directory. Examples:",
        "  ./sinew blackbox                       where the boxes are",
        "  ./sinew blackbox FILE                  what the last run was doing",
        "  ./sinew blackbox FILE --csv out.csv --columns 'estimate_position_rad.*' --last 2"})
public final class BlackBoxCommand implements Callable<Integer>
{
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A black box.")
    private Path file;

    @Option(names = "--csv", paramLabel = "OUT", description = "Writes every channel as a named column.")
    private Path csv;

    @Option(names = "--columns", paramLabel = "GLOB", split = ",",
        description = "Only columns that fit a pattern with * and ?; may be repeated.")
    private List<String> columns = List.of();

    @Option(names = "--last", paramLabel = "S", description = "Only the last seconds.")
    private double lastS = Double.POSITIVE_INFINITY;

    @Override
    public Integer call()
    {
        if (file == null)
        {
            return list();
        }
        try (BlackBoxReader reader = BlackBoxReader.open(file))
        {
            if (csv != null)
            {
                final int lines = new CsvWriter(reader, new CsvOptions(columns, lastS)).write(csv, System.err);
                System.out.println("sinew: wrote " + lines + " frames to " + csv);
                return 0;
            }
            BlackBoxSummary.of(reader).forEach(System.out::println);
            return 0;
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private static int list()
    {
        final RunPaths paths = RunPaths.ofUser();
        final List<Path> boxes = paths.boxes();
        if (boxes.isEmpty())
        {
            System.out.println("sinew: no black box in " + paths.directory() + " (a run makes one: ./sinew sim)");
            return 0;
        }
        boxes.forEach(System.out::println);
        return 0;
    }
}
