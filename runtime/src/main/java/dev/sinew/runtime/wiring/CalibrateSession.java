package dev.sinew.runtime.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationRoutineFactory;
import dev.sinew.hal.calibration.ShiftedSystem;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.linux.RealtimeApplier;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.ControlLoop;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.OperatorCommand;

/**
 * One calibration: the loop as it runs on a robot, any system behind it, and a routine that has the motors in
 * CALIBRATE. {@link #prepare()} on the main thread refuses what can be refused early, {@link #execute()} runs on the
 * loop's thread; every way out leaves the motors limp.
 */
public final class CalibrateSession implements AutoCloseable
{
    private static final int SLOTS = 16_384;
    private static final int BOXES_KEPT = 2;
    private static final int READY_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;
    private static final long SPIN_NS = 60_000L;
    private static final int LATE_CYCLES = 10;
    private static final int WARM_UP_CYCLES = 3000;

    /**
     * Where it is made.
     *
     * @param backend        name of the system.
     * @param lockstep       true for simulated time, as fast as it goes.
     * @param hang           true to hang a simulated robot up.
     * @param unknownOffsets true for a simulated robot whose encoders stand anywhere.
     * @param seed           seed of noise and of those offsets.
     * @param plantSeed      seed of a simulated robot that is off its file, {@link SystemRequest#AS_DESCRIBED} for the
     *                       file's own.
     */
    public record Place(
        String backend,
        boolean lockstep,
        boolean hang,
        boolean unknownOffsets,
        long seed,
        long plantSeed)
    {
        String clock()
        {
            return lockstep ? Clocks.LOCKSTEP : Clocks.WALL;
        }
    }

    private final RobotDescription robot;
    private final Scenario scenario;
    private final Place place;
    private final CalibrationRequest request;
    private final CalibrationRoutine routine;
    private final RunPaths paths = RunPaths.ofUser();
    private final FrameLayout layout;
    private final Rehearsal rehearsal;
    private RunFiles files;
    private volatile LoopAssembly assembly;
    private volatile boolean stopRequested;
    private volatile SystemTraits traits;
    private volatile List<String> complaints = List.of();

