package dev.sinew.runtime.cli;

import java.util.List;

import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;

/** A tool as another module would offer it: the force of a spring at a few stretches. */
public final class SpringTool implements Tool
{
    @Override
    public String verb()
    {
        return "tendon bench spring";
    }

    @Override
    public String summary()
    {
        return "Pulls a spring by up to 100 % of what it bears.";
    }

    @Override
    public List<String> details()
    {
        return List.of("Try it: ./sinew tendon bench spring --stiffness 100");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(
            ToolOption.robot("Robot that pulls."),
            ToolOption.of(ToolOption.Kind.NUMBER, "--stiffness", "N/M", "Stiffness of the spring.").required(),
            ToolOption.of(ToolOption.Kind.INTEGER, "--steps", "N", "How many stretches.").orElse(3),
            ToolOption.choice("--side", "Which way.", "pull", "push"),
            ToolOption.flag("--rusty", "Lets it break."));
    }

    @Override
    public ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        if (arguments.number("--stiffness") < 0)
        {
            throw new ToolException("--stiffness -1: a spring resists; write a number above 0");
        }
        final ToolReport report = new ToolReport("a spring").fact("robot_file", arguments.text("--robot"))
            .fact("side", arguments.choice("--side")).atMost("force_n", arguments.number("--stiffness"), 150);
        final ToolReport.Table table = report.table("forces", "stretch_m", "force_n", "what");
        for (int k = 0; k < arguments.integer("--steps"); k++)
        {
            progress.at(k / 3.0, "pulling");
            table.row(0.5 * k, 0.5 * k * arguments.number("--stiffness"), "a \"long\", slow pull");
        }
        report.note("A note.");
        return arguments.flag("--rusty") ? report.fail("it broke") : report;
    }
}
