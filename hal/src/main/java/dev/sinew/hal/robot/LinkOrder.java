package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.yaml.YamlMap;

/**
 * Puts links in the order of the joints that move them, and reports what is no tree with parents before children.
 */
final class LinkOrder
{
    private final List<Row> rows = new ArrayList<>();

    void add(final YamlMap entry, final String name, final int parent, final int child)
    {
        rows.add(new Row(entry, name, parent, child));
    }

    /**
     * @param entries links of the file, for their lines.
     * @param links   the same links.
     * @return final index of each link of the file; empty after a mistake.
     */
    int[] places(final List<YamlMap> entries, final List<LinkDescription> links)
    {
        final int[] place = new int[links.size()];
        Arrays.fill(place, -1);
        boolean good = true;
        for (int i = 0; i < rows.size(); i++)
        {
            final Row row = rows.get(i);
            if (row.child < 0 || row.parent < 0)
            {
                good = false;
            }
            else if (place[row.child] >= 0)
            {
                row.entry.mistake("child", "link '" + links.get(row.child).name() + "' is moved by joint '" +
                    rows.get(place[row.child] - 1).name + "' already; a link hangs on one joint");
                good = false;
            }
            else
            {
                place[row.child] = i + 1;
            }
        }
        return good && hasOneBase(place, entries, links) && isOrdered(place, links) ? place : new int[0];
    }

    private boolean hasOneBase(final int[] place, final List<YamlMap> entries, final List<LinkDescription> links)
    {
        int base = -1;
        boolean good = true;
        for (int i = 0; i < place.length; i++)
        {
            if (place[i] < 0 && base >= 0)
            {
                entries.get(i).mistake("name", "no joint moves link '" + links.get(i).name() + "'; only the base '" +
                    links.get(base).name() + "' may hang on nothing: add a joint or remove the link");
                good = false;
            }
            else if (place[i] < 0)
            {
                base = i;
                place[i] = 0;
            }
        }
        if (base < 0 && good && place.length > 0)
        {
            entries.get(0).mistake("name", "every link hangs on a joint, so there is no base; joints form a loop");
            good = false;
        }
        return good;
    }

    private boolean isOrdered(final int[] place, final List<LinkDescription> links)
    {
        boolean good = true;
        for (int i = 0; i < rows.size(); i++)
        {
            final Row row = rows.get(i);
            if (place[row.parent] > i)
            {
                row.entry.mistake("parent", "joint '" + row.name + "' stands before joint '" +
                    rows.get(place[row.parent] - 1).name + "' that moves its parent '" +
                    links.get(row.parent).name() + "'; list parents before children");
                good = false;
            }
        }
        return good;
    }

    /** A joint and its two links, as indices of the file. */
    private record Row(YamlMap entry, String name, int parent, int child)
    {
    }
}
