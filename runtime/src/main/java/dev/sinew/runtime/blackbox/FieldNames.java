package dev.sinew.runtime.blackbox;

import java.util.Locale;

import dev.sinew.runtime.frame.FrameField;

/**
 * Names of {@link FrameField}s as they stand in a header.
 */
final class FieldNames
{
    private static final String[] NAMES = new String[FrameField.count()];

    static
    {
        for (final FrameField field : FrameField.values())
        {
            NAMES[field.ordinal()] = field.name().toLowerCase(Locale.ROOT);
        }
    }

    private FieldNames()
    {
    }

    static String of(final FrameField field)
    {
        return NAMES[field.ordinal()];
    }
}
