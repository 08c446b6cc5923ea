package dev.sinew.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.runtime.blackbox.BlackBoxReader;
import dev.sinew.runtime.command.ControlPage;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.OperatorCommand;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own: commanded from outside, then killed without a word. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledRunTest
{
    @TempDir
    private Path directory;

    private Process process;

    private void start() throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
            .toString(), "-Xmx128m", "-XX:+UseSerialGC", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", "-Dsinew.home=" +
            TestRuns.HOME, "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.sinew.runtime.cli.Main", "sim", "--duration", "60", "--warm-up", "300", "--realtime", "off",
            "--name", "killed", "--blackbox", box().toString(), "--blackbox-seconds", "1"));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("SINEW_RUN_DIR", directory.toString());
        process = builder.start();
    }

    private Path box()
    {
        return directory.resolve("box");
    }

    @AfterEach
    void stop()
    {
        if (process != null)
        {
            process.destroyForcibly();
        }
    }

    private Mode newestMode() throws Exception
    {
        if (!new File(box().toString()).exists() || Files.size(box()) == 0)
        {
            return Mode.OFF;
        }
        try (BlackBoxReader reader = BlackBoxReader.open(box()))
        {
            Mode mode = Mode.OFF;
            while (reader.next())
            {
                mode = Mode.ofOrdinal(reader.get(FrameField.MODE));
            }
            return mode;
        }
        catch (final java.io.IOException ex)
        {
            return Mode.OFF; // being made right now
        }
    }

    private void await(final Mode mode) throws Exception
    {
        while (newestMode() != mode)
        {
            assertTrue(process.isAlive(), () -> log());
            Thread.sleep(50);
        }
    }

    private String log()
    {
        try
        {
            return Files.readString(directory.resolve("log"));
        }
        catch (final java.io.IOException ex)
        {
            return ex.toString();
        }
    }

    @Test
    void shouldObeyFromOutsideAndLeaveItsLastFramesWhenKilled() throws Exception
    {
        start();
        await(Mode.ACTIVE);
        try (ControlPage page = ControlPage.open(directory.resolve("killed.control")))
        {
            assertEquals(process.pid(), page.pid());
            final long number = page.request(OperatorCommand.STOP);
            while (page.outcomeOf(number) == 0)
            {
                Thread.sleep(5);
            }
            assertEquals(1, page.outcomeOf(number));
            assertEquals(Mode.FREEZE.ordinal(), page.modeAfter());
        }
        await(Mode.FREEZE);
        Thread.sleep(1200); // the box keeps one second
        process.destroyForcibly().waitFor();

        try (BlackBoxReader reader = BlackBoxReader.open(box()))
        {
            assertTrue(reader.count() >= 500, "frames: " + reader.count());
            assertTrue(reader.torn() <= 1, "torn: " + reader.torn());
            long last = -1;
            while (reader.next())
            {
                final long cycle = reader.get(FrameField.CYCLE);
                assertTrue(last < 0 || cycle == last + 1, "a frame is missing after cycle " + last);
                last = cycle;
            }
        }
    }
}
