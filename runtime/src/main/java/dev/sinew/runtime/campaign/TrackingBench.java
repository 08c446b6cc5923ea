package dev.sinew.runtime.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.Identifier;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.robot.synthetic.RubbingCables;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.excitation.ExcitedPlant;
import dev.sinew.runtime.wiring.HangingRobot;
import dev.sinew.runtime.wiring.HangingTool;
import dev.sinew.runtime.wiring.Services;

/**
 * {@code sinew tendon bench tracking}: how well the joints of hands follow a sine through cables that stretch and rub,
 * without compensation, with what the file says, and with what was identified.
 */
public final class TrackingBench extends HangingTool
{
    private static final String SECONDS = "--seconds";
    private static final String PLANTS = "--plants";
    private static final String AMPLITUDE = "--amplitude-deg";
    private static final String HERTZ = "--hertz";
    private static final String IDENTIFIED = "--identified";
    private static final double SETTLED_S = 2;
    private static final double TARGET_DEG = 1.5;

    /** What the loop makes up for, and from which numbers. */
    private enum Compensation
    {
        /** Plain statics: of all that is known of losses, nothing is used. */
        NONE("none"),
        /** Everything, with the numbers of the robot's file. */
        FILE("file"),
        /** Everything, with numbers from a recording of this very plant. */
        IDENTIFIED("identified");

        private final String word;

        Compensation(final String word)
        {
            this.word = word;
        }
    }

    /** Found by the service loader. */
    public TrackingBench()
    {
    }

    @Override
    public String verb()
    {
        return "tendon bench tracking";
    }

    @Override
    public String summary()
    {
        return "Moves every joint of the hands as a sine through cables that stretch and rub.";
    }

    @Override
    public List<String> details()
    {
        return List.of("The robot hangs in simulation and runs through the loop as it runs on hardware. Each joint of",
            "the hands swings about the middle of its range, all in step, as far as asked or to 0.03 rad from its",
            "stops. Each plant is drawn off the robot file (simulation.plant_variation); the loop knows the file, or",
            "what was identified from an excitation of that plant. Errors are those of the joints' encoders against",
            "where the joints should be at that moment.",
            "Short form: ./sinew tendon bench tracking --plants 1");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(ToolOption.robot("Whose hands are moved."),
            number(SECONDS, "S", "Motion that counts, s.", 5),
            ToolOption.of(ToolOption.Kind.INTEGER, PLANTS, "N", "Plants to draw.").orElse(3),
            seedOption("Seed of noise and of the first plant.", 1),
            number(AMPLITUDE, "DEG", "Amplitude of each joint, degrees.", 40),
            number(HERTZ, "HZ", "Frequency, Hz.", 1),
            frictionOption("Tension", 0.05),
            ToolOption.of(ToolOption.Kind.INPUT, IDENTIFIED, "FILE",
                "Identification to use (default: each plant is excited and identified)."), backendOption());
    }

    private static ToolOption number(final String name, final String label, final String text, final double value)
    {
        return ToolOption.of(ToolOption.Kind.NUMBER, name, label, text).orElse(value);
    }

    @Override
    protected ToolReport work(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        arguments.number(SECONDS, 0.1, 1000);
        arguments.integer(PLANTS, 1, 100);
        arguments.number(AMPLITUDE, 0, 90);
        arguments.number(HERTZ, 0.01, 20);
        final RobotDescription file = RobotFile.load(arguments.path("--robot"));
        if (file.joints().stream().noneMatch(JointDescription::hand))
        {
            throw new ToolException("robot " + file.name() + " has no joint of a hand (hand: true in its file)");
        }
        final Identification given =
            arguments.has(IDENTIFIED) ? IdentificationFile.read(arguments.path(IDENTIFIED), file) : null;
        return new Bench(Gantry.hang(RubbingCables.of(file, friction(arguments))), arguments).run(given, progress);
    }

    /** One call. */
    private static final class Bench
    {
        private final ToolArguments arguments;
        private final RobotDescription robot;
        private final HangingRobot real;
        private final int[] hand;
        private final int plants;
        /** By compensation and joint: sum of the mean squares over the plants, and the worst of them, rad². */
        private final double[][] sum;
        private final double[][] worst;
        private final List<String> notes = new ArrayList<>();
        private TrackingMotion last;

        Bench(final RobotDescription robot, final ToolArguments arguments)
        {
            this.arguments = arguments;
            this.robot = robot;
            real = new HangingRobot(robot, backend(arguments));
            hand = robot.joints().stream().filter(JointDescription::hand).mapToInt(JointDescription::index).toArray();
            plants = (int)arguments.integer(PLANTS);
            sum = new double[Compensation.values().length][robot.jointCount()];
            worst = new double[Compensation.values().length][robot.jointCount()];
        }

