package dev.sinew.hal.yaml;

import java.util.Collection;
import java.util.Locale;

/**
 * Finds the word that somebody probably meant.
 */
public final class Suggestion
{
    private static final int SHORT_LIST = 12;

    private Suggestion()
    {
    }

    /**
     * @param word  what was written.
     * @param known what could have been meant.
     * @return the nearest known word, the first of equals; empty when none is near.
     */
    public static String nearest(final String word, final Collection<String> known)
    {
        String best = "";
        int bestDistance = Math.max(1, word.length() / 3) + 1;
        for (final String candidate : known)
        {
            final int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /**
     * @param word  what was written.
     * @param known what could have been meant.
     * @return end of a sentence: the nearest word, or the known words when they are few.
     */
    public static String sentence(final String word, final Collection<String> known)
    {
        final String near = nearest(word, known);
        if (!near.isEmpty())
        {
            return "; did you mean '" + near + "'?";
        }
        if (known.isEmpty())
        {
            return "; none is defined";
        }
        return known.size() <= SHORT_LIST ? "; known: " + String.join(", ", known) : "";
    }

    /**
     * @param a a word.
     * @param b another.
     * @return least number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.
     */
    public static int distance(final String a, final String b)
    {
        final int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++)
        {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++)
        {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++)
        {
            for (int j = 1; j <= b.length(); j++)
            {
                final int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                least = Math.min(least, cost[i - 1][j - 1] + replace);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1))
                {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
