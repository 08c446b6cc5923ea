package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.runtime.plot.PlotSelection;
import dev.sinew.runtime.plot.RunHistory;
import dev.sinew.runtime.plot.RunPlot;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.report.JsonReport;
import dev.sinew.runtime.report.RunReport;
import dev.sinew.runtime.report.SummaryRenderer;
import dev.sinew.runtime.wiring.RunOptions;
import dev.sinew.runtime.wiring.RunReports;
import dev.sinew.runtime.wiring.RunResult;
import dev.sinew.runtime.wiring.EncoderSetup;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.RunSession;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./sinew sim}: the robot in simulation, its policy in the loop.
 */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs a robot in simulation with its policy in the control loop, then prints a summary.",
    footer = {"", "Examples:",
        "  ./sinew sim                                            neo balances for 20 s in real time",
        "  ./sinew sim --mode lockstep --duration 60              as fast as the machine goes, same bits every time",
        "  ./sinew sim --scenario sim-backend/scenarios/push-front.yaml --plot push.svg",
        "  ./sinew sim --backend mujoco --report run.json"})
public final class SimCommand implements Callable<Integer>
{
    @Option(names = "--duration", defaultValue = "20", paramLabel = "S",
        description = "Length after the first active cycle, s (default ${DEFAULT-VALUE}).")
    private double durationS;

    @Mixin
    private SimulatedRobot robot;

    @Option(names = "--identified", paramLabel = "FILE",
        description = "Tendons as the loop knows them (./sinew tendon identify; default: as in the robot's file).")
    private Path identified;

    @Option(names = "--policy", paramLabel = "NAME|PATH|none",
        description = "Policy bundle (default: the robot's own; none holds the default pose).")
    private String policy;

    @Option(names = "--backend", defaultValue = "embedded", paramLabel = "NAME",
        description = "Physics: embedded or mujoco (default ${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--mode", defaultValue = "wall", paramLabel = "wall|lockstep",
        description = "Clock: wall follows real time, lockstep runs as fast as it can (default ${DEFAULT-VALUE}).")
    private String mode;

    @Option(names = "--topology", defaultValue = "fused", paramLabel = "fused|pipelined",
        description = "All stages on one thread, or one thread a stage (default ${DEFAULT-VALUE}).")
    private String topology;

    @Option(names = "--hands", defaultValue = "wave", paramLabel = "wave|open|closed",
        description = "What the hands are told to do (default ${DEFAULT-VALUE}: one finger after the other).")
    private CommandSource.Hands hands;

    @Option(names = "--no-noise", description = "Sensors without noise.")
    private boolean noNoise;

    @Option(names = "--engine", defaultValue = "auto", paramLabel = "NAME",
        description = "Policy engine: auto, vector, scalar or onnxruntime (default ${DEFAULT-VALUE}).")
    private String engine;

    @Option(names = "--placement", defaultValue = "auto", paramLabel = "auto|inline|beside",
        description = "Policy on the loop's thread or beside it (default ${DEFAULT-VALUE}: inline if it leaves " +
        "no garbage).")
    private String placement;

    @Option(names = "--policy-delay", defaultValue = "2", paramLabel = "CYCLES",
        description = "In lockstep, cycles until an answer from beside the loop is used (default ${DEFAULT-VALUE}).")
    private int policyDelay;

    @Mixin
    private LoopTiming timing;

    @Option(names = "--warm-up", defaultValue = "6000", paramLabel = "CYCLES",
        description = "Least cycles against a shadow of the robot before the first real one; it goes on until the " +
        "compilers are idle, 10 s at most (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--name", paramLabel = "NAME",
        description = "Name of the run, for arm, stop, top (default the robot's).")
    private String name;

    @Option(names = "--no-arm", description = "Waits in mode OFF for ./sinew arm.")
    private boolean noArm;

    @Option(names = "--blackbox", paramLabel = "PATH",
        description = "Where the mapped frames go (default: run directory).")
    private Path blackBox;

    @Option(names = "--blackbox-seconds", defaultValue = "4", paramLabel = "S",
        description = "Seconds that the black box keeps (default ${DEFAULT-VALUE}).")
    private double blackBoxSeconds;

    @Option(names = "--calibration", paramLabel = "FILE",
        description = "Reads encoders through this calibration (./sinew calibrate).")
    private Path calibration;

    @Option(names = "--unknown-offsets",
        description = "Encoders stand anywhere, by the seed, as on a robot that was just put together.")
    private boolean unknownOffsets;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Writes the summary's facts as JSON.")
    private Path report;

