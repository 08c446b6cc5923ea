package dev.sinew.runtime.frame;

import java.util.Map;
import java.util.TreeMap;

/**
 * Names of numbers, as text in a black box's header: {@code 0:GOOD,1:LATE,2:STALE}. A number without a name is shown as
 * itself. Immutable.
 */
public final class NameTable
{
    private final Map<Long, String> names;

    private NameTable(final Map<Long, String> names)
    {
        this.names = names;
    }

    /**
     * @param text what {@link #toString()} gave; null or empty for a table without names.
     * @return the table; entries that are not {@code number:name} are left out.
     */
    public static NameTable parse(final String text)
    {
        final Builder builder = new Builder();
        for (final String entry : (text == null ? "" : text).split(","))
        {
            final int colon = entry.indexOf(':');
            if (colon > 0 && entry.substring(0, colon).matches("\\d{1,18}"))
            {
                builder.name(Long.parseLong(entry.substring(0, colon)), entry.substring(colon + 1));
            }
        }
        return builder.build();
    }

    /**
     * @param values every value of an enumeration whose ordinals go into frames.
     * @return their names.
     */
    public static NameTable ofOrdinals(final Enum<?>[] values)
    {
        final Builder builder = new Builder();
        for (final Enum<?> value : values)
        {
            builder.name(value.ordinal(), value.name());
        }
        return builder.build();
    }

    /**
     * @param number a number from a frame.
     * @return its name, or the number as text.
     */
    public String name(final long number)
    {
        final String name = names.get(number);
        return name == null ? Long.toString(number) : name;
    }

    /**
     * @param bits a set of bits from a frame.
     * @return names of the bits, joined by {@code |}; {@code -} when none is set.
     */
    public String bits(final long bits)
    {
        if (bits == 0)
        {
            return "-";
        }
        final StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < Long.SIZE; bit++)
        {
            if ((bits >>> bit & 1) != 0)
            {
                text.append(text.isEmpty() ? "" : "|").append(name(bit));
            }
        }
        return text.toString();
    }

    /**
     * @return the form that goes into a header.
     */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        names.forEach((number, name) ->
            text.append(text.isEmpty() ? "" : ",").append(number).append(':').append(name));
        return text.toString();
    }

    /** Collects names. */
    public static final class Builder
    {
        private final Map<Long, String> names = new TreeMap<>();

        /**
         * @param number a number, at least 0.
         * @param name   its name, without comma, colon or tab.
         * @return this.
         */
        public Builder name(final long number, final String name)
        {
            names.put(number, name);
            return this;
        }

        /**
         * @return the finished table.
         */
        public NameTable build()
        {
            return new NameTable(new TreeMap<>(names));
        }
    }
}
