package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.fault.LimitCode;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.robot.SimulationDescription;
import dev.sinew.hal.robot.synthetic.Gantry;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.Lifetime;
import dev.sinew.runtime.wiring.LoopAssembly;
import dev.sinew.runtime.wiring.Services;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** neo, hung up, holds its pose with samples as old as those of slow buses. */
class OldSamplesTest
{
    private static final Path NEO = Path.of("../hal/robots/neo/robot.yaml");
    private static final long SETTLE = 2000;
    private static final long MEASURED = 1000;
    private static final long ARM_CYCLES = 500;
    /** What a bus says of its samples for each millisecond that control is late: see DelayBound. */
    private static final double MEAN_AGE_S = 0.25e-3;

    @TempDir
    private Path directory;

    /** What the joints did once the pose was held. */
    private static final class Motion
    {
        double fastestRmsRadS;
        double farthestRad;
        long limits;
    }

    private Motion hold(final int delayCycles, final double toldS) throws Exception
    {
        final RobotDescription robot = late(delayCycles);
        final FrameLayout layout = new FrameLayout(robot, List.of(), List.of());
        final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(4096, 64)));
        final ManagedSystem system = new ManagedSystem(new OldSamples((SimulatedSystem)Services.system("embedded")
            .create(new SystemRequest(robot, Gantry.carry(robot, new Scenario("none", List.of())), 1, true)), toldS));
        system.configure();
        final long periodNs = robot.rates().periodNs();
        try (LoopAssembly assembly = LoopAssembly.build(new LoopAssembly.Ingredients(robot, system,
            new NoPolicy(robot), new LockstepClock(periodNs), layout,
            MappedFrames.create(directory.resolve("frames"), FrameFileHeader.of(layout, 64, Map.of())), page,
            new LoopSettings(periodNs, LatePolicy.USE_IF_LATE, 10, 100_000_000L, 50, 100_000_000L), "fused",
            Lifetime.SIMULATION)))
        {
            page.request(OperatorCommand.ARM);
            assembly.loop().run(SETTLE, SETTLE + ARM_CYCLES);
            return watch(robot, assembly);
        }
    }

    private static RobotDescription late(final int delayCycles)
    {
        final RobotDescription hung = Gantry.hang(RobotFile.load(NEO));
        final SimulationDescription is = hung.simulation();
        return hung.withSimulation(new SimulationDescription(is.baseHeightM(), is.friction(), is.contactStiffnessNM(),
            is.contactDampingSM(), is.contactTimeConstantS(), is.noise(), delayCycles, is.plantVariation(),
            is.tensionLoop())).withBuses(List.of(new BusDescription("slow", "none", "", List.of(), "none", 200)));
    }

    private static Motion watch(final RobotDescription robot, final LoopAssembly assembly)
    {
        final Motion motion = new Motion();
        final double[] squares = new double[robot.jointCount()];
        for (long k = 0; k < MEASURED; k++)
        {
            assembly.loop().run(SETTLE + k + 1, SETTLE + MEASURED + ARM_CYCLES);
            final CycleFrame frame = assembly.loop().lastFrame();
            assertEquals(Mode.ACTIVE.ordinal(), frame.get(FrameField.MODE), "mode");
            motion.limits |= frame.get(FrameField.LIMITS);
            for (final JointDescription joint : robot.joints())
            {
                final int j = joint.index();
                squares[j] += Math.pow(frame.estimateVelocity.get(j), 2);
                motion.farthestRad = Math.max(motion.farthestRad,
                    Math.abs(frame.estimatePosition.get(j) - joint.defaultPositionRad()));
            }
        }
        for (final double sum : squares)
        {
            motion.fastestRmsRadS = Math.max(motion.fastestRmsRadS, Math.sqrt(sum / MEASURED));
        }
        return motion;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7})
    void shouldHoldItsPoseWithoutSwinging(final int delayCycles) throws Exception
    {
        final Motion motion = hold(delayCycles, delayCycles * MEAN_AGE_S);

        assertTrue(motion.fastestRmsRadS < 0.5, motion.fastestRmsRadS + " rad/s");
        assertTrue(motion.farthestRad < 0.3, motion.farthestRad + " rad");
        assertTrue((motion.limits & LimitCode.GAINS_LOWERED.mask()) != 0);
    }

    @Test
    void shouldSwingWhereNobodySaysThatSamplesAreOld() throws Exception
    {
        assertTrue(hold(5, 0).fastestRmsRadS > 5, "or else the gains were lowered for nothing");
    }

    @Test
    void shouldKeepTheGainsThatAreAskedForWhereSamplesAreFresh() throws Exception
    {
        final Motion motion = hold(0, 0);

        assertEquals(0, motion.limits & LimitCode.GAINS_LOWERED.mask());
        assertTrue(motion.farthestRad < 0.05, motion.farthestRad + " rad");
    }
}
