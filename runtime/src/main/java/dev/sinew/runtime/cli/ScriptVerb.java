package dev.sinew.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sinew.runtime.wiring.UserException;

/**
 * Hands a verb over to a script of the source tree, which has a class path and a JVM of its own.
 */
final class ScriptVerb
{
    private ScriptVerb()
    {
    }

    /**
     * @param script    path below the project's directory.
     * @param arguments of the script, in order.
     * @param variables of its environment, besides those of this process.
     * @return its exit code.
     */
    static int run(final String script, final List<String> arguments, final Map<String, String> variables)
    {
        final Path path = RunArguments.home().resolve(script);
        if (!Files.isExecutable(path))
        {
            throw new UserException("no " + path + " (run ./sinew from its source tree)");
        }
        final List<String> command = new ArrayList<>();
        command.add(path.toString());
        command.addAll(arguments);
        try
        {
            final ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(variables);
            return builder.start().waitFor();
        }
        catch (final IOException ex)
        {
            throw new UserException("cannot start " + path + ": " + ex.getMessage(), ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
