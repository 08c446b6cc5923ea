package dev.sinew.hal.robot;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Named sets of values that entries share: {@code types: {motors: {leg: {spool_radius_m: 0.01}}}}.
 */
final class Types
{
    private final Map<String, YamlMap> byName = new LinkedHashMap<>();
    private final Map<String, Boolean> used = new LinkedHashMap<>();

    /** Reads the types of one section; the section may be absent. */
    static Types read(final YamlMap allTypes, final String section)
    {
        final Types types = new Types();
        if (allTypes != null && allTypes.has(section))
        {
            allTypes.map(section).ifPresent(map ->
            {
                for (final String name : map.keys())
                {
                    map.map(name).ifPresent(type -> types.byName.put(name, type));
                    types.used.put(name, false);
                }
            });
        }
        return types;
    }

    /** @return the entry over the type that it names, if it names one. */
    YamlMap resolve(final YamlMap entry)
    {
        if (!entry.has("type"))
        {
            return entry;
        }
        final String name = entry.string("type");
        final YamlMap type = byName.get(name);
        if (type == null)
        {
            entry.mistake("type", "no type is named '" + name + "'" + Suggestion.sentence(name, byName.keySet()));
            return entry;
        }
        used.put(name, true);
        return entry.over(type);
    }

    /** Reports unknown keys in the types. */
    void close(final YamlMap allTypes, final String section)
    {
        used.forEach((name, inUse) ->
        {
            final YamlMap type = byName.get(name);
            if (type != null && inUse)
            {
                type.close();
            }
            else if (type != null)
            {
                allTypes.mistake(section, "type '" + name + "' is used by no entry; remove it");
            }
        });
    }
}
