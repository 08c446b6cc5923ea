package dev.sinew.sim.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Measured;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.robot.synthetic.RubbingCables;
import dev.sinew.hal.tool.Tool;
import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolOption;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.tendon.estimation.EstimatorSettings;

/**
 * {@code sinew tendon bench estimation}: how well joints are known without their encoders.
 */
public final class EstimationBench implements Tool
{
    private static final String SECONDS = "--seconds";
    private static final String TEACH = "--teach-s";
    private static final String PLANTS = "--plants";
    private static final String FRICTION = "--friction";
    private static final String LOAD = "--load-n";
    private static final String AMPLITUDE = "--amplitude-deg";
    private static final String DELAY = "--delay-cycles";
    private static final String SEED = "--seed";
    private static final String IDENTIFIED = "--identified";
    private static final double WRONG_RAD = Math.toRadians(10);
    private static final double TARGET_DEG = 1.0;
    private static final double TARGET_RATIO = 3;

    /** Found by the service loader. */
    public EstimationBench()
    {
    }

    /** What the estimator has to go by besides motors and tendons. */
    private enum Knowledge
    {
        /** The robot file. */
        FILE("the file alone"),
        /** The robot file, and what tendons say about each other. */
        TENDONS("the file, learning from tendons"),
        /** What the joint encoders taught before they failed. */
        ENCODERS("taught by encoders until they failed"),
        /** What was found from a recording, and what tendons say about each other. */
        IDENTIFIED("what was identified, learning from tendons");

        private final String words;

        Knowledge(final String words)
        {
            this.words = words;
        }
    }

    @Override
    public String verb()
    {
        return "tendon bench estimation";
    }

    @Override
    public String summary()
    {
        return "Moves loaded fingers without joint encoders and compares estimates with the truth.";
    }

    @Override
    public List<String> details()
    {
        return List.of("The robot hangs in simulation, fingers swing under forces at their tips, and the controller",
            "has nothing but the estimate. Each plant is drawn off the robot file (simulation.plant_variation); the",
            "estimator knows the file, or what encoders taught it while they worked.",
            "Short form: ./sinew tendon bench estimation --plants 1");
    }

    @Override
    public List<ToolOption> options()
    {
        return List.of(ToolOption.robot("Whose joints are looked for."),
            number(SECONDS, "S", "Motion without encoders, s.", 10),
            number(TEACH, "S", "Motion with encoders before, where they teach, s.", 10),
            ToolOption.of(ToolOption.Kind.INTEGER, PLANTS, "N", "Plants to draw.").orElse(3),
            number(FRICTION, "PART", "Tension that friction takes from tendons whose file says nothing.", 0.05),
            number(LOAD, "N", "Greatest force at each fingertip, N.", 3),
            number(AMPLITUDE, "DEG", "Greatest amplitude of a joint, degrees.", 40),
            ToolOption.of(ToolOption.Kind.INTEGER, DELAY, "N", "Cycles by which samples are late.").orElse(1),
            ToolOption.of(ToolOption.Kind.INTEGER, SEED, "N", "Seed of noise and plants.").orElse(1),
            ToolOption.of(ToolOption.Kind.INPUT, IDENTIFIED, "FILE",
                "Identification to try as well; it is that of one plant, so --seed has to name it."));
    }

    private static ToolOption number(final String name, final String label, final String text, final double value)
    {
        return ToolOption.of(ToolOption.Kind.NUMBER, name, label, text).orElse(value);
    }

    @Override
    public ToolReport run(final ToolArguments arguments, final ToolProgress progress) throws ToolException
    {
        arguments.number(SECONDS, 0.1, 1000);
        arguments.number(TEACH, 0, 1000);
        arguments.number(PLANTS, 1, 100);
        arguments.number(FRICTION, 0, 0.9);
        arguments.number(LOAD, 0, 100);
        arguments.number(AMPLITUDE, 0, 90);
        arguments.number(DELAY, 0, 100);
        try
        {
            final RobotDescription file = RobotFile.load(arguments.path("--robot"));
            return run(file, arguments.has(IDENTIFIED) ? IdentificationFile.read(arguments.path(IDENTIFIED), file) :
                null, arguments, progress);
        }
        catch (final FileMistakesException ex)
        {
            throw new ToolException(ex.getMessage(), ex);
        }
    }

