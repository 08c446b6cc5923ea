package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.linux.KeepAwakeNeighbour;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.PreciseSleeper;
import dev.sinew.hal.linux.ProcessThreads;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.policy.WarmUp;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.EngineUnavailableException;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.clock.WallClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.ControlLoop;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.BundleRunner;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.policy.PolicyDisturbance;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.OperatorCommand;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One run from options to result. {@link #prepare()} on the main thread refuses everything that can be refused early;
 * {@link #execute()} runs on the loop's thread.
 */
public final class SimSession implements AutoCloseable
{
    private static final int SHADOW_SLOTS = 16;
    private static final int MODE_CYCLES = 100;
    private static final int ENGINE_WARM_UP_RUNS = 2000;
    private static final int CALIBRATION_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;

    private final RunOptions options;
    private final RobotDescription robot;
    private final PolicyBundle bundle;
    private final Scenario scenario;
    private final SystemFactory factory;
    private final RunPaths paths;
    private final LoopSettings settings;
    private final FrameLayout layout;
    private String engineName = "none";
    private SystemTraits traits;
    private RealtimeReport realtime;
    private KeepAwakeNeighbour neighbour;
    private MappedFrames frames;
    private ControlPage control;
    private Path controlPath;
    private volatile LoopAssembly assembly;
    private volatile ControlLoop shadowLoop;
    private volatile boolean stopRequested;

    /**
     * @param options  what is wanted.
     * @param robot    the robot.
     * @param bundle   its policy, null to hold the default pose.
     * @param scenario scripted events.
     */
    public SimSession(
        final RunOptions options,
        final RobotDescription robot,
        final PolicyBundle bundle,
        final Scenario scenario)
    {
        this.options = options;
        this.robot = robot;
        this.bundle = bundle;
        this.scenario = scenario;
        this.factory = Services.system(options.backend());
        this.paths = RunPaths.ofUser();
        this.settings = new LoopSettings(robot.rates().periodNs(), options.latePolicy(), options.lateCyclesMax(),
            robot.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, BLEND_NS);
        this.layout = new FrameLayout(robot, observationLabels(), bundle == null ? List.of() :
            bundle.manifest().jointNames());
    }

    private List<String> observationLabels()
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

    /**
     * Makes black box and control page, so that a run that cannot be recorded or stopped never begins. Main thread.
     */
    public void prepare()
    {
        final Path box = options.blackBox() == null ? paths.newBlackBox(robot.name()) : options.blackBox();
        final int slots = slotsFor(options.blackBoxSeconds());
        try
        {
            frames = MappedFrames.create(box, FrameFileHeader.of(layout, slots,
                RunMeta.of(options, robot, bundle, scenario, settings.periodNs())));
            final String name = paths.freeName(options.name() == null ? robot.name() : options.name());
            controlPath = paths.controlPage(name);
            control = ControlPage.create(controlPath, box);
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private int slotsFor(final double seconds)
    {
        final long wanted = Math.max(2, (long)Math.ceil(seconds * robot.rates().baseHz()));
        return Integer.highestOneBit((int)Math.min(1 << 24, wanted - 1)) << 1;
    }

    /**
     * Applies real-time settings, warms up and runs. Loop's thread.
     *
     * @return what became of it.
     */
    public RunResult execute()
    {
        try (RealtimeApplier applier = new RealtimeApplier())
        {
            final boolean wall = "wall".equals(options.mode());
            final RealtimeSettings wish = wall ? options.realtime() : RealtimeSettings.off();
            final List<Outcome> around = wall ? clearProcessor(wish) : List.of();
            realtime = withOutcomes(applier.apply(wish), around);
            realtime.missing().forEach(outcome -> System.err.println("sinew: without " + outcome.line()));
            final long warmUpNs = warmUp();
            final SystemInterface system = newSystem(scenario);
            traits = system.traits();
            assembly = LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, newPolicy(scenario), newClock(),
                layout, frames, control, settings, options.topology()));
            if (options.arm())
            {
                control.request(OperatorCommand.ARM);
            }
            if (stopRequested)
            {
                assembly.loop().requestStop();
            }
            final GarbageWatch garbage = GarbageWatch.start();
            assembly.loop().run(Math.round(options.durationS() * robot.rates().baseHz()));
            return new RunResult(options, robot, bundle, scenario, traits, assembly, realtime, engineName,
                garbage.stop(), warmUpNs, frames.path());
        }
    }

    /**
     * What is done around the loop's own thread for the processor that it was given: the other threads of this process
     * go
     * elsewhere, a neighbour keeps it from sleeping.
     */
    private List<Outcome> clearProcessor(final RealtimeSettings wish)
    {
        final List<Outcome> outcomes = new ArrayList<>();
        if (wish.cpu() == RealtimeSettings.ANY_CPU || wish.wish() == RealtimeSettings.Wish.OFF)
        {
            return outcomes;
        }
        if (options.keepAwake())
        {
            neighbour = KeepAwakeNeighbour.start(wish.cpu());
            outcomes.add(neighbour.outcome());
        }
        outcomes.add(ProcessThreads.keepOff(wish.cpu()));
        return outcomes;
    }

    private static RealtimeReport withOutcomes(final RealtimeReport report, final List<Outcome> around)
    {
        final List<Outcome> all = new ArrayList<>(report.outcomes());
        all.addAll(around);
        return new RealtimeReport(report.wish(), report.threadId(), all);
    }

    private CycleClock newClock()
    {
        if ("lockstep".equals(options.mode()))
        {
            return new LockstepClock(settings.periodNs());
        }
        if (!"wall".equals(options.mode()))
        {
            throw new UserException("no clock of that name: " + options.mode() + " (wall, lockstep)");
        }
        final PreciseSleeper sleeper = PreciseSleeper.ofThisMachine();
        final long spinNs = options.spinNs();
        return new WallClock(System::nanoTime, deadlineNs -> sleeper.sleepUntil(deadlineNs, spinNs),
            settings.periodNs());
    }

    private SystemInterface newSystem(final Scenario events)
    {
        try
        {
            return factory.create(new SystemRequest(robot, events, options.seed(), options.noise()));
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private PolicyRunner newPolicy(final Scenario events)
    {
        if (bundle == null)
        {
            return new NoPolicy(robot);
        }
        final InferenceEngine engine;
        try
        {
            engine = EngineSelector.open(options.engine(), bundle.model());
        }
        catch (final EngineUnavailableException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        engineName = engine.name();
        try
        {
            WarmUp.verify(engine, bundle, ENGINE_WARM_UP_RUNS);
        }
        catch (final PolicyRefusedException ex)
        {
            engine.close();
            throw new UserException(ex.getMessage(), ex);
        }
        final int decimation = bundle.decimation(robot.rates().baseHz());
        final CommandSource commands = new CommandSource(bundle.manifest(), options.hands());
        final PolicyDisturbance disturbance = new PolicyDisturbance(events);
        final boolean beside = switch (options.placement())
        {
            case "auto" -> engine.allocatesOnInference();
            case "beside" -> true;
            case "inline" -> false;
            default -> throw new UserException("no policy placement of that name: " + options.placement() +
                " (auto, inline, beside)");
        };
        if (!beside)
        {
            if (engine.allocatesOnInference())
            {
                throw new UserException("policy engine " + engineName + " leaves garbage and cannot run inline " +
                    "(use --placement beside, or --engine vector or scalar)");
            }
            return BundleRunner.inline(robot, bundle.manifest(), decimation, engine, commands, disturbance);
        }
        final int delay = "lockstep".equals(options.mode()) ? options.policyDelay() : -1;
        return BundleRunner.beside(robot, bundle.manifest(), decimation, engine, commands, disturbance, delay);
    }

    /**
     * Whole cycles against a shadow of the robot: the same classes on a second handle, in every mode, so that what runs
     * first when it counts has been compiled.
     */
    private long warmUp()
    {
        final long beginNs = System.nanoTime();
        if (options.warmUpCycles() <= 0)
        {
            return 0;
        }
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(4096, 64)));
        final Path file = paths.directory().resolve("shadow-" + ProcessHandle.current().pid() + ".blackbox.tmp");
        try
        {
            Files.deleteIfExists(file);
            final MappedFrames slots = MappedFrames.create(file, FrameFileHeader.of(layout, SHADOW_SLOTS,
                java.util.Map.of()));
            Files.deleteIfExists(file);
            try (LoopAssembly shadow = LoopAssembly.build(new LoopAssembly.Ingredients(robot,
                newSystem(Scenario.NONE), newPolicy(Scenario.NONE), new LockstepClock(settings.periodNs()), layout,
                slots, page, settings, options.topology())))
            {
                exercise(shadow.loop(), page);
            }
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        System.gc();
        return System.nanoTime() - beginNs;
    }

    private void exercise(final ControlLoop loop, final ControlPage page)
    {
        shadowLoop = loop;
        if (stopRequested)
        {
            loop.requestStop();
        }
        long until = options.warmUpCycles();
        page.request(OperatorCommand.ARM);
        loop.run(until);
        for (final OperatorCommand command : List.of(OperatorCommand.STOP, OperatorCommand.MODE_DAMP,
            OperatorCommand.MODE_LIMP, OperatorCommand.REARM, OperatorCommand.ARM))
        {
            page.request(command);
            until += MODE_CYCLES;
            loop.run(until);
        }
        shadowLoop = null;
    }

    /**
     * Ends the run after the cycle that is running. Any thread.
     */
    public void requestStop()
    {
        stopRequested = true;
        final ControlLoop shadow = shadowLoop;
        if (shadow != null)
        {
            shadow.requestStop();
        }
        final LoopAssembly running = assembly;
        if (running != null)
        {
            running.loop().requestStop();
        }
    }

    /**
     * @return the mapped frames, after {@link #prepare()}.
     */
    public MappedFrames frames()
    {
        return frames;
    }

    @Override
    public void close()
    {
        if (assembly != null)
        {
            assembly.close();
        }
        else if (frames != null)
        {
            frames.close();
            frames.path().toFile().delete(); // nothing ran: there is nothing to read in it
        }
        if (neighbour != null)
        {
            neighbour.close();
        }
        if (control != null)
        {
            control.close();
            controlPath.toFile().delete();
        }
    }
}
