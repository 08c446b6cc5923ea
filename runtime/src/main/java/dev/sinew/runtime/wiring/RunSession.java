package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sinew.hal.linux.KeepAwakeNeighbour;
import dev.sinew.hal.linux.Outcome;
import dev.sinew.hal.linux.PreciseSleeper;
import dev.sinew.hal.linux.ProcessThreads;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeReport;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.clock.WallClock;
import dev.sinew.runtime.command.ControlPage;
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
    private final RunPaths paths;
    private final LoopSettings settings;
    private final FrameLayout layout;
    private RobotDescription plant;
    private long plantSeed = SystemRequest.AS_DESCRIBED;
    private Supplier<PolicyRunner> motion;
    private Consumer<String> notices = line -> System.err.println("sinew: " + line);
    private KeepAwakeNeighbour neighbour;
    private MappedFrames frames;
    private RunName name;
    private ControlPage control;
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
        name = lifetime.exclusiveName() ? RunName.claim(paths, wanted) : RunName.free(paths, wanted);
        final Path box = options.blackBox() == null ? paths.newBlackBox(robot.name(), lifetime.boxesKept()) :
            options.blackBox();
        final int slots = slotsFor(options.blackBoxSeconds());
        try
        {
            final Map<String, String> meta = RunMeta.of(options, robot, bundle, scenario, settings.periodNs());
            meta.put("plant_seed", Long.toString(plantSeed));
            meta.put("tendons", robot == plant ? "as described" : "as identified");
            frames = MappedFrames.create(box, FrameFileHeader.of(layout, slots, meta));
            control = ControlPage.create(name.controlPage(), box);
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
            realtime.missing().forEach(outcome -> notices.accept("without " + outcome.line()));
            return run();
        }
    }

    private RunResult run()
    {
        final SystemInterface real = newSystem();
        final ManagedSystem system = configured(options.encoders().fit(real, robot, options.seed()));
        final long warmUpNs;
        final LoopAssembly loop;
        try
        {
            warmUpNs = rehearsal.run(paths.directory(), layout, (slots, page) -> LoopAssembly.build(
                new LoopAssembly.Ingredients(robot, configured(newShadow(real)), policy(Scenario.NONE),
                    new LockstepClock(settings.periodNs()), layout, slots, page, settings, options.topology(),
                    lifetime)));
            loop = LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, policy(scenario), newClock(),
                layout, frames, control, settings, options.topology(), lifetime));
        }
        catch (final RuntimeException | Error ex)
        {
            system.close();
            throw ex;
        }
        assembly = loop;
        if (options.arm() && !name.afterCrash() && loop.unserved().isEmpty())
        {
            control.request(OperatorCommand.ARM);
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
            garbage.stop(), warmUpNs, frames.path());
    }

    /**
     * What is done around the loop's own thread for the processor that it was given: the other threads of this process
     * go elsewhere, a neighbour keeps it from sleeping.
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

    private SystemInterface newSystem()
    {
        try
        {
            return factory.create(request());
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private SystemInterface newShadow(final SystemInterface real)
    {
        try
        {
            return factory.shadow(request(), real);
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private SystemRequest request()
    {
        return new SystemRequest(plant, scenario, options.seed(), options.noise(), plantSeed);
    }

    private static ManagedSystem configured(final SystemInterface system)
    {
        final ManagedSystem managed = new ManagedSystem(system);
        try
        {
            managed.configure();
            return managed;
        }
        catch (final SystemException ex)
        {
            managed.close();
            throw new UserException(ex.getMessage(), ex);
        }
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
        return name;
    }

    /**
     * @return the mapped frames, after {@link #prepare()}.
     */
    public MappedFrames frames()
    {
        return frames;
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
        }
        if (name != null)
        {
            name.close();
        }
    }
}
