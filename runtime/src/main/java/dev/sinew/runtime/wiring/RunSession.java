package dev.sinew.runtime.wiring;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.StopLadder;

/**
 * One run from options to result. {@link #prepare()} on the main thread refuses everything that can be refused early;
 * {@link #execute()} runs on the loop's thread.
 */
public final class RunSession implements AutoCloseable
{
    private static final int CALIBRATION_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;

    private final RunOptions options;
    private final RobotDescription robot;
    private final PolicyBundle bundle;
    private final Scenario scenario;
    private final Lifetime lifetime;
    private final SystemFactory factory;
    private final PolicyFactory policies;
    private final Rehearsal rehearsal;
    private final ProcessorShare processor = new ProcessorShare();
    private final RunPaths paths;
    private final LoopSettings settings;
    private final FrameLayout layout;
    private RobotDescription plant;
    private long plantSeed = SystemRequest.AS_DESCRIBED;
    private Supplier<PolicyRunner> motion;
    private Consumer<String> notices = line -> System.err.println("sinew: " + line);
    private RunFiles files;
    private volatile RealtimeReport realtime;
    private volatile LoopAssembly assembly;
    private volatile StopLadder.Haste haste = StopLadder.Haste.NONE;
    private volatile boolean stopRequested;

    /**
     * A simulation.
     *
     * @param options  what is wanted.
     * @param robot    the robot.
     * @param bundle   its policy, null to hold the default pose.
     * @param scenario scripted events.
     */
    public RunSession(
        final RunOptions options,
        final RobotDescription robot,
        final PolicyBundle bundle,
        final Scenario scenario)
    {
        this(options, robot, bundle, scenario, Lifetime.SIMULATION);
    }

    /**
     * @param options  what is wanted.
     * @param robot    the robot.
     * @param bundle   its policy, null to hold the default pose.
     * @param scenario scripted events.
     * @param lifetime how the run begins and ends.
     */
    public RunSession(
        final RunOptions options,
        final RobotDescription robot,
        final PolicyBundle bundle,
        final Scenario scenario,
        final Lifetime lifetime)
    {
        this.options = options;
        this.robot = robot;
        this.bundle = bundle;
        this.scenario = scenario;
        this.lifetime = lifetime;
        this.plant = robot;
        this.factory = Services.system(options.backend());
        this.policies = new PolicyFactory(options, robot, bundle);
        this.rehearsal = new Rehearsal(options.warmUpCycles(), lifetime.exclusiveName());
        this.paths = RunPaths.ofUser();
        this.settings = new LoopSettings(robot.rates().periodNs(), options.latePolicy(), options.lateCyclesMax(),
            robot.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, BLEND_NS);
        this.layout = new FrameLayout(robot, PolicyFactory.observationLabels(bundle), bundle == null ? List.of() :
            bundle.manifest().jointNames());
    }

    /**
     * Lets a simulator be made from something else than what the loop knows. Before {@link #execute()}.
     *
     * @param real robot as it really is, with the joints, motors and tendons of the one that the loop knows.
     * @param seed seed from which its tendons are drawn off that, {@link SystemRequest#AS_DESCRIBED} for none.
     */
    public void plant(final RobotDescription real, final long seed)
    {
        plant = real;
        plantSeed = seed;
    }

    /**
     * Lets something else than the policy move the robot. Before {@link #execute()}.
     *
     * @param runner makes what moves it, once for the rehearsal and once for the run; may give the same one again.
     */
    public void motion(final Supplier<PolicyRunner> runner)
    {
        motion = runner;
    }

    private PolicyRunner policy(final Scenario events)
    {
        return motion == null ? policies.create(events) : motion.get();
    }

    /**
     * @param listener hears, before the loop begins, what the operator should know; the default prints it as an error.
     */
    public void notices(final Consumer<String> listener)
    {
        notices = listener;
    }

