package dev.sinew.hal.tool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a user wrote for a tool's options, with defaults filled in. Immutable. Every getter takes an option's name with
 * its dashes and throws {@link IllegalArgumentException} for one that the tool does not have: a mistake in the tool.
 */
public final class ToolArguments
{
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param options the tool's options.
     * @param written what was written, by option name; a flag has any text.
     * @throws IllegalArgumentException for an unknown option, a text of the wrong kind, or a required option left out;
     *                                  the message is for the user.
     */
    public ToolArguments(final List<ToolOption> options, final Map<String, String> written)
    {
        for (final ToolOption option : options)
        {
            final String text = written.getOrDefault(option.name(), option.defaultValue());
            if (text == null && option.isRequired())
            {
                throw new IllegalArgumentException("missing option: " + option.name() + " " + option.label());
            }
            final String wanted = text == null ? null : option.refuse(text);
            if (wanted != null)
            {
                throw new IllegalArgumentException(option.name() + " should be " + wanted + ", is " + text);
            }
            values.put(option.name(), text);
        }
        for (final String name : written.keySet())
        {
            require(name);
        }
    }

    private String require(final String name)
    {
        if (!values.containsKey(name))
        {
            throw new IllegalArgumentException("no such option: " + name);
        }
        return values.get(name);
    }

    /**
     * @param name option.
     * @return true when it was written or has a default.
     */
    public boolean has(final String name)
    {
        return require(name) != null;
    }

    /**
     * @param name option.
     * @return its text, null where there is none.
     */
    public String text(final String name)
    {
        return require(name);
    }

    /**
     * @param name option of kind choice.
     * @return the word, lower case.
     */
    public String choice(final String name)
    {
        return require(name).toLowerCase(Locale.ROOT);
    }

    /**
     * @param name option of a kind that is a path.
     * @return the path, null where there is none.
     */
    public Path path(final String name)
    {
        return require(name) == null ? null : Path.of(require(name));
    }

    /**
     * @param name option of kind number, written or with a default.
     * @return its value.
     */
    public double number(final String name)
    {
        return Double.parseDouble(require(name));
    }

    /**
     * @param name  option of kind number, written or with a default.
     * @param least smallest value that makes sense.
     * @param most  greatest value that makes sense.
     * @return its value.
     * @throws ToolException when it is outside of that.
     */
    public double number(final String name, final double least, final double most) throws ToolException
    {
        final double value = number(name);
        if (!(value >= least && value <= most))
        {
            throw new ToolException(name + " must be between " + plain(least) + " and " + plain(most) + ": " +
                text(name));
        }
        return value;
    }

    /** Whole numbers without a point. */
    private static String plain(final double value)
    {
        return value == Math.rint(value) ? Long.toString((long)value) : Double.toString(value);
    }

    /**
     * @param name  option of kind integer, written or with a default.
     * @param least smallest value that makes sense.
     * @param most  greatest value that makes sense.
     * @return its value.
     * @throws ToolException when it is outside of that.
     */
    public long integer(final String name, final long least, final long most) throws ToolException
    {
        final long value = integer(name);
        if (value < least || value > most)
        {
            throw new ToolException(name + " must be between " + least + " and " + most + ": " + value);
        }
        return value;
    }

    /**
     * @param name option of kind integer, written or with a default.
     * @return its value.
     */
    public long integer(final String name)
    {
        return Long.parseLong(require(name));
    }

    /**
     * @param name option of kind flag.
     * @return true when it was written.
     */
    public boolean flag(final String name)
    {
        return require(name) != null;
    }

    /**
     * @return all texts by option name, in the order of the help; null where there is none; a copy.
     */
    public Map<String, String> asMap()
    {
        return new LinkedHashMap<>(values);
    }
}
