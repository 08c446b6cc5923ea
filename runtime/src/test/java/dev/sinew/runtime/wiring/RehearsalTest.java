package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.system.SystemRequest;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.policy.PolicyRunner;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest
{
    private static final int CYCLES = 200;
    private static final long PASS_NS = 100_000_000L;
    /** Passes of a tenth of a second until compilers that finish nothing are taken for idle. */
    private static final int QUIET_PASSES = 7;
    private static final int PASS_CYCLES = 100;
    private static final int CALIBRATION_CYCLES = 10;
    private static final int LONGEST = 20 * CYCLES;

    @TempDir
    private Path directory;

    private final RobotDescription robot =
        RobotFile.load(TestRuns.HOME.resolve("hal/robots/finger-pairs/robot.yaml"));
    private final AtomicLong clockNs = new AtomicLong();
    private final List<Act> acts = new ArrayList<>();
    /** What is done before each active cycle. */
    private Runnable between = () -> { };

    /** What one shadow lived through. */
    private final class Act implements PolicyRunner
    {
        private final NoPolicy policy = new NoPolicy(robot);
        private int cycles;
        private long firstMode = -1;

        @Override
        public String placement()
        {
            return policy.placement();
        }

        @Override
        public void reset()
        {
        }

        @Override
        public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
        {
            firstMode = cycles == 0 ? frame.get(FrameField.MODE) : firstMode;
            cycles++;
            between.run();
            return policy.onCycle(frame, cycle, nowNs);
        }

        @Override
        public void targets(final CycleFrame frame)
        {
            policy.targets(frame);
        }

        @Override
        public long actionObservationCycle()
        {
            return -1;
        }

        @Override
        public void close()
        {
        }
    }

    private LoopAssembly assemble(final MappedFrames frames, final ControlPage page)
    {
        final Act act = new Act();
        acts.add(act);
        final LoopSettings settings = new LoopSettings(robot.rates().periodNs(), LatePolicy.USE_IF_LATE, 10,
            robot.safety().commandTimeToLiveNs(), CALIBRATION_CYCLES, 1_000_000L);
        return LoopAssembly.build(new LoopAssembly.Ingredients(robot, Systems.configured(Systems.create(
            Services.system("embedded"), new SystemRequest(robot, Scenario.NONE, 1, true, 0))), act,
            new LockstepClock(robot.rates().periodNs()), layout(), frames, page, settings, "fused",
            Lifetime.SIMULATION));
    }

    private FrameLayout layout()
    {
        return new FrameLayout(robot, List.of(), List.of());
    }

    /** Compilers that are busy for so many passes of the work, on a clock that goes on by a tenth of a second each. */
    private CompilerWatch busyFor(final int passes)
    {
        final LongSupplier spentMs = () -> Math.min(clockNs.get() / PASS_NS, 1L + passes);
        return new CompilerWatch(() -> clockNs.addAndGet(PASS_NS), spentMs);
    }

    private void rehearse(final Rehearsal rehearsal)
    {
        rehearsal.run(directory, layout(), this::assemble);
    }

    @Test
    void shouldComeFromOffToActiveTwiceEachTimeWithANewShadow()
    {
        rehearse(new Rehearsal(CYCLES, false, busyFor(0)));

        assertEquals(2, acts.size());
        for (final Act act : acts)
        {
            assertTrue(act.cycles >= CYCLES, () -> "active cycles: " + act.cycles);
            assertTrue(act.firstMode < Mode.ACTIVE.ordinal(), "it began before ACTIVE: it went through the gate anew");
        }
    }

    @Test
    void shouldGoOnInTheSecondActUntilTheCompilersAreIdle()
    {
        rehearse(new Rehearsal(CYCLES, false, busyFor(0)));
        final int idle = acts.get(1).cycles;
        acts.clear();
        clockNs.set(0);
        rehearse(new Rehearsal(CYCLES, false, busyFor(12)));

        assertEquals(QUIET_PASSES * PASS_CYCLES, idle - CYCLES, 2, "idle from the begin");
        assertEquals((12 + QUIET_PASSES) * PASS_CYCLES, acts.get(1).cycles - CYCLES, 2, "idle after twelve passes");
    }

    @Test
    void shouldNotWaitForCompilersThatAreNeverIdle()
    {
        rehearse(new Rehearsal(CYCLES, false, busyFor(Integer.MAX_VALUE - 1)));

        assertEquals(LONGEST, acts.get(1).cycles - CYCLES, PASS_CYCLES);
    }

    @Test
    void shouldEndAtOnceWhenItIsCut()
    {
        final Rehearsal rehearsal = new Rehearsal(CYCLES, false, busyFor(Integer.MAX_VALUE - 1));
        between = () ->
        {
            if (acts.size() == 2 && acts.get(1).cycles == CYCLES + 50)
            {
                rehearsal.cut();
            }
        };
        rehearse(rehearsal);

        assertEquals(CYCLES + 50, acts.get(1).cycles, 1);
    }

    @Test
    void shouldDoNothingWithoutCycles()
    {
        rehearse(new Rehearsal(0, true, busyFor(5)));

        assertEquals(List.of(), acts);
    }
}
