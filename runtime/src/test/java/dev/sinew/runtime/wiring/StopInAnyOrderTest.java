package dev.sinew.runtime.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.runtime.clock.LockstepClock;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.loop.LoopSettings;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.StopLadder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on a system that fails in every way, commanded at random, then asked to end: hundreds of times. */
class StopInAnyOrderTest
{
    private static final long PERIOD_NS = 1_000_000L;
    private static final int ROUNDS = 120;

    @TempDir
    private Path directory;

    private final RobotDescription robot = SyntheticRobots.withJoints(2);
    private final FrameLayout layout = new FrameLayout(robot, List.of(), List.of());
    private int round;

    /** A device that loses samples, refuses commands and breaks, and knows whether its motors are energised. */
    private static final class Moody implements SystemInterface
    {
        private final Random random;
        private final int mood;
        private boolean active;
        private boolean enabled;
        private boolean torque;
        private long sequence;
        private boolean closed;

        Moody(final Random random)
        {
            this.random = random;
            this.mood = random.nextInt(3) == 0 ? 40 : 0; // chance in 1000 that a call fails
        }

        private ReturnCode fate(final ReturnCode fine)
        {
            final int dice = random.nextInt(1000);
            return dice >= mood ? fine : dice % 8 == 0 ? ReturnCode.ERROR : ReturnCode.LOST;
        }

        boolean isEnergised()
        {
            return active && enabled && torque;
        }

        @Override
        public SystemTraits traits()
        {
            return new SystemTraits("moody", "1", false, true, false);
        }

        @Override
        public void onConfigure()
        {
            assertFalse(closed);
        }

        @Override
        public ReturnCode onActivate(final long nowNs)
        {
            enabled = false;
            active = fate(ReturnCode.OK) == ReturnCode.OK;
            return active ? ReturnCode.OK : ReturnCode.ERROR;
        }

        @Override
        public ReturnCode read(final StateBlock state, final long nowNs)
        {
            final ReturnCode code = fate(ReturnCode.OK);
            if (code == ReturnCode.OK)
            {
                state.imu.set(0, 1.0);
                state.tendonTension.fill(20);
                state.motorVelocity.fill(random.nextInt(50) == 0 ? 5 : 0);
                state.stamp(++sequence, nowNs, nowNs, ChannelGroup.ALL, 0);
            }
            return code;
        }

        @Override
        public ReturnCode write(final CommandBlock command, final long nowNs)
        {
            assertTrue(active, "written to while inactive");
            final ReturnCode code = fate(ReturnCode.OK);
            if (code == ReturnCode.OK)
            {
                enabled = command.enabled();
                torque = false;
                for (int m = 0; m < command.motorEffort.size(); m++)
                {
                    torque |= command.motorEffort.get(m) != 0;
                }
            }
            return code;
        }

        @Override
        public void onDeactivate()
        {
            active = false;
            enabled = false;
        }

        @Override
        public void close()
        {
            closed = true;
        }
    }

    private LoopAssembly assemble(final Moody device, final ControlPage page) throws Exception
    {
        final ManagedSystem system = new ManagedSystem(device);
        system.configure();
        final MappedFrames frames = MappedFrames.create(directory.resolve("box-" + round++),
            FrameFileHeader.of(layout, 2, java.util.Map.of()));
        return LoopAssembly.build(new LoopAssembly.Ingredients(robot, system, new NoPolicy(robot),
            new LockstepClock(PERIOD_NS), layout, frames, page, new LoopSettings(PERIOD_NS, LatePolicy.USE_IF_LATE, 10,
            50_000_000L, 20, 100_000_000L), "fused",
            Lifetime.daemon(new StopLadder.Settings(100_000_000L, 0.5), 1)));
    }

    @Test
    void shouldEndWithEveryDriveOffWhateverHappenedBefore() throws Exception
    {
        final Random random = new Random(11);
        int energised = 0;
        for (int i = 0; i < ROUNDS; i++)
        {
            final Moody device = new Moody(random);
            final ControlPage page = new ControlPage(new UnsafeBuffer(BufferUtil.allocateDirectAligned(4096, 64)));
            try (LoopAssembly loop = assemble(device, page))
            {
                final long seed = random.nextLong();
                final Thread operator = new Thread(() -> operate(new Random(seed), loop, page), "operator");
                operator.start();
                loop.loop().run(Long.MAX_VALUE);
                operator.join();
                assertEquals(Mode.OFF, Mode.ofOrdinal(loop.loop().lastFrame().get(
                    dev.sinew.runtime.frame.FrameField.MODE)), "round " + i);
                assertFalse(device.isEnergised() || device.active, "a drive is on after round " + i);
                energised += device.sequence > 0 ? 1 : 0;
                assertEquals(null, loop.loop().failure(), "round " + i);
            }
            assertTrue(device.closed);
        }
        assertTrue(energised > ROUNDS / 2, "most rounds did something");
    }

    /** Sends commands as fast as they are answered, then ends the run in one way or another. */
    private static void operate(final Random random, final LoopAssembly loop, final ControlPage page)
    {
        final OperatorCommand[] commands = Arrays.stream(OperatorCommand.values())
            .filter(command -> command != OperatorCommand.SHUT_DOWN).toArray(OperatorCommand[]::new);
        for (int i = random.nextInt(10); i > 0; i--)
        {
            final OperatorCommand command = commands[random.nextInt(commands.length)];
            final long number = page.request(random.nextBoolean() ? OperatorCommand.ARM : command);
            while (page.outcomeOf(number) == 0)
            {
                Thread.onSpinWait();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(2_000_000));
        }
        if (random.nextInt(4) == 0)
        {
            page.request(OperatorCommand.SHUT_DOWN);
            return;
        }
        loop.loop().ladder().request(StopLadder.Haste.CONTROLLED);
        if (random.nextInt(3) == 0)
        {
            java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(1_000_000));
            loop.loop().ladder().request(StopLadder.Haste.FAST);
        }
    }
}
