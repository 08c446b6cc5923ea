package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.runtime.blackbox.BlackBoxReader;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.grasp.GripState;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.wiring.EncoderSetup;
import dev.sinew.runtime.wiring.RunOptions;
import dev.sinew.runtime.wiring.RunSession;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./sinew grip} to a loop that runs, as fast as it goes, beside it: a finger whose block lies on the ground
 * presses on it. What comes of it is read from the frames that the loop leaves.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class LiveGripTest
{
    private static final int FRAMES = 500;

    @TempDir
    private Path directory;

    private final String name = "grip-" + System.nanoTime();
    private RunSession session;
    private Thread loop;
    private volatile Throwable failure;

    /** Means of the last half second. */
    private record Seen(Mode mode, GripState state, double wishN, double feltN, double touchN)
    {
    }

    @BeforeEach
    void start() throws IOException
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
        final Path robot = directory.resolve("robot.yaml");
        Files.writeString(robot, Files.readString(TestRuns.HOME.resolve("hal/robots/finger-coupled/robot.yaml"))
            .replace("origin_m: [0.06, 0, 0.04]", "origin_m: [0.06, 0, 0]")
            .replace("[-0.3, 1.5], default_rad: 0.3", "[-0.3, 1.5], default_rad: 0.35")
            .replace("[0, 1.7], default_rad: 0.4", "[0, 1.7], default_rad: 0.1")
            .replace("[0, 1.2], default_rad: 0.3", "[0, 1.2], default_rad: 0.05"));
        session = new RunSession(new RunOptions(robot, null, null, "embedded", "lockstep", "fused", "inline", "auto",
            2, CommandSource.Hands.OPEN, 3600, 1, true, name, box(), 4, RealtimeSettings.off(), 0, false,
            LatePolicy.USE_IF_LATE, 10, 300, true, EncoderSetup.AS_THEY_ARE), RobotFile.load(robot), null,
            Scenario.NONE);
        session.prepare();
        loop = new Thread(session::execute, "live-grip");
        loop.setUncaughtExceptionHandler((thread, thrown) -> failure = thrown);
        loop.start();
    }

    @AfterEach
    void stop() throws InterruptedException
    {
        session.requestStop();
        loop.join(60_000);
        session.close();
    }

    private Path box()
    {
        return directory.resolve("box");
    }

    private Seen look() throws IOException
    {
        try (BlackBoxReader reader = BlackBoxReader.open(box()))
        {
            final BlockLayout.Entry wish = reader.header().column("target_grip_n");
            final BlockLayout.Entry felt = reader.header().column("grip_force_n");
            final BlockLayout.Entry state = reader.header().column("grip_state");
            final BlockLayout.Entry touch = reader.header().column("touch_n");
            reader.skip(Math.max(0, reader.count() - FRAMES));
            Seen last = new Seen(Mode.OFF, GripState.IDLE, 0, 0, 0);
            double feltN = 0;
            double touchN = 0;
            int frames = 0;
            while (reader.next())
            {
                frames++;
                feltN += reader.get(felt, 0);
                touchN += reader.get(touch, 0);
                last = new Seen(Mode.ofOrdinal((int)reader.get(FrameField.MODE)),
                    GripState.values()[(int)reader.get(state, 0)], reader.get(wish, 0), feltN / frames,
                    touchN / frames);
            }
            return last;
        }
    }

    private Seen await(final Predicate<Seen> what) throws Exception
    {
        Seen seen = look();
        while (!what.test(seen))
        {
            assertTrue(loop.isAlive(), () -> "the loop ended: " + failure);
            Thread.sleep(20);
            seen = look();
        }
        return seen;
    }

    @Test
    void shouldPressWithTheForceThatAnOperatorAsksForAndLetGo() throws Exception
    {
        final Seen before = await(seen -> seen.mode() == Mode.ACTIVE);
        assertEquals(GripState.IDLE, before.state());
        assertEquals(0, before.touchN(), 0.05);

        assertEquals(0, Main.execute("grip", "tip_touch", "1.5", "--run", name));
        final Seen pressing =
            await(seen -> seen.state() == GripState.HOLDING && Math.abs(seen.touchN() - 1.5) < 0.15);
        assertEquals(1.5, pressing.wishN());
        assertEquals(pressing.touchN(), pressing.feltN(), 0.1);

        assertEquals(0, Main.execute("grip", "tip", "0.8", "--run", name));
        await(seen -> seen.state() == GripState.HOLDING && Math.abs(seen.touchN() - 0.8) < 0.1);

        assertEquals(0, Main.execute("grip", "tip_touch", "--release", "--run", name));
        await(seen -> seen.state() == GripState.IDLE && Math.abs(seen.touchN()) < 0.05);
        assertNull(failure);
    }

    @Test
    void shouldSayWhichFingersThereAre() throws Exception
    {
        await(seen -> seen.mode() == Mode.ACTIVE);
        assertTrue(Main.execute("grip", "thumb", "1.5", "--run", name) != 0);
        assertTrue(Main.execute("grip", "tip_touch", "--run", name) != 0);
        assertEquals(GripState.IDLE, look().state());
    }
}