    private static ToolReport run(
        final RobotDescription file,
        final Identification identified,
        final ToolArguments arguments,
        final ToolProgress progress)
    {
        final RobotDescription robot = Gantry.hang(RubbingCables.of(file, arguments.number(FRICTION)))
            .withSimulation(file.simulation().withSensorDelay((int)arguments.integer(DELAY)));
        final double ageS = arguments.integer(DELAY) * robot.rates().periodNs() * 1e-9;
        final int plants = (int)arguments.integer(PLANTS);
        final ToolReport report = new ToolReport("joints without encoders: " + robot.name());
        final ToolReport.Table table = report.table("trials", "plant", "knows", "rms_deg", "worst_deg", "worst_joint",
            "expected_rms_deg", "rigid_formula_rms_deg", "rigid_over_estimate", "within_3_deg_after_s",
            "estimate_p50_us", "estimate_p99_us");
        double worst = 0;
        double ratio = Double.POSITIVE_INFINITY;
        for (int plant = 0; plant < plants; plant++)
        {
            for (final Knowledge knowledge : Knowledge.values())
            {
                if (knowledge == Knowledge.IDENTIFIED && identified == null)
                {
                    continue;
                }
                progress.at((plant * 4.0 + knowledge.ordinal()) / (4.0 * plants), String.format(Locale.ROOT,
                    "plant %d of %d, %s", plant + 1, plants, knowledge.words));
                final long seed = arguments.integer(SEED) + plant;
                final EstimationScore score = trial(robot, knowledge, known(robot, knowledge, identified, ageS), seed,
                    arguments, report);
                table.row(seed, knowledge.words, score.rmsDeg(), score.worstDeg(),
                    robot.joints().get(score.worstJoint()).name(), score.expectedDeg(), score.rigidDeg(),
                    score.rigidDeg() / score.rmsDeg(), score.convergedAfterS(), score.costUs(0.5), score.costUs(0.99));
                if (knowledge == Knowledge.ENCODERS)
                {
                    worst = Math.max(worst, score.rmsDeg());
                    ratio = Math.min(ratio, score.rigidDeg() / score.rmsDeg());
                }
            }
        }
        return report.atMost("taught_rms_deg", worst, TARGET_DEG)
            .atLeast("rigid_over_taught", ratio, TARGET_RATIO)
            .note("What the file alone cannot know are radii and stiffness of this very robot; expected_rms_deg is " +
                "what the estimator itself says of that.")
            .note("The rigid formula has the file's radii in every row" + (identified == null ? "." :
                ", and the identified ones in the row of what was identified."));
    }

    private static EstimationTrial.Known known(
        final RobotDescription robot,
        final Knowledge knowledge,
        final Identification identified,
        final double ageS)
    {
        final EstimatorSettings settings = EstimatorSettings.of(robot).withSampleAge(ageS)
            .withAdaptation(knowledge != Knowledge.FILE);
        if (knowledge != Knowledge.IDENTIFIED)
        {
            return new EstimationTrial.Known(robot, settings);
        }
        // A bound is three standard deviations; tendons that were left out stay as uncertain as they were.
        return new EstimationTrial.Known(identified.applyTo(robot), settings.withParameterSigmas(
            sigma(identified, tendon -> tendon.armScale().values().stream().toList(), settings.armRatioSigma()),
            sigma(identified, tendon -> listOf(tendon.spoolRadiusM()), settings.spoolRatioSigma()),
            sigma(identified, tendon -> listOf(tendon.stiffnessNM()), settings.complianceRatioSigma()),
            settings.zeroSigmaM()));
    }

    private static List<Measured> listOf(final Measured measured)
    {
        return measured == null ? List.of() : List.of(measured);
    }

    private static double sigma(
        final Identification identified,
        final Function<IdentifiedTendon, List<Measured>> what,
        final double otherwise)
    {
        return identified.tendons().stream().flatMap(tendon -> what.apply(tendon).stream())
            .mapToDouble(measured -> measured.bound() / Math.abs(measured.value()) / 3).average().orElse(otherwise);
    }

    private static EstimationScore trial(
        final RobotDescription robot,
        final Knowledge knowledge,
        final EstimationTrial.Known known,
        final long seed,
        final ToolArguments arguments,
        final ToolReport report)
    {
        try (EstimationTrial trial = new EstimationTrial(known,
            new EstimationTrial.Real(robot, seed, seed, arguments.number(AMPLITUDE)), arguments.number(LOAD)))
        {
            boolean stable = true;
            if (knowledge == Knowledge.ENCODERS)
            {
                stable = trial.run(arguments.number(TEACH), true);
            }
            else
            {
                trial.guessWrong(WRONG_RAD);
            }
            if (!stable || !trial.run(arguments.number(SECONDS), false))
            {
                report.fail("the simulation of plant " + seed + " became unstable, knowing " + knowledge.words);
            }
            return trial.score();
        }
    }
}