    /**
     * @param robot    the robot.
     * @param scenario scripted events of a simulated robot.
     * @param place    where it is made.
     * @param request  what is wanted.
     */
    public CalibrateSession(
        final RobotDescription robot,
        final Scenario scenario,
        final Place place,
        final CalibrationRequest request)
    {
        this.robot = robot;
        this.scenario = scenario;
        this.place = place;
        this.request = request;
        layout = new FrameLayout(robot, List.of(), List.of());
        rehearsal = Rehearsal.ofCalibration(place.lockstep() ? 0 : WARM_UP_CYCLES);
        try
        {
            routine = factory().create(robot, request);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @return what makes calibrations.
     */
    public static CalibrationRoutineFactory factory()
    {
        return ServiceLoader.load(CalibrationRoutineFactory.class).findFirst().orElseThrow(() -> new UserException(
            "no calibration on the class path: sinew-tendon-drivers is missing (build again with ./sinew --rebuild)"));
    }

    /**
     * Makes black box and control page, so that other processes can watch and stop it. Main thread.
     */
    public void prepare()
    {
        // Of a robot on the bench there is one; two programs must not move it.
        final RunName name =
            place.lockstep() ? RunName.free(paths, robot.name()) : RunName.claim(paths, robot.name());
        final Map<String, String> meta = RunMeta.names();
        meta.put(FrameMeta.ROBOT, robot.name());
        meta.put(FrameMeta.ROBOT_SHA256, robot.sha256());
        meta.put(FrameMeta.PERIOD_NS, Long.toString(robot.rates().periodNs()));
        meta.put(FrameMeta.CLOCK, place.clock());
        meta.put(FrameMeta.PID, Long.toString(ProcessHandle.current().pid()));
        meta.put(FrameMeta.PID_START_MS, Long.toString(FrameMeta.startOfThisProcessMs()));
        meta.put("backend", place.backend());
        meta.put("what", "calibrate");
        files = RunFiles.make(name, paths.newBlackBox(robot.name(), BOXES_KEPT),
            FrameFileHeader.of(layout, SLOTS, meta));
    }

    /**
     * Brings the robot up, calibrates it and comes to READY, or stops early. Loop's thread.
     *
     * @return the fault that ended it, {@link FaultCode#NONE} when none did.
     */
    public FaultCode execute()
    {
        try (RealtimeApplier applier = new RealtimeApplier())
        {
            applier.apply(place.lockstep() ? RealtimeSettings.off() :
                RealtimeSettings.standard(RealtimeSettings.Wish.PREFER)).missing()
                .forEach(outcome -> System.err.println("sinew: without " + outcome.line()));
            return run();
        }
    }

    private FaultCode run()
    {
        final RobotDescription body = place.hang() ? Gantry.hang(robot) : robot;
        final SystemFactory factory = Services.system(place.backend());
        final SystemInterface real = Systems.create(factory, wanted(body));
        final ManagedSystem system = Systems.configured(place.unknownOffsets() ?
            ShiftedSystem.withUnknownOffsets(real, robot, place.seed()) : real);
        traits = system.traits();
        final LoopSettings settings = new LoopSettings(robot.rates().periodNs(), LatePolicy.USE_IF_LATE, LATE_CYCLES,
            robot.safety().commandTimeToLiveNs(), READY_CYCLES, BLEND_NS);
        final LoopAssembly loop;
        try
        {
            rehearsal.run(paths.directory(), layout, (slots, page) -> assemble(
                Systems.configured(Systems.shadow(factory, wanted(body), real)),
                new LockstepClock(robot.rates().periodNs()), slots, page, settings, factory().create(robot, request)));
            loop = assemble(system, Clocks.of(place.clock(), robot.rates().periodNs(), SPIN_NS), files.frames(),
                files.control(), settings, routine);
        }
        catch (final RuntimeException | Error ex)
        {
            system.close();
            throw ex;
        }
        assembly = loop;
        if (!loop.unserved().isEmpty())
        {
            throw new UserException("cannot calibrate without " + String.join(", ", loop.unserved()) +
                " (name a bus that delivers it in the robot file)");
        }
        files.control().request(OperatorCommand.MODE_READY);
        if (stopRequested)
        {
            loop.loop().requestStop();
        }
        try
        {
            loop.loop().run(Long.MAX_VALUE);
        }
        finally
        {
            complaints = complaints(system.busMonitor());
            loop.deactivate();
        }
        final ControlLoop over = loop.loop();
        if (over.failure() != null)
        {
            throw new IllegalStateException("a stage of the loop failed", over.failure());
        }
        return FaultCode.ofNumber(over.lastFrame().get(FrameField.FAULT));
    }

    private static List<String> complaints(final BusMonitor monitor)
    {
        final List<String> texts = new ArrayList<>();
        for (int bus = 0; monitor != null && bus < monitor.busNames().size(); bus++)
        {
            final String text = monitor.busError(bus);
            if (!text.isEmpty())
            {
                texts.add("bus " + monitor.busNames().get(bus) + ": " + text);
            }
        }
        return texts;
    }

    private LoopAssembly assemble(
        final ManagedSystem system,
        final CycleClock clock,
        final MappedFrames slots,
        final ControlPage page,
        final LoopSettings settings,
        final CalibrationRoutine work)
    {
        return LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, new NoPolicy(robot), clock, layout, slots,
            page, settings, "fused", Lifetime.SIMULATION, work));
    }

    private SystemRequest wanted(final RobotDescription body)
    {
        return new SystemRequest(body, place.hang() ? Gantry.carry(body, scenario) : scenario, place.seed(), true,
            place.plantSeed());
    }

    /**
     * Ends it after the cycle that is running; the motors go limp. Any thread.
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
     * @return the calibration, to be watched.
     */
    public CalibrationRoutine routine()
    {
        return routine;
    }

    /**
     * @return what is calibrated, null before {@link #execute()}.
     */
    public SystemTraits traits()
    {
        return traits;
    }

    /**
     * @return what drivers had to say at the end, one line each, after {@link #execute()}.
     */
    public List<String> complaints()
    {
        return complaints;
    }

    /**
     * @return the mapped frames, after {@link #prepare()}.
     */
    public MappedFrames frames()
    {
        return files.frames();
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
        if (files != null)
        {
            files.close();
        }
    }
}
