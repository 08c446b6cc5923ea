package dev.sinew.bench.tendon;

import java.util.List;

import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.hal.yaml.FileMistakesException;

/**
 * {@code ./sinew tendon bench distribution}: is every effort solved that can be had, how exactly, how fast, without
 * jumps, and how do the rules fare that others use.
 */
public final class DistributionBench implements Tool
{
    @Override
    public String verb()
    {
        return "tendon bench distribution";
    }

    @Override
    public String summary()
    {
        return "Tension distribution: solved efforts, exactness, time, continuity, beside what others use.";
    }

    @Override
    public List<String> details()
    {
        return List.of(
            "Bounds are 3 to 110 N. 70 % of the efforts lie inside, 20 % have tendons on bounds, 10 % cannot be had.",
            "Rules: exact is what the loop uses; exact_new_pose takes new moment arms each time; then the improved",
            "closed form (Pott 2014), the closed form (Pott 2009), the pseudo-inverse, and the quadratic program of",
            "ojAlgo. All of them get the same efforts in the same order.",
            "",
            "The whole of it: ./sinew tendon bench distribution --cases 1000000 --compare 1000000",
            "(10 minutes, most of it the library's; the default takes about one)");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(
            ToolOption.robot("Robot whose distribution is timed as a whole."),
            ToolOption.of(ToolOption.Kind.INTEGER, "--cases", "N", "Efforts on random groups.").orElse(1_000_000),
            ToolOption.of(ToolOption.Kind.INTEGER, "--compare", "N",
                "How many of them are compared with the library's solvers.").orElse(20_000),
            ToolOption.of(ToolOption.Kind.INTEGER, "--seed", "N", "Seed of everything random.").orElse(1),
            ToolOption.flag("--no-times", "Only what is exact, nothing that depends on the machine."));
    }

    @Override
    public ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        final long cases = arguments.integer("--cases");
        final long seed = arguments.integer("--seed");
        if (cases < 1 || arguments.integer("--compare") < 0)
        {
            throw new ToolException("--cases must be at least 1 and --compare at least 0");
        }
        final ToolReport report = new ToolReport("tension distribution").fact("seed", seed);
        if (!arguments.flag("--no-times"))
        {
            new DistributionTimes(seed, progress).measure(report);
        }
        new DistributionAgreement(cases, arguments.integer("--compare"), seed, progress).measure(report);
        new DistributionContinuity(seed, progress).measure(report);
        if (!arguments.flag("--no-times"))
        {
            try
            {
                new RobotTimes().measure(RobotFile.load(arguments.path("--robot")), report, progress);
            }
            catch (final FileMistakesException ex)
            {
                throw new ToolException(ex.getMessage(), ex);
            }
        }
        return report
            .note("Times are of single calls, less the clock's own; quiet_p99_ns takes for each effort the least of 7")
            .note("passes, so that what interrupts a pass is not counted. step_split_1e6_n is what is left of the")
            .note("largest step after taking the worst hundredth of it three times over: a jump would stay.");
    }
}
