package dev.sinew.hal.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects mistakes while a file is read.
 */
public final class Mistakes
{
    private final Set<Mistake> found = new LinkedHashSet<>();

    /**
     * Adds a mistake, once: a shared value that is wrong is met by all of its users.
     *
     * @param line line in the file, from 1; 0 for the whole file.
     * @param path keys that lead to the place.
     * @param text what is wrong and what would be right.
     */
    public void add(final int line, final String path, final String text)
    {
        found.add(new Mistake(line, path, text));
    }

    /**
     * @return true when there is none.
     */
    public boolean isEmpty()
    {
        return found.isEmpty();
    }

    /**
     * @return number of mistakes so far.
     */
    public int count()
    {
        return found.size();
    }

    /**
     * @return the mistakes by line; those of one line in the order in which they were found.
     */
    public List<Mistake> list()
    {
        final List<Mistake> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Mistake::line));
        return List.copyOf(sorted);
    }
}
