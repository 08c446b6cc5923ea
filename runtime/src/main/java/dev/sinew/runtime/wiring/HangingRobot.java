package dev.sinew.runtime.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.OperatorCommand;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A simulated robot that hangs, moved by the loop as it runs on robots, in lockstep on the caller's thread, without a
 * name, a black box or an operator: for trials of many short runs.
 */
public final class HangingRobot
{
    private static final int SLOTS = 16;
    private static final int PAGE_BYTES = 4096;
    private static final int CALIBRATION_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;

    private final RobotDescription real;
    private final String backend;

    /**
     * @param real    a robot that {@link Gantry#hang hangs}, from which simulators are made.
     * @param backend simulator.
     */
    public HangingRobot(final RobotDescription real, final String backend)
    {
        this.real = real;
        this.backend = backend;
    }

    /**
     * One run.
     *
     * @param known     the same robot as the loop knows it.
     * @param motion    moves it; closed afterwards.
     * @param events    scripted events.
     * @param seed      seed of the noise.
     * @param plantSeed seed of the plant's deviations from the robot, {@link SystemRequest#AS_DESCRIBED} for none.
     * @param lengthS   length after arming, s.
     * @return the fault at its end, {@link FaultCode#NONE} when all is well.
     * @throws UserException when the simulator cannot be set up.
     */
    public FaultCode run(
        final RobotDescription known,
        final PolicyRunner motion,
        final Scenario events,
        final long seed,
        final long plantSeed,
        final double lengthS)
    {
        final FrameLayout layout = new FrameLayout(known, List.of(), List.of());
        final LoopSettings settings = new LoopSettings(known.rates().periodNs(), LatePolicy.USE_IF_LATE, 10,
            known.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, BLEND_NS);
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(PAGE_BYTES, 64)));
        try (LoopAssembly assembly = LoopAssembly.build(new LoopAssembly.Ingredients(known,
            system(events, seed, plantSeed), motion, new LockstepClock(settings.periodNs()), layout, slots(layout),
            page, settings, "fused", Lifetime.SIMULATION)))
        {
            page.request(OperatorCommand.ARM);
            assembly.loop().run(Math.round(lengthS * known.rates().baseHz()));
            if (assembly.loop().failure() != null)
            {
                throw new IllegalStateException("a stage of the loop failed", assembly.loop().failure());
            }
            return FaultCode.ofNumber(assembly.loop().lastFrame().get(FrameField.FAULT));
        }
    }

    private ManagedSystem system(final Scenario events, final long seed, final long plantSeed)
    {
        try
        {
            final ManagedSystem managed = new ManagedSystem(Services.system(backend).create(new SystemRequest(real,
                Gantry.carry(real, events), seed, true, plantSeed)));
            managed.configure();
            return managed;
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private static MappedFrames slots(final FrameLayout layout)
    {
        final Path file = RunPaths.ofUser().directory()
            .resolve("hanging-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".blackbox.tmp");
        try
        {
            final MappedFrames made = MappedFrames.create(file, FrameFileHeader.of(layout, SLOTS, Map.of()));
            Files.deleteIfExists(file); // the mapping stays
            return made;
        }
        catch (final IOException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
