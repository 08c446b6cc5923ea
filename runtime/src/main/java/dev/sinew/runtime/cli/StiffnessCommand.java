package dev.sinew.runtime.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew stiffness}: how much tendon groups of a running robot pull against themselves.
 */
@Command(name = "stiffness", mixinStandardHelpOptions = true,
    description = "Sets how much tendon groups of a running loop pull against themselves.%n" +
        "0 aims at the pretension of the robot file, 1 at the middle of the tension bounds. It holds over policy and " +
        "robot file until --release. Look at the effect: cable_stiffness_nm_rad of ./sinew blackbox.%n" +
        "Example: ./sinew stiffness 0.4 --group l_ff_abd,l_mf_abd")
final class StiffnessCommand implements Callable<Integer>
{
    @Option(names = "--run", paramLabel = "NAME", description = "Name of the run (default: the only one).")
    private String run;

    @Option(names = "--group", paramLabel = "NAME", split = ",",
        description = "Tendon groups, each by its first joint (default: all).")
    private List<String> groups;

    @Option(names = "--release", description = "Leaves the level to the policy and the robot file again.")
    private boolean release;

    @Parameters(paramLabel = "LEVEL", arity = "0..1", description = "0 to 1.")
    private Double level;

    @Override
    public Integer call()
    {
        if (release == (level != null))
        {
            throw new UserException("stiffness needs either a LEVEL from 0 to 1 or --release");
        }
        if (level != null && !(level >= 0 && level <= 1))
        {
            throw new UserException("LEVEL must be between 0 and 1: " + level);
        }
        return OperatorClient.send(run, OperatorCommand.TAKE_WISHES, this::write);
    }

    private void write(final ControlPage page)
    {
        final List<String> known = groupsOf(page);
        final List<String> wanted = groups == null ? known : groups;
        for (final String name : wanted)
        {
            final int index = known.indexOf(name);
            if (index < 0)
            {
                throw new UserException("no tendon group of that name: " + name + " (groups are named by their first " +
                    "joint: " + String.join(", ", known) + ")");
            }
            if (index >= ControlPage.GRIP_WISHES)
            {
                throw new UserException("group " + name + " is number " + index + "; the control page has room for " +
                    ControlPage.GRIP_WISHES);
            }
        }
        for (final String name : wanted)
        {
            page.wish(known.indexOf(name), release ? Double.NaN : level);
        }
    }

    private static List<String> groupsOf(final ControlPage page)
    {
        try (MappedFrames frames = MappedFrames.open(page.frames()))
        {
            return frames.header().column("target_co_contraction").labels();
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot read the frames of the run: " + ex.getMessage(), ex);
        }
    }
}
