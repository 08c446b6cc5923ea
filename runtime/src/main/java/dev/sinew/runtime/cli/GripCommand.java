package dev.sinew.runtime.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.grasp.GripSettings;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew grip}: fingers of a running robot press with a force.
 */
@Command(name = "grip", mixinStandardHelpOptions = true,
    description = "Lets fingers of a running loop press with a force.%n" +
        "A finger closes until its fingertip feels something, then presses along the way on which it closes. " +
        "It holds over the policy until --release, while the mode is ACTIVE. Without a working touch cell the " +
        "tensions are felt instead. Look at the effect: grip_force_n and grip_state (0 idle, 1 closing, " +
        "2 holding, 3 returning) of ./sinew blackbox.%n" +
        "Examples: ./sinew grip l_ff 3    ./sinew grip l 1.5    ./sinew grip l --release")
final class GripCommand implements Callable<Integer>
{
    @Option(names = "--run", paramLabel = "NAME", description = "Name of the run (default: the only one).")
    private String run;

    @Option(names = "--release", description = "Lets go: the fingers follow the policy again.")
    private boolean release;

    @Parameters(index = "0", paramLabel = "FINGER", description = "A fingertip's touch cell, or how the names of " +
        "several begin: a finger (l_ff) or a hand (l).")
    private String finger;

    @Parameters(index = "1", paramLabel = "FORCE_N", arity = "0..1", description = "Force of each fingertip, N.")
    private Double forceN;

    @Override
    public Integer call()
    {
        final double most = GripSettings.DEFAULT.forceMaxN();
        if (release == (forceN != null))
        {
            throw new UserException("grip needs either a FORCE_N up to " + most + " or --release");
        }
        if (forceN != null && !(forceN > 0 && forceN <= most))
        {
            throw new UserException("FORCE_N must be greater than 0 and at most " + most + ": " + forceN);
        }
        return OperatorClient.send(run, OperatorCommand.TAKE_WISHES, this::write);
    }

    private void write(final ControlPage page)
    {
        final List<String> known = fingersOf(page);
        if (known.stream().noneMatch(this::isMeant))
        {
            throw new UserException("no fingertip of that name: " + finger + " (" + (known.isEmpty() ?
                "this robot has no touch cell at the end of a chain of hand joints" : String.join(", ", known)) + ")");
        }
        for (int f = 0; f < known.size(); f++)
        {
            if (isMeant(known.get(f)))
            {
                page.wish(ControlPage.GRIP_WISHES + f, release ? Double.NaN : forceN);
            }
        }
    }

    private boolean isMeant(final String name)
    {
        return name.equals(finger) || name.startsWith(finger + "_");
    }

    private static List<String> fingersOf(final ControlPage page)
    {
        try (MappedFrames frames = MappedFrames.open(page.frames()))
        {
            final List<String> fingers = frames.header().column("target_grip_n").labels();
            return fingers.subList(0, Math.min(fingers.size(), ControlPage.WISH_COUNT - ControlPage.GRIP_WISHES));
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot read the frames of the run: " + ex.getMessage(), ex);
        }
    }
}
