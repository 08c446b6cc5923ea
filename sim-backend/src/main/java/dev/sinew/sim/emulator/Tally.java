package dev.sinew.sim.emulator;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by name, in the order of the names.
 */
public final class Tally
{
    private final Map<String, long[]> counts = new TreeMap<>();

    /**
     * @param name what happened once more.
     */
    public void count(final String name)
    {
        counts.computeIfAbsent(name, key -> new long[1])[0]++;
    }

    /**
     * @param name what may have happened.
     * @return how often it did.
     */
    public long of(final String name)
    {
        final long[] count = counts.get(name);
        return count == null ? 0 : count[0];
    }

    /**
     * @return names of what happened at least once, sorted.
     */
    public Iterable<String> names()
    {
        return counts.keySet();
    }
}
