package dev.sinew.sim.emulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A client that others wrote, in Python. {@code SINEW_PYTHON} names the interpreter; where its modules are missing the
 * test says so loudly and is skipped, unless {@code SINEW_REQUIRE_CLIENTS} is true.
 */
public final class PublicClient
{
    private PublicClient()
    {
    }

    private static String python()
    {
        return System.getenv().getOrDefault("SINEW_PYTHON", "python3");
    }

    /** Skips the test, or fails it, when a module cannot be imported. */
    public static void need(final String module, final String distribution) throws IOException, InterruptedException
    {
        boolean found;
        try
        {
            found = run(python(), "-c", "import " + module).endsWith("exit 0");
        }
        catch (final IOException e)
        {
            found = false;
        }
        final String message = "no Python module " + module + " (pip install " + distribution +
            ", or point SINEW_PYTHON at an interpreter that has it)";
        if (!found)
        {
            System.err.println("SKIPPED not run: " + message);
        }
        if (Boolean.parseBoolean(System.getenv("SINEW_REQUIRE_CLIENTS")))
        {
            assertEquals(true, found, message);
        }
        assumeTrue(found, message);
    }

    /** Runs one of the programs in src/test/python; its output must end with {@code done}. */
    public static String drive(final String program, final String port) throws IOException, InterruptedException
    {
        final String output = run(python(), Path.of("src", "test", "python", program).toString(), port);
        assertEquals("done\nexit 0", output.substring(Math.max(0, output.length() - "done\nexit 0".length())), output);
        return output;
    }

    /** Starts one of the programs in src/test/python. */
    public static Process start(final String program, final String port) throws IOException
    {
        return new ProcessBuilder(python(), Path.of("src", "test", "python", program).toString(), port)
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String run(final String... command) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }
}
