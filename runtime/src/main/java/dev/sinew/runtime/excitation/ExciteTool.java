package dev.sinew.runtime.excitation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.robot.synthetic.RubbingCables;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.daemon.RunConfig;
import dev.sinew.runtime.daemon.RunConfigFile;
import dev.sinew.runtime.wiring.HangingRobot;
import dev.sinew.runtime.wiring.HangingTool;
import dev.sinew.runtime.wiring.RunSession;

/**
 * {@code sinew tendon excite}: moves joints so that their tendons can be identified, and records what sensors say.
 */
public final class ExciteTool extends HangingTool
{
    private static final String OUT = "--out";
    private static final String CONFIG = "--config";
    private static final String JOINTS = "--joints";
    private static final String PLANT = "--plant";

    /** Found by the service loader. */
    public ExciteTool()
    {
    }

    @Override
    public String verb()
    {
        return "tendon excite";
    }

    @Override
    public String summary()
    {
        return "Moves joints so that their tendons can be identified, and records it.";
    }

    @Override
    public List<String> details()
    {
        return List.of("Each joint by itself and all of a group together, at two levels of co-contraction; then",
            "tensions up and down, and small quick swings. Two and a half minutes. In simulation the robot hangs and",
            "its plant is drawn off its file:",
            "  ./sinew tendon excite --plant 7 -o neo.csv",
            "  ./sinew tendon identify --recording neo.csv -o neo.identified.yaml",
            "A robot needs its run configuration (docs/running-a-robot.md). Hang it up or clamp it, let nothing be in",
            "the way of the joints: they use 80 % of their range, all fingers at once. It waits until it is armed:",
            "  ./sinew tendon excite --config robot.run.yaml --joints l_ -o left.csv      and then  ./sinew arm",
            "Ctrl-C damps the robot and lets it go.");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(ToolOption.robot("Robot to simulate."),
            ToolOption.of(ToolOption.Kind.INPUT, CONFIG, "FILE",
                "Run configuration of a robot to move; simulates nothing."),
            ToolOption.of(ToolOption.Kind.OUTPUT, OUT, "FILE", "Recording, CSV.").required(),
            ToolOption.of(ToolOption.Kind.TEXT, JOINTS, "TEXT",
                "Only groups with a joint whose name contains this (default: the hands, or all where there are none)."),
            ToolOption.of(ToolOption.Kind.INTEGER, PLANT, "N",
                "Simulated: seed of tendons that are off the file, 0 for those of the file.").orElse(0),
            frictionOption("Simulated: tension", 0), seedOption("Simulated: seed of the sensors' noise.", 1),
            backendOption());
    }

    @Override
    protected ToolReport work(final ToolArguments arguments, final ToolProgress progress)
        throws ToolException, IOException
    {
        return arguments.has(CONFIG) ? onRobot(arguments, progress) : simulated(arguments, progress);
    }

    private static ToolReport simulated(final ToolArguments arguments, final ToolProgress progress)
        throws ToolException, IOException
    {
        final RobotDescription robot = Gantry.hang(RobotFile.load(arguments.path("--robot")));
        final List<TendonGroup> groups = groups(robot, arguments.text(JOINTS));
        final HangingRobot real =
            new HangingRobot(RubbingCables.of(robot, friction(arguments)), backend(arguments));
        final ExcitedPlant plant = new ExcitedPlant(real, robot, groups);
        return report(robot, groups, plant.record(arguments.integer(SEED), arguments.integer(PLANT), progress),
            arguments);
    }

    private static ToolReport onRobot(final ToolArguments arguments, final ToolProgress progress)
        throws ToolException, IOException
    {
        final RunConfig config = RunConfigFile.load(arguments.path(CONFIG));
        final List<TendonGroup> groups = groups(config.robot(), arguments.text(JOINTS));
        try (RunSession session = new RunSession(config.options(), config.known(), null, config.scenario(),
            config.lifetime()))
        {
            session.plant(config.robot(), SystemRequest.AS_DESCRIBED);
            return report(config.robot(), groups, new ExcitedRobot(config.robot(), groups, session).record(progress),
                arguments);
        }
    }

    private static ToolReport report(
        final RobotDescription robot,
        final List<TendonGroup> groups,
        final MotionRecorder recorder,
        final ToolArguments arguments) throws IOException
    {
        final Path out = arguments.path(OUT);
        recorder.write(out);
        return new ToolReport("excitation of " + robot.name()).fact("recording", out.toString())
            .fact("rows", recorder.rows()).fact("row_s", recorder.rowS())
            .fact("joints", groups.stream().mapToInt(group -> group.joints().size()).sum())
            .fact("tendons", groups.stream().mapToInt(group -> group.tendons().size()).sum())
            .note("Next: ./sinew tendon identify --recording " + out + " -o FILE");
    }

    private static List<TendonGroup> groups(final RobotDescription robot, final String part) throws ToolException
    {
        final boolean hands = robot.joints().stream().anyMatch(JointDescription::hand);
        final List<TendonGroup> groups = robot.tendonGroups().stream().filter(group -> group.joints().stream()
            .map(robot.joints()::get).anyMatch(joint -> part != null ? joint.name().contains(part) :
            !hands || joint.hand())).toList();
        if (groups.isEmpty())
        {
            throw new ToolException(JOINTS + " " + part + ": no joint has that in its name");
        }
        return groups;
    }
}
