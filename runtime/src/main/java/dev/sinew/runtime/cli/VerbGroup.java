package dev.sinew.runtime.cli;

import java.io.PrintWriter;

import picocli.CommandLine;

/**
 * A verb that only groups others: {@code robot check}, {@code tendon eval}. Written alone, it says which there are.
 */
abstract class VerbGroup implements Runnable
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public final void run()
    {
        throw new CommandLine.ParameterException(spec.commandLine(), spec.qualifiedName() + " needs one of: " +
            String.join(", ", spec.subcommands().keySet()));
    }

    /**
     * @param text what a verb has to say, with its line ends.
     */
    final void print(final String text)
    {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /**
     * Lets the synopsis of every group name its verbs.
     *
     * @param line a verb; those below it are looked through too.
     */
    static void labelAll(final CommandLine line)
    {
        if (line.getCommandSpec().userObject() instanceof VerbGroup)
        {
            line.getCommandSpec().usageMessage().synopsisSubcommandLabel(
                String.join("|", line.getSubcommands().keySet()));
        }
        line.getSubcommands().values().forEach(VerbGroup::labelAll);
    }
}
