package dev.sinew.runtime.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameRing;
import dev.sinew.runtime.frame.MappedFrames;
import dev.sinew.runtime.frame.TestFrames;
import dev.sinew.runtime.plot.SyntheticRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python of docs/blackbox.md reads what the loop writes. Needs python3 with numpy; point {@code SINEW_PYTHON} at
 * one.
 */
final class DocumentedPythonTest
{
    @TempDir
    private Path directory;

    private static String documentedProgram() throws IOException
    {
        final Path page = Path.of("..", "docs", "blackbox.md");
        final String text = Files.readString(page, StandardCharsets.UTF_8);
        final int begin = text.indexOf("```python\n") + "```python\n".length();
        return text.substring(begin, text.indexOf("```", begin));
    }

    private static String run(final String... command) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? out : "failed: " + out;
    }

    private static String python() throws InterruptedException
    {
        final String python = System.getenv().getOrDefault("SINEW_PYTHON", "python3");
        try
        {
            return run(python, "-c", "import numpy").isEmpty() ? python : "";
        }
        catch (final IOException ex)
        {
            return "";
        }
    }

    @Test
    void shouldReadTheFileWithTheProgramOfTheDocumentation() throws Exception
    {
        final String python = python();
        assumeTrue(!python.isEmpty(), "skipped: no python3 with numpy (install python3-numpy, or set SINEW_PYTHON)");
        final Path box = directory.resolve("box");
        try (MappedFrames frames = TestFrames.create(box, 64))
        {
            final FrameRing ring = new FrameRing(frames);
            final CycleFrame hot = CycleFrame.allocate(SyntheticRun.layout());
            final SyntheticRun made = new SyntheticRun(1000);
            for (int cycle = 0; cycle < 100; cycle++)
            {
                made.fill(hot, cycle);
                hot.state.jointPosition.set(0, 0.1 + cycle / 3.0);
                ring.publish(hot);
            }
            frames.buffer().putLong(frames.slotOffset(100 % 64), 100);
        }
        final Path program = Files.writeString(directory.resolve("read.py"), documentedProgram());
        final List<String> lines = run(python, program.toString(), box.toString()).lines().toList();
        assertEquals("test 63 frames, cycles 37 to 99", lines.get(0));
        assertEquals("l_hip_pitch " + (0.1 + 99 / 3.0) + " rad", lines.get(1));
        assertTrue(documentedProgram().lines().filter(line -> !line.isBlank()).count() <= 30);
    }
}
