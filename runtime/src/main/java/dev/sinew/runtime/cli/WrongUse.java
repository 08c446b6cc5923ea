package dev.sinew.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine;

/**
 * Refuses what was written on the command line before anything is started: exit code 2, in one line.
 */
final class WrongUse
{
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final CommandLine line;

    /**
     * @param line the verb that was written.
     */
    WrongUse(final CommandLine line)
    {
        this.line = line;
    }

    /**
     * @param fine    whether all is well.
     * @param message what is wrong, and what would be right.
     */
    void unless(final boolean fine, final String message)
    {
        if (!fine)
        {
            throw new CommandLine.ParameterException(line, message);
        }
    }

    /**
     * @param what  thing that is chosen.
     * @param value name that was written, in any case.
     * @param known names that there are.
     */
    void unlessOneOf(final String what, final String value, final List<String> known)
    {
        unless(known.contains(value.toLowerCase(Locale.ROOT)),
            "no " + what + " of that name: " + value + " (" + String.join(", ", known) + ")");
    }

    /**
     * @param option option that names a run.
     * @param name   what was written, null for nothing.
     */
    void unlessName(final String option, final String name)
    {
        unless(name == null || name.matches(NAME),
            option + " must be up to 64 letters, digits, '.', '_' and '-', and begin with a letter or digit: " + name);
    }

    /**
     * A run of an hour whose report has no place is an hour lost.
     *
     * @param option option that names a file to write.
     * @param file   what was written, null for nothing.
     */
    void unlessWritable(final String option, final Path file)
    {
        if (file != null)
        {
            final Path parent = file.toAbsolutePath().getParent();
            unless(parent != null && Files.isWritable(parent),
                option + " " + file + ": no directory that can be written to: " + parent +
                " (make it, or name another)");
            unless(!Files.isDirectory(file), option + " " + file + " is a directory (name a file in it)");
        }
    }
}
