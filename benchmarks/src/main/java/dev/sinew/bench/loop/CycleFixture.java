package dev.sinew.bench.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.ActStage;
import dev.sinew.runtime.loop.Calibrator;
import dev.sinew.runtime.loop.ControlLoop;
import dev.sinew.runtime.loop.DecideStage;
import dev.sinew.runtime.loop.FusedRunner;
import dev.sinew.runtime.loop.LoopProbe;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.loop.ReadStage;
import dev.sinew.runtime.loop.SampleAges;
import dev.sinew.runtime.loop.TargetSource;
import dev.sinew.runtime.loop.TendonCare;
import dev.sinew.runtime.policy.BundleRunner;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.policy.PolicyDisturbance;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.Judge;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.StopLadder;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.Services;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The loop as the runtime wires it, around a {@link PreparedSystem}, armed and ACTIVE.
 */
final class CycleFixture implements AutoCloseable
{
    /** Memory of the ring, about: neo gets as many slots as in the simulator's runs, so that a slot is as cold. */
    private static final int RING_BYTES = 128 << 20;
    private static final int CALIBRATION_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;
    /** Cycles after which an answer is used in lockstep; long, because here no simulator's step lies between. */
    private static final int BESIDE_DELAY_CYCLES = 10;
    private static final int ARMING_CYCLES = 400;

    final RobotDescription robot;
    final CycleFrame frame;
    final ReadStage read;
    final DecideStage decide;
    final ActStage act;
    final FrameRing ring;
    final ControlLoop loop;
    private final PolicyRunner policy;
    private final ManagedSystem system;
    private final MappedFrames frames;
    private long cyclesAsked;

    /**
     * @param robotName {@code neo}, or the number of joints of a synthetic robot.
     * @param placement {@code none}, {@code inline} or {@code beside}; a policy needs neo.
     * @param clock     releases cycles.
     */
    CycleFixture(final String robotName, final String placement, final CycleClock clock)
    {
        this(robotNamed(robotName), placement, clock, PreparedSystem::new);
    }

    /**
     * @param robot     the robot.
     * @param placement {@code none}, {@code inline} or {@code beside}; a policy needs neo.
     * @param clock     releases cycles.
     * @param body      makes the system from the robot and its rest tensions.
     */
    CycleFixture(
        final RobotDescription robot,
        final String placement,
        final CycleClock clock,
        final BiFunction<RobotDescription, double[], SystemInterface> body)
    {
        this.robot = robot;
        final Path home = Path.of(System.getProperty("sinew.home", "."));
        final PolicyBundle bundle = "none".equals(placement) ? null :
            PolicyBundle.load(home.resolve("policy-inference/policies/neo-balance"), RobotFit.of(robot));
        final FrameLayout layout = new FrameLayout(robot, observationLabels(bundle),
            bundle == null ? List.of() : bundle.manifest().jointNames());
        final LoopSettings settings = new LoopSettings(robot.rates().periodNs(), LatePolicy.USE_IF_LATE, 10,
            robot.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, BLEND_NS);
        frame = CycleFrame.allocate(layout);
        final Transmission transmission = Services.transmission().create(robot);
        transmission.restTension(frame.tensionGated);
        final double[] rest = new double[robot.tendonCount()];
        frame.tensionGated.copyTo(rest);
        final SystemInterface made = body.apply(robot, rest);
        system = new ManagedSystem(made);
        policy = bundle == null ? new NoPolicy(robot) : policy(bundle, placement, clock.realTime());
        final ModeMachine machine = new ModeMachine(CALIBRATION_CYCLES);
        final ControlPage control = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(4096, 64)));
        final CommandGate gate = new CommandGate(robot, rest);
        final TendonCare care = new TendonCare(robot, transmission, gate, machine,
            new Calibrator(robot, null, gate, machine), new SampleAges(robot, system.busMonitor()));
        read = new ReadStage(system, transmission,
            Judge.ofControl(settings.periodNs(), robot.safety().stateStaleNs(), transmission.optionalGroups()),
            clock, settings.latePolicy(), care);
        decide = new DecideStage(robot, machine, policy, new TargetSource(robot, policy, BLEND_NS), control, clock,
            settings);
        act = new ActStage(robot, system, transmission, gate, machine, clock, care);
        frames = newFrames(layout);
        ring = new FrameRing(frames);
        loop = new ControlLoop(new ControlLoop.Parts(clock, new FusedRunner(read, decide, act), machine, system,
            made instanceof SimulatedSystem simulated ? simulated : null, frame, ring, new LoopProbe(),
            settings.periodNs(), new StopLadder(new StopLadder.Settings(0, 0)), true));
        configure(system);
        control.request(OperatorCommand.ARM);
        cyclesAsked = ARMING_CYCLES;
        loop.run(cyclesAsked, 10 * ARMING_CYCLES);
        if (machine.mode() != Mode.ACTIVE)
        {
            throw new IllegalStateException("the loop did not become ACTIVE: mode=" + machine.mode() + ", fault=" +
                machine.fault());
        }
    }

    private static void configure(final ManagedSystem system)
    {
        try
        {
            system.configure();
        }
        catch (final SystemException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    static RobotDescription robotNamed(final String name)
    {
        return "neo".equals(name) ?
            RobotFile.load(Path.of(System.getProperty("sinew.home", "."), "hal/robots/neo/robot.yaml")) :
            SyntheticRobots.withJoints(Integer.parseInt(name));
    }

    private static List<String> observationLabels(final PolicyBundle bundle)
    {
        final List<String> labels = new ArrayList<>();
        if (bundle != null)
        {
            for (final ObservationSpec spec : bundle.manifest().observations())
            {
                for (int i = 0; i < spec.size(); i++)
                {
                    labels.add(spec.name() + "." + i);
                }
            }
        }
        return labels;
    }

    private PolicyRunner policy(final PolicyBundle bundle, final String placement, final boolean wall)
    {
        final InferenceEngine engine = EngineSelector.open("auto", bundle.model());
        final int decimation = bundle.decimation(robot.rates().baseHz());
        final CommandSource commands = new CommandSource(bundle.manifest(), CommandSource.Hands.OPEN);
        final PolicyDisturbance none = new PolicyDisturbance(Scenario.NONE);
        return "inline".equals(placement) ?
            BundleRunner.inline(robot, bundle.manifest(), decimation, engine, commands, none) :
            BundleRunner.beside(robot, bundle.manifest(), decimation, engine, commands, none,
                wall ? -1 : BESIDE_DELAY_CYCLES);
    }

    private static MappedFrames newFrames(final FrameLayout layout)
    {
        final Path memory = Path.of("/dev/shm");
        try
        {
            final Path directory = Files.createTempDirectory(
                Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir")), "sinew-bench");
            final Path file = directory.resolve("frames");
            final int slots = Integer.highestOneBit(RING_BYTES / layout.sizeBytes());
            final MappedFrames made = MappedFrames.create(file, FrameFileHeader.of(layout, slots, Map.of()));
            Files.delete(file); // the mapping stays
            Files.delete(directory);
            return made;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * @param cycles how many cycles to run now.
     */
    void run(final int cycles)
    {
        cyclesAsked += cycles;
        // The loop counts from the first active cycle, so the arming cycles make it run a few more in the first call.
        loop.run(cyclesAsked);
    }

    @Override
    public void close()
    {
        policy.close();
        system.close();
        frames.close();
    }
}
