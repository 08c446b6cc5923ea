package dev.sinew.policy.bundle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with a bundle, so that all of it can be told at once. */
final class Problems
{
    private final List<String> lines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(final String where, final String what)
    {
        lines.add(where + ": " + what);
    }

    void warn(final String where, final String what)
    {
        warnings.add(where + ": " + what);
    }

    boolean isEmpty()
    {
        return lines.isEmpty();
    }

    List<String> lines()
    {
        return lines;
    }

    List<String> warnings()
    {
        return warnings;
    }

    /** @return {@code ; did you mean 'x'?} when a known name is close, otherwise nothing. */
    static String suggestion(final String name, final Collection<String> known)
    {
        String nearest = null;
        int best = Math.max(2, name.length() / 3) + 1;
        for (final String candidate : known)
        {
            // A name cut short is as close as one with two letters wrong.
            final int distance = candidate.startsWith(name) ? Math.min(2, distance(name, candidate)) :
                distance(name, candidate);
            if (distance < best)
            {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    private static int distance(final String a, final String b)
    {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++)
        {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++)
        {
            final int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++)
            {
                final int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
