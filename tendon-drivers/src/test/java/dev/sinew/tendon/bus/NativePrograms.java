package dev.sinew.tendon.bus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sinew.hal.driver.NativeLibraries;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs {@code build/native-tests.sh}; skips loudly without a C compiler, or fails where native parts are required. */
final class NativePrograms
{
    private static final int NO_COMPILER = 77;
    private static final int MINUTES_MAX = 10;

    private NativePrograms()
    {
    }

    /**
     * @return root of the project.
     */
    static Path root()
    {
        final Path here = Path.of("").toAbsolutePath(); // Surefire runs in the module's directory
        return Files.isDirectory(here.resolve("build")) ? here : here.getParent();
    }

    /**
     * @param arguments of the script.
     * @return what it printed; the calling test fails with that unless it exits with 0.
     */
    static String run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(root().resolve("build/native-tests.sh").toString()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output;
        try (InputStream printed = process.getInputStream())
        {
            output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES))
        {
            process.destroyForcibly();
            Assertions.fail("took more than " + MINUTES_MAX + " minutes: " + command + "\n" + output);
        }
        if (process.exitValue() == NO_COMPILER)
        {
            if (NativeLibraries.required())
            {
                Assertions.fail(NativeLibraries.REQUIRE_VARIABLE + "=true: " + output);
            }
            Assumptions.abort(output);
        }
        Assertions.assertEquals(0, process.exitValue(), output);
        return output;
    }
}
