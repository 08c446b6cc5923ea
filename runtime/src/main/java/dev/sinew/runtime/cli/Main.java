package dev.sinew.runtime.cli;

import java.io.PrintWriter;
import java.util.List;

import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * {@code ./sinew}: the verbs.
 */
@Command(
    name = "sinew",
    mixinStandardHelpOptions = true,
    version = "Sinew 0.1.0",
    synopsisSubcommandLabel = "VERB",
    description = "A real-time control runtime for tendon-driven humanoid robots.%n" +
        "Begin with: ./sinew sim%n",
    subcommands = {SimCommand.class, CalibrateCommand.class, RunCommand.class, TopCommand.class, BlackBoxCommand.class,
        OperatorCommands.Arm.class, OperatorCommands.Stop.class, OperatorCommands.Rearm.class,
        OperatorCommands.ChangeMode.class, StiffnessCommand.class, GripCommand.class, DoctorCommand.class,
        RobotCommand.class, PolicyCommand.class, DriverCommand.class, EmulateCommand.class, TendonCommand.class,
        BenchCommand.class, HelpCommand.class},
    footer = {"", "Each verb has its own help: ./sinew VERB --help", "Exit codes: 0 done, 1 failed, 2 wrong use."})
public final class Main implements Runnable
{
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * @param args the command line.
     */
    public static void main(final String[] args)
    {
        System.exit(execute(args));
    }

    /**
     * @param args the command line.
     * @return exit code.
     */
    public static int execute(final String... args)
    {
        final CommandLine line = commandLine();
        // Before picocli sees them: where it finds --help it forgets that the verb does not exist.
        if (args.length > 1 && !args[0].startsWith("-") && !line.getSubcommands().containsKey(args[0]))
        {
            return onWrongUse(new CommandLine.UnmatchedArgumentException(line, List.of(args[0])), args);
        }
        return line.execute(args);
    }

    static CommandLine commandLine()
    {
        final CommandLine line = new CommandLine(new Main());
        ToolCommand.mountAll(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(Main::onException);
        line.setParameterExceptionHandler(Main::onWrongUse);
        return line;
    }

    /** One line on what is wrong and one on where help is, instead of a page of usage that hides both. */
    private static int onWrongUse(final CommandLine.ParameterException wrong, final String[] args)
    {
        final CommandLine line = wrong.getCommandLine();
        final PrintWriter err = line.getErr();
        err.println("sinew: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("see: ./" + line.getCommandSpec().qualifiedName() + " --help");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int onException(
        final Exception exception,
        final CommandLine line,
        final CommandLine.ParseResult parsed) throws Exception
    {
        if (exception instanceof UserException)
        {
            final PrintWriter err = line.getErr();
            err.println("sinew: " + exception.getMessage());
            return 1;
        }
        throw exception;
    }

    @Override
    public void run()
    {
        spec.commandLine().usage(System.out);
    }
}
