package dev.sinew.runtime.campaign;

import java.util.List;
import java.util.Locale;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.robot.synthetic.RubbingCables;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.wiring.HangingTool;

/**
 * {@code sinew tendon bench rupture}: cuts every tendon at little, working and great tension and measures how long it
 * takes to be found; then moves for hours without a cut and counts what was found all the same.
 */
public final class RuptureBench extends HangingTool
{
    private static final String HOURS = "--hours";
    private static final String SEGMENT = "--segment-s";
    private static final double TARGET_MS = 50;
    private static final double SLACK_TARGET_MS = 20;
    private static final double COVERAGE_TARGET = 0.8;

    /** Found by the service loader. */
    public RuptureBench()
    {
    }

    @Override
    public String verb()
    {
        return "tendon bench rupture";
    }

    @Override
    public String summary()
    {
        return "Cuts every tendon in random motion; then counts false alarms in hours of it.";
    }

    @Override
    public List<String> details()
    {
        return List.of("The robot hangs in simulation and runs through the loop as it runs on hardware. Each segment",
            "draws its own plant off the robot file (simulation.plant_variation); the loop knows the file alone.",
            "Short form: ./sinew tendon bench rupture --hours 0.05");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(ToolOption.robot("Whose tendons are cut."),
            ToolOption.of(ToolOption.Kind.NUMBER, HOURS, "H", "Simulated motion without a cut, hours.").orElse(0.5),
            ToolOption.of(ToolOption.Kind.NUMBER, SEGMENT, "S", "Length of a segment with one plant, s.").orElse(300),
            frictionOption("Tension", 0.05), seedOption("Seed of motions, noise and plants.", 1), backendOption());
    }

    @Override
    protected ToolReport work(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        final double hours = arguments.number(HOURS, 0, 1000);
        final double segmentS = arguments.number(SEGMENT, 5, 36_000);
        final RobotDescription robot =
            Gantry.hang(RubbingCables.of(RobotFile.load(arguments.path("--robot")), friction(arguments)));
        return run(robot, new Segment(robot, backend(arguments)), new Plan(arguments.integer(SEED), hours, segmentS),
            progress);
    }

    private record Plan(long seed, double hours, double segmentS)
    {
        int segments()
        {
            return (int)Math.ceil(hours * 3600 / segmentS - 1e-9);
        }
    }

    private static ToolReport run(
        final RobotDescription robot,
        final Segment segment,
        final Plan plan,
        final ToolProgress progress)
    {
        final ToolReport report = new ToolReport("rupture: " + robot.name() + " hanging");
        final List<List<Cut>> cuts = CutPlan.of(robot);
        final double cutS = cuts.stream().mapToDouble(CutPlan::lengthS).sum();
        final double allS = cutS + plan.segments() * plan.segmentS();
        final RuptureSummary summary = new RuptureSummary(robot);
        double doneS = 0;
        long seed = plan.seed();
        for (final List<Cut> some : cuts)
        {
            progress.at(doneS / allS, "cutting at " + some.get(0).level().name().toLowerCase(Locale.ROOT) +
                " tension");
            summary.takeCuts(some, segment.run(seed, seed, CutPlan.lengthS(some), some));
            seed++;
            doneS += CutPlan.lengthS(some);
        }
        for (int k = 0; k < plan.segments(); k++)
        {
            progress.at(doneS / allS, String.format(Locale.ROOT, "%.2f of %.2f hours without a cut, %d alarms",
                k * plan.segmentS() / 3600, plan.hours(), summary.alarms()));
            summary.takeMotion(seed, segment.run(seed, seed, plan.segmentS(), List.of()));
            seed++;
            doneS += plan.segmentS();
        }
        summary.tell(report, plan.hours() > 0 ? COVERAGE_TARGET : 0, TARGET_MS, SLACK_TARGET_MS);
        return report;
    }
}