        ToolReport run(final Identification given, final ToolProgress progress) throws ToolException
        {
            final ToolReport report = new ToolReport("joint tracking through tendons: " + robot.name() + " hanging");
            final ToolReport.Table trials = report.table("trials", "plant", "compensation", "rms_deg", "worst_deg",
                "worst_joint");
            double most = 0;
            double worstJoint = 0;
            for (int plant = 0; plant < plants; plant++)
            {
                final long seed = arguments.integer(SEED) + plant;
                for (final Compensation compensation : Compensation.values())
                {
                    final String what = String.format(Locale.ROOT, "plant %d of %d, compensation %s", plant + 1, plants,
                        compensation.word);
                    final double begin = (plant * 3.0 + compensation.ordinal()) / (3.0 * plants);
                    final double[] squares = trial(known(compensation, given, seed, (part, ignored) ->
                        progress.at(begin + part / (3.0 * plants), what)), seed, compensation);
                    final int worstOf = worst(squares);
                    trials.row(seed, compensation.word, rmsDeg(squares), deg(squares[worstOf]),
                        robot.joints().get(worstOf).name());
                    most = compensation == Compensation.FILE ? Math.max(most, rmsDeg(squares)) : most;
                    worstJoint = compensation == Compensation.FILE ? Math.max(worstJoint, deg(squares[worstOf])) :
                        worstJoint;
                }
            }
            joints(report);
            notes.forEach(report::note);
            return report.atMost("file_rms_deg", most, TARGET_DEG).atMost("file_worst_joint_rms_deg", worstJoint,
                TARGET_DEG).note("rms_deg is over all joints of the hands and the time that counts; the targets are " +
                "for the worst plant.");
        }

        private RobotDescription known(
            final Compensation compensation,
            final Identification given,
            final long plant,
            final ToolProgress progress) throws ToolException
        {
            if (compensation == Compensation.NONE)
            {
                return robot.withCompensation(CompensationSettings.NONE);
            }
            if (compensation == Compensation.FILE || given != null)
            {
                return compensation == Compensation.FILE ? robot : given.applyTo(robot);
            }
            final List<TendonGroup> groups = robot.tendonGroups().stream().filter(group -> group.joints().stream()
                .anyMatch(joint -> robot.joints().get(joint).hand())).toList();
            final Recording recording =
                new ExcitedPlant(real, robot, groups).recording(plant + 1000, plant, progress);
            return new Identification(robot.name(), "", RoutingHash.of(robot), "", recording.origin(),
                Services.identifier().identify(robot, recording, Identifier.Progress.NONE)).applyTo(robot);
        }

        private double[] trial(final RobotDescription known, final long seed, final Compensation compensation)
            throws ToolException
        {
            final double seconds = arguments.number(SECONDS);
            final TrackingMotion motion = new TrackingMotion(robot, Math.toRadians(arguments.number(AMPLITUDE)),
                arguments.number(HERTZ), SETTLED_S);
            final FaultCode fault =
                real.run(known, motion, Scenario.NONE, seed, seed, SETTLED_S + seconds + 0.5 / robot.rates().baseHz());
            if (motion.cycles() < 0.9 * seconds * robot.rates().baseHz())
            {
                throw new ToolException("the motion of plant " + seed + ", compensation " + compensation.word +
                    ", ended early: fault " + fault + " (docs/faults.md)");
            }
            last = motion;
            final double[] squares = new double[robot.jointCount()];
            for (final int j : hand)
            {
                squares[j] = motion.meanSquare(j);
                sum[compensation.ordinal()][j] += squares[j];
                worst[compensation.ordinal()][j] = Math.max(worst[compensation.ordinal()][j], squares[j]);
            }
            return squares;
        }

        private void joints(final ToolReport report)
        {
            final ToolReport.Table table = report.table("joints", "joint", "middle_deg", "amplitude_deg", "moved_deg",
                "none_rms_deg", "file_rms_deg", "identified_rms_deg", "file_worst_plant_deg");
            int shorter = 0;
            for (final int j : hand)
            {
                final double amplitude = Math.toDegrees(last.amplitudeRad(j));
                shorter += amplitude < arguments.number(AMPLITUDE) - 1e-9 ? 1 : 0;
                table.row(robot.joints().get(j).name(), Math.toDegrees(last.middleRad(j)), amplitude,
                    Math.toDegrees(last.movedRad(j)), deg(sum[0][j] / plants), deg(sum[1][j] / plants),
                    deg(sum[2][j] / plants), deg(worst[1][j]));
            }
            if (shorter > 0)
            {
                notes.add(shorter + " of " + hand.length + " joints have a range too small for the amplitude; they " +
                    "swing as far as their range allows.");
            }
        }

        private int worst(final double[] squares)
        {
            int found = hand[0];
            for (final int j : hand)
            {
                found = squares[j] > squares[found] ? j : found;
            }
            return found;
        }

        private double rmsDeg(final double[] squares)
        {
            return deg(Arrays.stream(hand).mapToDouble(j -> squares[j]).sum() / hand.length);
        }

        private static double deg(final double square)
        {
            return Math.toDegrees(Math.sqrt(square));
        }
    }
}
