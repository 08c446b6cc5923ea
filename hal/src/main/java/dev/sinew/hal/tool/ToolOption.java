package dev.sinew.hal.tool;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One option of a tool. Immutable; {@link #orElse} and {@link #required} return changed copies.
 *
 * @param name         long name with its dashes, {@code --effort}.
 * @param kind         what may be written there.
 * @param label        placeholder in the help, {@code FILE}.
 * @param description  one line.
 * @param choices      what may be chosen, for {@link Kind#CHOICE}.
 * @param defaultValue what counts where nothing is written, null for nothing.
 * @param isRequired   whether it must be written.
 */
public record ToolOption(
    String name,
    Kind kind,
    String label,
    String description,
    List<String> choices,
    String defaultValue,
    boolean isRequired)
{
    /** What may be written after an option. */
    public enum Kind
    {
        /** A robot description: a file, or the name of a shipped robot. */
        ROBOT,
        /** A path of a file to read. */
        INPUT,
        /** A path of a file to write: refused before the work begins where that cannot be done. */
        OUTPUT,
        /** Any text. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** One of a few words. */
        CHOICE,
        /** Nothing: the option is there or not. */
        FLAG
    }

    /** Checks what every option must have. */
    public ToolOption
    {
        Objects.requireNonNull(kind);
        if (!name.matches("--[a-z][a-z0-9-]*"))
        {
            throw new IllegalArgumentException("an option's name is lower case with two dashes: " + name);
        }
        choices = List.copyOf(choices);
    }

    /**
     * @param kind        what may be written, neither {@link Kind#CHOICE} nor {@link Kind#FLAG}.
     * @param name        long name with its dashes.
     * @param label       placeholder in the help.
     * @param description one line.
     * @return an option that may be left out.
     */
    public static ToolOption of(final Kind kind, final String name, final String label, final String description)
    {
        return new ToolOption(name, kind, label, description, List.of(), null, false);
    }

    /**
     * @param description what the robot is for; the name is {@code --robot}, the default is the reference robot.
     * @return an option that may be left out.
     */
    public static ToolOption robot(final String description)
    {
        return of(Kind.ROBOT, "--robot", "NAME|FILE", description).orElse("neo");
    }

    /**
     * @param name        long name with its dashes.
     * @param description one line.
     * @return an option that is there or not.
     */
    public static ToolOption flag(final String name, final String description)
    {
        return new ToolOption(name, Kind.FLAG, "", description, List.of(), null, false);
    }

    /**
     * @param name        long name with its dashes.
     * @param description one line.
     * @param choices     words, lower case; the first is the default.
     * @return an option that takes one of them.
     */
    public static ToolOption choice(final String name, final String description, final String... choices)
    {
        return new ToolOption(name, Kind.CHOICE, String.join("|", choices), description, List.of(choices), choices[0],
            false);
    }

    /**
     * @param value what counts where nothing is written.
     * @return the option with that default.
     */
    public ToolOption orElse(final Object value)
    {
        return new ToolOption(name, kind, label, description, choices, String.valueOf(value), false);
    }

    /**
     * @return the option, to be written always.
     */
    public ToolOption required()
    {
        return new ToolOption(name, kind, label, description, choices, null, true);
    }

    /**
     * @param text what was written.
     * @return null when it is of the option's kind, else what would be.
     */
    public String refuse(final String text)
    {
        return switch (kind)
        {
            case INTEGER -> text.matches("[+-]?\\d{1,18}") ? null : "a whole number";
            case NUMBER -> isNumber(text) ? null : "a number";
            case CHOICE -> choices.contains(text.toLowerCase(Locale.ROOT)) ? null : "one of " +
                String.join(", ", choices);
            default -> null;
        };
    }

    private static boolean isNumber(final String text)
    {
        try
        {
            return Double.isFinite(Double.parseDouble(text));
        }
        catch (final NumberFormatException ex)
        {
            return false;
        }
    }
}
