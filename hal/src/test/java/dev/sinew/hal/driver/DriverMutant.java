package dev.sinew.hal.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Compiles copies of the loopback driver in which one thing is wrong. */
public final class DriverMutant
{
    private static final String NEEDED = "needs a C compiler named cc; apt-get install gcc libc6-dev";

    private DriverMutant()
    {
    }

    /**
     * @param directory where the library goes.
     * @param name      its name.
     * @param edits     pairs of a text that occurs once in loopback.c and what takes its place.
     * @return the library.
     */
    public static Path compile(final Path directory, final String name, final String... edits)
        throws IOException, InterruptedException
    {
        final Path sources = sources();
        String text = Files.readString(sources.resolve("drivers/loopback.c"));
        for (int i = 0; i < edits.length; i += 2)
        {
            Assertions.assertEquals(2, text.split(java.util.regex.Pattern.quote(edits[i]), -1).length,
                "occurs once in loopback.c: " + edits[i]);
            text = text.replace(edits[i], edits[i + 1]);
        }
        return compileText(directory, name, text);
    }

    /**
     * @param directory where the library goes.
     * @param name      its name.
     * @param text      its C source.
     * @return the library.
     */
    public static Path compileText(final Path directory, final String name, final String text)
        throws IOException, InterruptedException
    {
        final Path sources = sources();
        final Path source = directory.resolve(name + ".c");
        Files.writeString(source, text);
        final Path library = directory.resolve("lib" + name + ".so");
        final Process compiler;
        try
        {
            compiler = new ProcessBuilder(List.of("cc", "-std=gnu11", "-Wall", "-O1", "-fPIC", "-shared",
                "-fvisibility=hidden",
                "-I" + sources.resolve("include"), "-o", library.toString(), source.toString(), "-lm"))
                .redirectErrorStream(true).start();
        }
        catch (final IOException absent)
        {
            if (NativeLibraries.required())
            {
                return Assertions.fail(NativeLibraries.REQUIRE_VARIABLE + "=true: " + NEEDED);
            }
            Assumptions.abort(NEEDED);
            throw absent;
        }
        final String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assertions.assertTrue(compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0, output);
        return library;
    }

    private static Path sources()
    {
        // Surefire runs in the module's directory.
        final Path here = Path.of("src/main/native").toAbsolutePath();
        return Files.isDirectory(here) ? here : Path.of("hal/src/main/native").toAbsolutePath();
    }
}
