package dev.sinew.runtime.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;

import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.report.JsonText;
import dev.sinew.runtime.report.ToolReportFiles;
import dev.sinew.runtime.report.ToolReportText;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One {@link Tool} of another module as a verb: its options, its help, its progress, its report.
 */
final class ToolCommand implements Callable<Integer>
{
    private static final String REPORT = "--report";
    private static final String CSV = "--csv";
    /** The one that everybody expects to have a short name. */
    private static final String OUT = "--out";

    private final Tool tool;
    private final CommandSpec spec;
    private final Map<String, String> written = new LinkedHashMap<>();

    ToolCommand(final Tool tool, final String name)
    {
        this.tool = tool;
        spec = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().sortOptions(false).description(escape(tool.summary()));
        final List<String> footer = new ArrayList<>();
        tool.details().forEach(line -> footer.add(escape(line)));
        if (!footer.isEmpty())
        {
            footer.add(0, "");
        }
        spec.usageMessage().footer(footer.toArray(String[]::new));
        tool.options().forEach(option -> spec.addOption(optionSpec(option)));
        spec.addOption(optionSpec(ToolOption.of(ToolOption.Kind.OUTPUT, REPORT, "FILE",
            "Writes everything as JSON, with the machine that it was measured on.")));
        spec.addOption(optionSpec(ToolOption.of(ToolOption.Kind.TEXT, CSV, "DIR",
            "Writes each table as DIR/TABLE.csv.")));
    }

    /**
     * Adds the tools on the class path to the command line, in the order of their verbs.
     *
     * @param main the program.
     */
    static void mountAll(final CommandLine main)
    {
        final List<Tool> tools = new ArrayList<>();
        try
        {
            ServiceLoader.load(Tool.class).forEach(tools::add);
        }
        catch (final ServiceConfigurationError ex)
        {
            main.getErr().println("sinew: a tool on the class path cannot be used: " + ex.getMessage());
        }
        tools.sort(Comparator.comparing(Tool::verb));
        tools.forEach(tool -> mount(main, tool));
        VerbGroup.labelAll(main);
    }

    private static void mount(final CommandLine main, final Tool tool)
    {
        final String[] words = tool.verb().split(" ");
        CommandLine group = main;
        for (int k = 0; k < words.length - 1; k++)
        {
            group = group.getSubcommands().get(words[k]);
            if (group == null)
            {
                main.getErr().println("sinew: no group of verbs for " + tool.verb() + " of " + tool.getClass());
                return;
            }
        }
        final String name = words[words.length - 1];
        if (group.getSubcommands().containsKey(name))
        {
            group.getCommandSpec().removeSubcommand(name); // a stand-in for where the tool is not on the class path
        }
        group.addSubcommand(name, new CommandLine(new ToolCommand(tool, name).spec));
    }

    private static String escape(final String text)
    {
        return text.replace("%", "%%").replace("@|", "@ |");
    }

    private OptionSpec optionSpec(final ToolOption option)
    {
        final String fallback = option.defaultValue() == null ? "" : " (default " + option.defaultValue() + ")";
        final String[] names = OUT.equals(option.name()) ? new String[] {"-o", OUT} : new String[] {option.name()};
        final OptionSpec.Builder builder = OptionSpec.builder(names).required(option.isRequired())
            .description(escape(option.description() + fallback)).setter(new Keeper(option.name()));
        return option.kind() == ToolOption.Kind.FLAG ? builder.type(boolean.class).arity("0").build() :
            builder.type(String.class).arity("1").paramLabel(option.label()).build();
    }

    /** Keeps what was written; picocli also calls it with the default, which is nothing. */
    private final class Keeper implements CommandLine.Model.ISetter
    {
        private final String name;

        Keeper(final String name)
        {
            this.name = name;
        }

        @Override
        public <T> T set(final T value)
        {
            if (value == null || Boolean.FALSE.equals(value))
            {
                written.remove(name);
            }
            else
            {
                written.put(name, value.toString());
            }
            return null;
        }
    }

    @Override
    public Integer call()
    {
        final ToolArguments arguments = arguments();
        final PrintWriter out = spec.commandLine().getOut();
        try
        {
            final ToolReport report;
            try (ProgressLine progress = new ProgressLine(System.err))
            {
                report = tool.run(arguments, progress);
            }
            out.print(ToolReportText.render(report));
            out.flush();
            write(arguments, report);
            return report.failures().isEmpty() ? 0 : 1;
        }
        catch (final ToolException | IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private ToolArguments arguments()
    {
        final List<ToolOption> options = new ArrayList<>(tool.options());
        options.add(ToolOption.of(ToolOption.Kind.OUTPUT, REPORT, "FILE", ""));
        options.add(ToolOption.of(ToolOption.Kind.TEXT, CSV, "DIR", ""));
        final WrongUse wrong = new WrongUse(spec.commandLine());
        for (final ToolOption option : options)
        {
            final String text = written.getOrDefault(option.name(), option.defaultValue());
            if (option.kind() == ToolOption.Kind.ROBOT && text != null)
            {
                written.put(option.name(), RunArguments.robotFile(text).toString());
            }
            else if (option.kind() == ToolOption.Kind.OUTPUT && text != null)
            {
                wrong.unlessWritable(option.name(), Path.of(text));
            }
        }
        try
        {
            return new ToolArguments(options, written);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new CommandLine.ParameterException(spec.commandLine(), ex.getMessage(), ex);
        }
    }

    private void write(final ToolArguments arguments, final ToolReport report) throws IOException
    {
        if (arguments.has(REPORT))
        {
            JsonText.replace(JsonText.of(ToolReportFiles.toMap(tool.verb(), arguments, report)),
                arguments.path(REPORT));
        }
        if (arguments.has(CSV))
        {
            ToolReportFiles.writeCsv(report, arguments.path(CSV));
        }
    }
}