    @Option(names = "--plot", paramLabel = "FILE.svg",
        description = "Draws the run: base, a leg joint, a finger, timing.")
    private Path plot;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
    {
        check();
        final RobotDescription description = robot.load();
        final Identification found = RunArguments.identification(identified, description);
        final Path policyPath = RunArguments.policyPath(policy, description.name());
        final PolicyBundle bundle = RunArguments.policy(policyPath, description);
        final Scenario events = robot.events(description);
        final EncoderSetup encoders = EncoderSetup.of(calibration, unknownOffsets, description);
        final RunOptions options = new RunOptions(robot.file(), policyPath, robot.scenarioFile(),
            backend.toLowerCase(Locale.ROOT), mode.toLowerCase(Locale.ROOT), topology.toLowerCase(Locale.ROOT),
            placement.toLowerCase(Locale.ROOT), engine.toLowerCase(Locale.ROOT), policyDelay, hands, durationS,
            robot.seed(), !noNoise, name, blackBox, blackBoxSeconds, timing.realtime(), timing.spinNs(),
            timing.keepAwake(), timing.latePolicy(), timing.lateCycles(), warmUp, !noArm, encoders);
        try (RunSession session = new RunSession(options, found == null ? description : found.applyTo(description),
            bundle, events))
        {
            session.plant(description, robot.plantSeed());
            System.out.printf(Locale.ROOT, "sinew: %s, %d joints, %d tendons, policy %s, %s engine, %s clock%n",
                description.name(), description.jointCount(), description.tendonCount(),
                bundle == null ? "none (holds the default pose)" : bundle.manifest().name(), backend, mode);
            if (found != null)
            {
                System.out.println("sinew: " + found.summary(description));
            }
            session.prepare();
            return run(session, description);
        }
    }

    private void check()
    {
        final WrongUse wrong = new WrongUse(spec.commandLine());
        wrong.unless(durationS > 0 && durationS <= 1e7,
            "--duration must be a positive number of seconds, at most 1e7: " + durationS);
        wrong.unless(blackBoxSeconds > 0 && blackBoxSeconds <= 3600,
            "--blackbox-seconds must be above 0 and at most 3600: " + blackBoxSeconds);
        wrong.unless(policyDelay >= 0, "--policy-delay must not be negative: " + policyDelay);
        wrong.unless(warmUp >= 0, "--warm-up must not be negative: " + warmUp);
        wrong.unlessOneOf("clock", mode, List.of("wall", "lockstep"));
        wrong.unlessOneOf("topology", topology, List.of("fused", "pipelined"));
        wrong.unlessOneOf("policy placement", placement, List.of("auto", "inline", "beside"));
        wrong.unlessOneOf("policy engine", engine, EngineSelector.NAMES);
        wrong.unlessOneOf("backend", backend, Services.systems().stream().map(SystemFactory::name).toList());
        timing.check(wrong, "wall".equalsIgnoreCase(mode));
        wrong.unlessName("--name", name);
        wrong.unlessWritable("--report", report);
        wrong.unlessWritable("--plot", plot);
    }

    private int run(final RunSession session, final RobotDescription description)
    {
        System.out.println("sinew: warming up against a shadow of the robot ...");
        final LoopThread thread = LoopThread.start(session);
        final RunHistory history = new RunHistory(session.frames(), PlotSelection.of(description));
        history.start();
        final LiveStatus status = new LiveStatus(System.out, session.frames(), description.rates().periodNs(),
            durationS, session::kept);
        final RunResult result;
        try
        {
            result = thread.await();
        }
        finally
        {
            status.close();
            history.close();
        }
        try
        {
            return tell(result, history);
        }
        finally
        {
            thread.told();
        }
    }

    private int tell(final RunResult result, final RunHistory history)
    {
        final RunReport facts = RunReports.of(result, 0);
        SummaryRenderer.render(facts).forEach(System.out::println);
        writeReport(facts);
        drawPlot(result, history);
        final Throwable failure = result.assembly().loop().failure();
        if (failure != null)
        {
            throw new IllegalStateException("a stage of the loop failed", failure);
        }
        return 0;
    }

    private void writeReport(final RunReport facts)
    {
        if (report != null)
        {
            try
            {
                JsonReport.write(facts, report);
            }
            catch (final IOException ex)
            {
                throw new UserException(ex.getMessage(), ex);
            }
        }
    }

    private void drawPlot(final RunResult result, final RunHistory history)
    {
        if (plot != null)
        {
            try
            {
                RunPlot.write(plot, result.robot().name() + ", " + (result.bundle() == null ? "default pose" :
                    result.bundle().manifest().name()) + ", " + result.traits().name() + ", " + mode,
                    history, result.assembly().loop().statistics().lateness,
                    result.assembly().loop().statistics().cycle);
                System.out.println("plot        " + plot);
            }
            catch (final IOException ex)
            {
                throw new UserException(ex.getMessage(), ex);
            }
        }
    }
}
