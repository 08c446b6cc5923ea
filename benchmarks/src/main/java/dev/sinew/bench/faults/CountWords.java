package dev.sinew.bench.faults;

import java.util.StringJoiner;

/** Says what a driver counted between two looks at its counts. */
final class CountWords
{
    private static final String[] NAMES = {"cycles", "good", "late", "lost", "short", "bad_crc", "wrong_id",
        "bad_value", null, "watchdog", null, null, null, null, null, null, "dropped bytes", null, null, null, null,
        "untaken"};

    private CountWords()
    {
    }

    /**
     * @param which  numbers of counts.
     * @param before all counts then.
     * @param after  all counts now.
     * @return those that grew, by name, and by how much; empty without any.
     */
    static String of(final int[] which, final double[] before, final double[] after)
    {
        final StringJoiner words = new StringJoiner(", ");
        for (final int count : which)
        {
            final long difference = (long)(after[count] - before[count]);
            if (difference > 0)
            {
                words.add(NAMES[count] + " " + difference);
            }
        }
        return words.toString();
    }
}
