package dev.sinew.runtime.wiring;

import java.util.List;

import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
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
import dev.sinew.runtime.loop.PipelinedRunner;
import dev.sinew.runtime.loop.ReadStage;
import dev.sinew.runtime.loop.SampleAges;
import dev.sinew.runtime.loop.StageRunner;
import dev.sinew.runtime.loop.TargetSource;
import dev.sinew.runtime.loop.TendonCare;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.Judge;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.StopLadder;

/**
 * One loop with everything that it owns. The warm-up and the run are two assemblies of the same classes, so that the
 * first active cycle meets no new type.
 */
public final class LoopAssembly implements AutoCloseable
{
    private final ManagedSystem managed;
    private final StageRunner runner;
    private final PolicyRunner policy;
    private final ControlLoop loop;
    private final LoopProbe probe;
    private final TendonCare care;
    private final MappedFrames frames;
    private final List<String> unserved;

    private LoopAssembly(
        final ManagedSystem managed,
        final StageRunner runner,
        final PolicyRunner policy,
        final ControlLoop loop,
        final LoopProbe probe,
        final TendonCare care,
        final MappedFrames frames,
        final List<String> unserved)
    {
        this.managed = managed;
        this.runner = runner;
        this.policy = policy;
        this.loop = loop;
        this.probe = probe;
        this.care = care;
        this.frames = frames;
        this.unserved = unserved;
    }

    /**
     * What an assembly is made from.
     *
     * @param robot    the robot.
     * @param system   configured; owned from now on.
     * @param policy   owned from now on.
     * @param clock    releases cycles.
     * @param layout   layout of the frames.
     * @param frames   slots; owned from now on.
     * @param control  operator's commands; stays the caller's.
     * @param settings settings.
     * @param topology {@code fused} or {@code pipelined}.
     * @param lifetime how the run ends.
     * @param routine  what has the motors in CALIBRATE, null for nothing.
     */
    public record Ingredients(
        RobotDescription robot,
        ManagedSystem system,
        PolicyRunner policy,
        CycleClock clock,
        FrameLayout layout,
        MappedFrames frames,
        ControlPage control,
        LoopSettings settings,
        String topology,
        Lifetime lifetime,
        CalibrationRoutine routine)
    {
        /**
         * A loop that finds its robot calibrated.
         *
         * @param robot    the robot.
         * @param system   configured; owned from now on.
         * @param policy   owned from now on.
         * @param clock    releases cycles.
         * @param layout   layout of the frames.
         * @param frames   slots; owned from now on.
         * @param control  operator's commands; stays the caller's.
         * @param settings settings.
         * @param topology {@code fused} or {@code pipelined}.
         * @param lifetime how the run ends.
         */
        public Ingredients(
            final RobotDescription robot,
            final ManagedSystem system,
            final PolicyRunner policy,
            final CycleClock clock,
            final FrameLayout layout,
            final MappedFrames frames,
            final ControlPage control,
            final LoopSettings settings,
            final String topology,
            final Lifetime lifetime)
        {
            this(robot, system, policy, clock, layout, frames, control, settings, topology, lifetime, null);
        }
    }

    /**
     * Puts the loop together. Loop's thread.
     *
     * @param in what to use.
     * @return the assembly.
     * @throws UserException when the topology is unknown.
     */
    public static LoopAssembly build(final Ingredients in)
    {
        final ManagedSystem managed = in.system();
        final CycleFrame frame = CycleFrame.allocate(in.layout());
        frame.busAge.fill(-1);
        frame.busCode.fill(ReturnCode.NOT_ACTIVE.ordinal());
        final Transmission transmission = Services.transmission().create(in.robot());
        transmission.restTension(frame.tensionGated);
        final double[] rest = new double[in.robot().tendonCount()];
        frame.tensionGated.copyTo(rest);
        final long needed = transmission.neededGroups() | ChannelGroup.IMUS.mask();
        final List<String> unserved =
            managed.busMonitor() == null ? List.of() : managed.busMonitor().unserved(needed);
        final ModeMachine machine = new ModeMachine(in.settings().calibrationCycles());
        if (!unserved.isEmpty())
        {
            machine.watchOnly();
        }
        final TargetSource targets = new TargetSource(in.robot(), in.policy(), in.settings().blendNs());
        final Judge judge = new Judge(in.settings().periodNs(), in.robot().safety().stateStaleNs(),
            needed & ~transmission.optionalGroups());
        final CommandGate gate = new CommandGate(in.robot(), rest);
        final TendonCare care = new TendonCare(in.robot(), transmission, gate, machine,
            new Calibrator(in.robot(), in.routine(), gate, machine),
            new SampleAges(in.robot(), managed.busMonitor()));
        final ReadStage read = new ReadStage(managed, transmission, judge, in.clock(), in.settings().latePolicy(),
            care);
        final DecideStage decide = new DecideStage(in.robot(), machine, in.policy(), targets, in.control(), in.clock(),
            in.settings());
        final ActStage act = new ActStage(in.robot(), managed, transmission, gate, machine, in.clock(), care);
        final StageRunner runner = switch (in.topology())
        {
            case "fused" -> new FusedRunner(read, decide, act);
            case "pipelined" -> new PipelinedRunner(read, decide, act);
            default -> throw new UserException("no topology of that name: " + in.topology() + " (fused, pipelined)");
        };
        final LoopProbe probe = new LoopProbe();
        final ControlLoop loop = new ControlLoop(new ControlLoop.Parts(in.clock(), runner, machine, managed,
            managed.simulated(), frame, new FrameRing(in.frames()), probe, in.settings().periodNs(),
            new StopLadder(in.lifetime().stop()), in.lifetime().endsWhenOff()));
        return new LoopAssembly(managed, runner, in.policy(), loop, probe, care, in.frames(), unserved);
    }

    /**
     * @return the loop.
     */
    public ControlLoop loop()
    {
        return loop;
    }

    /**
     * @return what the loop's threads allocated.
     */
    public LoopProbe probe()
    {
        return probe;
    }

    /**
     * @return what looks after the tendons.
     */
    public TendonCare care()
    {
        return care;
    }

    /**
     * @return the topology that runs.
     */
    public String topology()
    {
        return runner.topology();
    }

    /**
     * @return where the policy runs.
     */
    public String placement()
    {
        return policy.placement();
    }

    /**
     * @return sensors that no bus delivers and without which nothing can be controlled, one line a kind; the robot can
     *     be watched then, not armed.
     */
    public List<String> unserved()
    {
        return unserved;
    }

    /**
     * @return what the system tells of its buses, null when it has none.
     */
    public BusMonitor busMonitor()
    {
        return managed.busMonitor();
    }

    /**
     * Loop's thread, right after the loop has ended in whatever way: no drive may wait for the rest of the clearing up.
     */
    void deactivate()
    {
        managed.deactivate();
    }

    /**
     * @return the mapped slots.
     */
    public MappedFrames frames()
    {
        return frames;
    }

    @Override
    public void close()
    {
        runner.close();
        policy.close();
        managed.close();
        frames.close();
    }
}
