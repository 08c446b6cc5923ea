package dev.sinew.runtime.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameFileHeader;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.NameTable;
import org.agrona.DirectBuffer;

/**
 * What a frame says of tendons and motors, in text: states, lost tendons, active limits, the hottest motor. Says
 * nothing about what an older file does not hold. Not for the loop's thread.
 */
public final class TendonPanel
{
    private static final int NAMES_MAX = 3;

    private final BlockLayout.Entry life;
    private final BlockLayout.Entry findings;
    private final BlockLayout.Entry groups;
    private final BlockLayout.Entry winding;
    private final BlockLayout.Entry toLimit;
    private final int limitsOffset;
    private final NameTable lifeNames;
    private final NameTable findingNames;
    private final NameTable limitNames;

    /**
     * @param header header of the file that the frames come from.
     */
    public TendonPanel(final FrameFileHeader header)
    {
        life = find(header, "tendon_life");
        findings = find(header, "tendon_findings");
        groups = find(header, "group_life");
        winding = find(header, "motor_winding_c");
        toLimit = find(header, "motor_to_limit_s");
        limitsOffset = header.fields().getOrDefault("limits", -1);
        lifeNames = NameTable.parse(header.meta().get(FrameMeta.LIFE_NAMES));
        findingNames = NameTable.parse(header.meta().get(FrameMeta.FINDING_NAMES));
        limitNames = NameTable.parse(header.meta().get(FrameMeta.LIMIT_NAMES));
    }

    private static BlockLayout.Entry find(final FrameFileHeader header, final String name)
    {
        return header.columns().stream().filter(column -> name.equals(column.name())).findFirst().orElse(null);
    }

    private static double value(final DirectBuffer frame, final BlockLayout.Entry column, final int index)
    {
        return frame.getDouble(column.offset() + index * Double.BYTES);
    }

    /**
     * @param frame a whole frame.
     * @return lines of text, each with a heading of twelve characters; empty for an older file.
     */
    public List<String> lines(final DirectBuffer frame)
    {
        final List<String> lines = new ArrayList<>();
        if (life != null && findings != null && groups != null)
        {
            lines.add("tendons     " + counts(frame, life) + "   groups " + counts(frame, groups));
            final String found = found(frame);
            if (!found.isEmpty())
            {
                lines.add("found       " + found);
            }
        }
        if (limitsOffset >= 0)
        {
            lines.add("limits      " + limitNames.bits(frame.getLong(limitsOffset)));
        }
        if (winding != null && toLimit != null && winding.size() > 0)
        {
            lines.add("hottest     " + hottest(frame));
        }
        return lines;
    }

    private String counts(final DirectBuffer frame, final BlockLayout.Entry column)
    {
        final Map<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < column.size(); i++)
        {
            counts.merge((long)value(frame, column, i), 1, Integer::sum);
        }
        final StringBuilder text = new StringBuilder();
        counts.forEach((state, count) ->
            text.append(text.isEmpty() ? "" : " ").append(lifeNames.name(state)).append(' ').append(count));
        return text.toString();
    }

    /**
     * @param frame a whole frame.
     * @return the first few tendons with findings, each with what was found; empty when nothing is found.
     */
    public String found(final DirectBuffer frame)
    {
        final StringBuilder text = new StringBuilder();
        int count = 0;
        for (int i = 0; findings != null && i < findings.size(); i++)
        {
            final long bits = (long)value(frame, findings, i);
            if (bits != 0 && ++count <= NAMES_MAX)
            {
                text.append(text.isEmpty() ? "" : ", ").append(findings.labels().get(i)).append(' ')
                    .append(findingNames.bits(bits));
            }
        }
        return count > NAMES_MAX ? text + ", and " + (count - NAMES_MAX) + " more" : text.toString();
    }

    private String hottest(final DirectBuffer frame)
    {
        int hottest = 0;
        int soonest = 0;
        for (int i = 1; i < winding.size(); i++)
        {
            hottest = value(frame, winding, i) > value(frame, winding, hottest) ? i : hottest;
            soonest = value(frame, toLimit, i) < value(frame, toLimit, soonest) ? i : soonest;
        }
        final double soonS = value(frame, toLimit, soonest);
        return String.format(Locale.ROOT, "%s %.1f °C   %s", winding.labels().get(hottest),
            value(frame, winding, hottest), soonS >= 3600 ? "none comes to its limit within an hour" :
            String.format(Locale.ROOT, "%s comes to its limit in %.0f s", toLimit.labels().get(soonest), soonS));
    }
}
