package dev.sinew.hal.robot;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Names of one kind of thing, each with its index and line.
 */
final class NameTable
{
    private final String kind;
    private final Mistakes mistakes;
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    NameTable(final String kind, final Mistakes mistakes)
    {
        this.kind = kind;
        this.mistakes = mistakes;
    }

    /** Reads the name of an entry and gives it an index; a name that is taken is a mistake. */
    String define(final YamlMap entry, final int index)
    {
        final String name = entry.string("name");
        if (!name.isEmpty())
        {
            if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,62}"))
            {
                entry.mistake("name", "'" + name + "' should begin with a letter and hold only letters, digits, " +
                    "'_', '-' and '.', at most 63");
            }
            final Integer before = lines.putIfAbsent(name, entry.line("name"));
            if (before != null)
            {
                entry.mistake("name", "the " + kind + " '" + name + "' is defined already on line " + before +
                    "; names of " + kind + "s must differ");
            }
            indices.putIfAbsent(name, index);
        }
        return name;
    }

    /** @return index of the name, or -1 after a mistake. */
    int find(final YamlMap entry, final String key)
    {
        final String name = entry.string(key);
        if (name.isEmpty())
        {
            return -1;
        }
        final Integer index = indices.get(name);
        if (index == null)
        {
            entry.mistake(key, unknown(name));
            return -1;
        }
        return index;
    }

    /** @return index of the name, or -1 after a mistake at the given place. */
    int find(final String name, final int line, final String path)
    {
        final Integer index = indices.get(name);
        if (index == null)
        {
            mistakes.add(line, path, unknown(name));
            return -1;
        }
        return index;
    }

    boolean contains(final String name)
    {
        return indices.containsKey(name);
    }

    int indexOf(final String name)
    {
        return indices.getOrDefault(name, -1);
    }

    int line(final String name)
    {
        return lines.getOrDefault(name, 0);
    }

    private String unknown(final String name)
    {
        return "no " + kind + " is named '" + name + "'" + Suggestion.sentence(name, indices.keySet());
    }
}
