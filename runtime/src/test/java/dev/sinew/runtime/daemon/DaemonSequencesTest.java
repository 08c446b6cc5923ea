package dev.sinew.runtime.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.safety.OperatorOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Start, commands, cables, signals and restarts in a random but repeatable order, on real processes: whenever a process
 * has ended, no motor is energised and none begins to move, and nothing arms itself after a crash.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DaemonSequencesTest
{
    private static final long LENGTH_NS = 45_000_000_000L;
    private static final int LIVES_MIN = 4;
    private static final OperatorCommand[] COMMANDS = {OperatorCommand.ARM, OperatorCommand.ARM, OperatorCommand.ARM,
        OperatorCommand.STOP, OperatorCommand.REARM, OperatorCommand.MODE_DAMP, OperatorCommand.MODE_LIMP,
        OperatorCommand.MODE_FREEZE, OperatorCommand.MODE_READY};

    @TempDir
    private Path directory;

    private final Random random = new Random(20260412);
    private final List<String> story = new ArrayList<>();
    private Shelf upper;
    private Shelf lower;
    private boolean killed;

    @BeforeEach
    void open() throws Exception
    {
        Shelf.compile(directory);
        upper = new Shelf(directory.resolve("upper.device"));
        lower = new Shelf(directory.resolve("lower.device"));
    }

    @AfterEach
    void close()
    {
        upper.close();
        lower.close();
    }

    @Test
    void shouldLeaveNoMotorMovingInWhateverOrderItIsStartedCommandedAndEnded() throws Exception
    {
        final long endNs = System.nanoTime() + LENGTH_NS;
        int lives = 0;
        while (System.nanoTime() < endNs || lives < LIVES_MIN)
        {
            live();
            lives++;
        }
    }

    private void live() throws Exception
    {
        final boolean arms = random.nextBoolean();
        final long activations = upper.activations();
        story.add("START " + (arms ? "arm: true" : "disarmed"));
        try (DaemonProcess daemon = DaemonProcess.start(directory, "run", DaemonProcess.armOnShelf(directory, upper,
            lower, "stop: {damp_s: 0.2}\narm: " + arms).toString()))
        {
            if (random.nextInt(4) == 0)
            {
                Thread.sleep(random.nextInt(1500)); // while it starts or warms up
            }
            else
            {
                daemon.awaitLoop();
                if (killed)
                {
                    assertTrue(daemon.log().contains("did not come to its end"), () -> tell(daemon));
                    assertEquals(activations, upper.activations(), () -> "it armed itself\n" + tell(daemon));
                }
                for (int i = random.nextInt(8); i > 0 && daemon.isAlive(); i--)
                {
                    step(daemon);
                }
            }
            end(daemon);
        }
    }

    private void step(final DaemonProcess daemon) throws Exception
    {
        Thread.sleep(random.nextInt(250));
        final int dice = random.nextInt(12);
        if (dice == 0)
        {
            story.add("HUP");
            daemon.signal("HUP");
            return;
        }
        if (dice == 1)
        {
            final int ms = random.nextInt(400);
            story.add("CABLE OUT " + ms + " ms");
            lower.silent(true);
            Thread.sleep(ms);
            lower.silent(false);
            return;
        }
        final OperatorCommand command = COMMANDS[random.nextInt(COMMANDS.length)];
        final OperatorOutcome outcome = daemon.ask("arm", command);
        story.add(command + " " + outcome);
        if (command == OperatorCommand.MODE_LIMP && outcome == OperatorOutcome.OBEYED)
        {
            Thread.sleep(50);
            assertFalse(upper.isEnergised() || lower.isEnergised(), () -> "limp, yet energised\n" + tell(daemon));
        }
    }

    private void end(final DaemonProcess daemon) throws Exception
    {
        final int dice = random.nextInt(6);
        killed = dice == 0;
        final boolean alive = daemon.isAlive();
        switch (dice)
        {
            case 0:
                story.add("KILL");
                daemon.signal("KILL");
                break;
            case 1:
                story.add("TERM, TERM");
                daemon.signal("TERM");
                Thread.sleep(random.nextInt(100));
                daemon.signal("TERM");
                break;
            case 2:
                story.add("INT");
                daemon.signal("INT");
                break;
            case 3:
                final boolean running = daemon.log().contains("mode: ") && !daemon.log().contains("SIG");
                story.add("SHUT_DOWN or TERM");
                if (!running || daemon.ask("arm", OperatorCommand.SHUT_DOWN) != OperatorOutcome.OBEYED)
                {
                    daemon.signal("TERM");
                }
                break;
            default:
                story.add("TERM");
                daemon.signal("TERM");
                break;
        }
        final int code = daemon.awaitExit();
        assertTrue(alive, () -> "it had ended by itself\n" + tell(daemon));
        // Before its handlers stand, a signal ends a JVM as any other: 128 + its number, and nothing was opened yet.
        assertTrue(killed || code == 0 || !daemon.log().contains("notice run: run ") && code > 128,
            () -> "exit code " + code + "\n" + tell(daemon));
        killed &= java.nio.file.Files.exists(directory.resolve("arm.control"));
        if (killed)
        {
            Thread.sleep(230); // the device's own watchdog of 200 ms is the last line
        }
        final long sends = upper.sends() + lower.sends();
        assertFalse(upper.isEnergised() || lower.isEnergised(), () -> "energised after the end\n" + tell(daemon));
        // A flywheel of the shelf coasts with a time constant of 0.1 s; at its greatest torque it turned at 6000 rad/s.
        Thread.sleep(1100);
        assertTrue(upper.speedRadS() < 0.5 && lower.speedRadS() < 0.5, () -> "a motor turns\n" + tell(daemon));
        assertEquals(sends, upper.sends() + lower.sends(), () -> "somebody still sends\n" + tell(daemon));
    }

    private String tell(final DaemonProcess daemon)
    {
        return String.join("\n", story) + "\n" + daemon.log();
    }
}
