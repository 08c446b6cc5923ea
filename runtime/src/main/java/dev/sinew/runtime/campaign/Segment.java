package dev.sinew.runtime.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SystemException;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.Lifetime;
import dev.sinew.runtime.wiring.LoopAssembly;
import dev.sinew.runtime.wiring.RunPaths;
import dev.sinew.runtime.wiring.Services;
import dev.sinew.runtime.wiring.UserException;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One stretch of motion of a hanging robot with a plant of its own, through the loop as it runs on a robot.
 */
final class Segment
{
    private static final int SLOTS = 16;
    private static final int PAGE_BYTES = 4096;
    private static final int CALIBRATION_CYCLES = 50;
    private static final long BLEND_NS = 200_000_000L;

    private final RobotDescription robot;
    private final String backend;

    /**
     * @param robot   a robot that hangs.
     * @param backend simulator.
     */
    Segment(final RobotDescription robot, final String backend)
    {
        this.robot = robot;
        this.backend = backend;
    }

    /**
     * @param seed      seed of motion and noise.
     * @param plantSeed seed of the plant's deviations from the file.
     * @param lengthS   length after arming, s.
     * @param cuts      cuts in it.
     * @return what was seen.
     * @throws UserException when the simulator cannot be set up, or the simulation became unstable.
     */
    MotionTally run(final long seed, final long plantSeed, final double lengthS, final List<Cut> cuts)
    {
        final MotionTally tally = new MotionTally(robot, cuts);
        final FaultCode fault;
        final RandomMotion motion = new RandomMotion(robot, seed, cuts, arms(cuts), tally);
        final FrameLayout layout = new FrameLayout(robot, List.of(), List.of());
        final LoopSettings settings = new LoopSettings(robot.rates().periodNs(), LatePolicy.USE_IF_LATE, 10,
            robot.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, BLEND_NS);
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(PAGE_BYTES, 64)));
        try (LoopAssembly assembly = LoopAssembly.build(new LoopAssembly.Ingredients(robot,
            system(seed, plantSeed, cuts), motion, new LockstepClock(settings.periodNs()), layout, slots(layout), page,
            settings, "fused", Lifetime.SIMULATION)))
        {
            page.request(OperatorCommand.ARM);
            assembly.loop().run(Math.round(lengthS * robot.rates().baseHz()));
            fault = FaultCode.ofNumber(assembly.loop().lastFrame().get(FrameField.FAULT));
            if (assembly.loop().failure() != null)
            {
                throw new IllegalStateException("a stage of the loop failed", assembly.loop().failure());
            }
        }
        final long expected = Math.round((lengthS - 1) * robot.rates().baseHz());
        if (tally.cycles() < expected)
        {
            throw new UserException("the motion ended after " + tally.cycles() + " of " + expected +
                " cycles: fault " + fault + " (seed " + seed + ", plant " + plantSeed + ")");
        }
        return tally;
    }

    private ManagedSystem system(final long seed, final long plantSeed, final List<Cut> cuts)
    {
        try
        {
            final ManagedSystem managed = new ManagedSystem(Services.system(backend).create(new SystemRequest(robot,
                Gantry.carry(robot, CutPlan.scenario(cuts)), seed, true, plantSeed)));
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
            .resolve("campaign-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".blackbox.tmp");
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

    /** Efforts that 1 N of each cut tendon puts on the joints in the default pose. */
    private double[][] arms(final List<Cut> cuts)
    {
        final Transmission transmission = Services.transmission().create(robot);
        final Column tension = column(robot.tendonCount());
        final Column position = column(robot.jointCount());
        final Column effort = column(robot.jointCount());
        robot.joints().forEach(joint -> position.set(joint.index(), joint.defaultPositionRad()));
        final double[][] arms = new double[cuts.size()][robot.jointCount()];
        for (int c = 0; c < arms.length; c++)
        {
            tension.fill(0);
            tension.set(cuts.get(c).tendon(), 1);
            transmission.effortOf(tension, position, effort);
            effort.copyTo(arms[c]);
        }
        return arms;
    }

    private static Column column(final int size)
    {
        return new Column("values", new UnsafeBuffer(new byte[size * Double.BYTES]), 0, size);
    }
}
