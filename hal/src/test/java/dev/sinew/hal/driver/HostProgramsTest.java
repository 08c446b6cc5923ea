package dev.sinew.hal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The C tests of what runs a driver in a process of its own, one test a program, under sanitizers: drivers that crash,
 * hang, flood, fork, close foreign files and write over foreign memory; processes that are killed and stopped.
 */
class HostProgramsTest
{
    private static final int NO_COMPILER = 77;
    private static final int MINUTES_MAX = 5;

    @ParameterizedTest
    @ValueSource(strings = {"test_exchange", "test_hostile", "test_outside"})
    void shouldPass(final String program) throws IOException, InterruptedException
    {
        // A program that checks nothing must not count as passed.
        final String output = run(program);
        assertTrue(output.contains(" checks, 0 failed"), output);
    }

    @Test
    void shouldRunEveryProgram() throws IOException, InterruptedException
    {
        assertEquals(List.of("test_exchange", "test_hostile", "test_outside"), run("--list").lines().toList());
    }

    private static String run(final String argument) throws IOException, InterruptedException
    {
        final Path here = Path.of("").toAbsolutePath(); // Surefire runs in the module's directory
        final Path root = Files.isDirectory(here.resolve("build")) ? here : here.getParent();
        final Process process = new ProcessBuilder(root.resolve("build/host-tests.sh").toString(), argument)
            .redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output;
        try (InputStream printed = process.getInputStream())
        {
            output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
        {
            process.destroyForcibly();
            Assertions.fail("took more than " + MINUTES_MAX + " minutes: " + argument + "\n" + output);
        }
        if (process.exitValue() == NO_COMPILER)
        {
            if (NativeLibraries.required())
            {
                Assertions.fail(NativeLibraries.REQUIRE_VARIABLE + "=true: " + output);
            }
            Assumptions.abort(output);
        }
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