    /**
     * Makes black box and control page, so that a run that cannot be recorded or stopped never begins. Main thread.
     */
    public void prepare()
    {
        final String wanted = options.name() == null ? robot.name() : options.name();
        final RunName name = lifetime.exclusiveName() ? RunName.claim(paths, wanted) : RunName.free(paths, wanted);
        final Path box = options.blackBox() == null ? paths.newBlackBox(robot.name(), lifetime.boxesKept()) :
            options.blackBox();
        final int slots = RunFiles.slots(options.blackBoxSeconds(), robot.rates().baseHz());
        final Map<String, String> meta = RunMeta.of(options, robot, bundle, scenario, settings.periodNs());
        meta.put("plant_seed", Long.toString(plantSeed));
        meta.put("tendons", robot == plant ? "as described" : "as identified");
        files = RunFiles.make(name, box, FrameFileHeader.of(layout, slots, meta));
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
            final boolean wall = Clocks.WALL.equals(options.mode());
            final RealtimeSettings wish = wall ? options.realtime() : RealtimeSettings.off();
            final List<Outcome> around = wall ? processor.clear(wish, options.keepAwake()) : List.of();
            realtime = ProcessorShare.together(applier.apply(wish), around);
            realtime.missing().forEach(outcome -> notices.accept("without " + outcome.line()));
            return run();
        }
    }

    private RunResult run()
    {
        final SystemInterface real = Systems.create(factory, request());
        final ManagedSystem system = Systems.configured(options.encoders().fit(real, robot, options.seed()));
        final long warmUpNs;
        final LoopAssembly loop;
        try
        {
            warmUpNs = rehearsal.run(paths.directory(), layout, (slots, page) -> LoopAssembly.build(
                new LoopAssembly.Ingredients(robot, Systems.configured(Systems.shadow(factory, request(), real)),
                    policy(Scenario.NONE), new LockstepClock(settings.periodNs()), layout, slots, page, settings,
                    options.topology(), lifetime)));
            loop = LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, policy(scenario),
                Clocks.of(options.mode(), settings.periodNs(), options.spinNs()), layout, files.frames(),
                files.control(), settings, options.topology(), lifetime));
        }
        catch (final RuntimeException | Error ex)
        {
            system.close();
            throw ex;
        }
        assembly = loop;
        if (options.arm() && !files.name().afterCrash() && loop.unserved().isEmpty())
        {
            files.control().request(OperatorCommand.ARM);
        }
        loop.loop().ladder().request(haste);
        if (stopRequested)
        {
            loop.loop().requestStop();
        }
        final GarbageWatch garbage = GarbageWatch.start();
        try
        {
            loop.loop().run(Math.round(options.durationS() * robot.rates().baseHz()));
        }
        finally
        {
            loop.deactivate();
        }
        return new RunResult(options, robot, bundle, scenario, system.traits(), loop, realtime, policies.engineName(),
            garbage.stop(), warmUpNs, files.frames().path());
    }

    private SystemRequest request()
    {
        return new SystemRequest(plant, scenario, options.seed(), options.noise(), plantSeed);
    }

    /**
     * Ends the run after the cycle that is running. Any thread.
     */
    public void requestStop()
    {
        stopRequested = true;
        rehearsal.cut();
        final LoopAssembly running = assembly;
        if (running != null)
        {
            running.loop().requestStop();
        }
    }

    /**
     * Ends the run down the {@link StopLadder}. Any thread; asking again, more urgently, makes it faster.
     *
     * @param wanted how soon.
     */
    public void requestStop(final StopLadder.Haste wanted)
    {
        haste = wanted;
        rehearsal.cut();
        final LoopAssembly running = assembly;
        if (running != null)
        {
            running.loop().ladder().request(wanted);
        }
    }

    /**
     * @return the loop once it has been put together, null before; any thread.
     */
    public LoopAssembly assembly()
    {
        return assembly;
    }

    /**
     * @return what the loop's thread got of its real-time settings, null before; any thread.
     */
    public RealtimeReport realtime()
    {
        return realtime;
    }

    /**
     * @return the run's name, after {@link #prepare()}.
     */
    public RunName name()
    {
        return files.name();
    }

    /**
     * @return the mapped frames, after {@link #prepare()}.
     */
    public MappedFrames frames()
    {
        return files.frames();
    }

    /**
     * @param tendon index of a tendon.
     * @return what its group keeps without it, a sentence; empty before the loop is built. Any thread.
     */
    public String kept(final int tendon)
    {
        final LoopAssembly running = assembly;
        return running == null ? "" : running.care().kept(tendon);
    }

    @Override
    public void close()
    {
        if (assembly != null)
        {
            assembly.close();
        }
        else if (files != null)
        {
            files.discardBox();
        }
        processor.close();
        if (files != null)
        {
            files.close();
        }
    }
}
