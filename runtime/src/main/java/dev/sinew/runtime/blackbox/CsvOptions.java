package dev.sinew.runtime.blackbox;

import java.util.List;

/**
 * What of a black box goes into a CSV file.
 *
 * @param columns patterns with {@code *} and {@code ?}; a column is taken when one of them fits; empty for all.
 * @param lastS   seconds before the newest frame that are taken; infinity for all.
 */
public record CsvOptions(List<String> columns, double lastS)
{
    /** Everything. */
    public static final CsvOptions ALL = new CsvOptions(List.of(), Double.POSITIVE_INFINITY);

    /**
     * Checks and freezes.
     */
    public CsvOptions
    {
        columns = List.copyOf(columns);
        if (!(lastS > 0))
        {
            throw new IllegalArgumentException("seconds must be greater than 0: --last value=" + lastS);
        }
    }
}
