package dev.sinew.runtime.wiring;

import java.io.IOException;

import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.hal.yaml.FileMistakesException;

/**
 * A tool that hangs a robot up in simulation and lets the loop move it: what such tools have in common of options, and
 * how they refuse what they cannot use. Main thread.
 */
public abstract class HangingTool implements Tool
{
    /** Seed of what is left to chance. */
    protected static final String SEED = "--seed";
    private static final String FRICTION = "--friction";
    private static final String BACKEND = "--backend";
    private static final double FRICTION_MOST = 0.89;

    /** For tools. */
    protected HangingTool()
    {
    }

    /**
     * @param what  begin of the description.
     * @param value what counts where nothing is written.
     * @return the option for the friction of cables.
     */
    protected static ToolOption frictionOption(final String what, final Number value)
    {
        return ToolOption.of(ToolOption.Kind.NUMBER, FRICTION, "PART",
            what + " that friction takes from tendons whose file says nothing.").orElse(value);
    }

    /**
     * @param text  what it is the seed of.
     * @param value what counts where nothing is written.
     * @return the option for a seed.
     */
    protected static ToolOption seedOption(final String text, final long value)
    {
        return ToolOption.of(ToolOption.Kind.INTEGER, SEED, "N", text).orElse(value);
    }

    /**
     * @return the option for the simulator.
     */
    protected static ToolOption backendOption()
    {
        return ToolOption.of(ToolOption.Kind.TEXT, BACKEND, "NAME", "Simulator.").orElse("embedded");
    }

    /**
     * @param arguments what was written.
     * @return part of a tension that friction takes, in [0, 0.89].
     * @throws ToolException when it is outside of that.
     */
    protected static double friction(final ToolArguments arguments) throws ToolException
    {
        return arguments.number(FRICTION, 0, FRICTION_MOST);
    }

    /**
     * @param arguments what was written.
     * @return name of the simulator.
     */
    protected static String backend(final ToolArguments arguments)
    {
        return arguments.text(BACKEND);
    }

    @Override
    public final ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        try
        {
            return work(arguments, progress);
        }
        catch (final FileMistakesException | UserException | IOException ex)
        {
            throw new ToolException(ex.getMessage(), ex);
        }
    }

    /**
     * Does the work of {@link #run}; what it throws of mistakes in files becomes a line for the user.
     *
     * @param arguments what the user wrote.
     * @param progress  where to say how far it is.
     * @return what it found.
     * @throws ToolException when it cannot be done.
     * @throws IOException   when a file cannot be written or read; the message is one line with a remedy.
     */
    protected abstract ToolReport work(ToolArguments arguments, ToolProgress progress)
        throws ToolException, IOException;
}
