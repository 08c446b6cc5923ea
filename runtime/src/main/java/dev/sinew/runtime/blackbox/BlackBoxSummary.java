package dev.sinew.runtime.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameMeta;
import dev.sinew.runtime.frame.NameTable;

/**
 * Says in text what a black box holds: what ran, how much of it is here, what changed, and the last frames.
 */
public final class BlackBoxSummary
{
    private static final int LAST_FRAMES = 5;
    private static final int MODE_CHANGES_MAX = 20;

    private final BlackBoxReader reader;
    private final NameTable verdicts;
    private final NameTable modes;
    private final NameTable faults;
    private final NameTable gateActions;
    private final NameTable limits;
    private final TendonPanel tendons;
    private final Map<Long, Long> verdictCounts = new TreeMap<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> last = new ArrayList<>();
    private long changeCount;
    private long firstReleaseNs;
    private long lastReleaseNs;
    private long firstCycle;
    private long lastCycle;
    private int read;
    private long mode;
    private long fault;
    private long lost;

    private BlackBoxSummary(final BlackBoxReader reader)
    {
        this.reader = reader;
        final Map<String, String> meta = reader.header().meta();
        verdicts = NameTable.parse(meta.get(FrameMeta.VERDICT_NAMES));
        modes = NameTable.parse(meta.get(FrameMeta.MODE_NAMES));
        faults = NameTable.parse(meta.get(FrameMeta.FAULT_NAMES));
        gateActions = NameTable.parse(meta.get(FrameMeta.GATE_ACTION_NAMES));
        limits = NameTable.parse(meta.get(FrameMeta.LIMIT_NAMES));
        tendons = new TendonPanel(reader.header());
    }

    /**
     * @param reader a black box; read to its end.
     * @return lines of text, without line ends.
     */
    public static List<String> of(final BlackBoxReader reader)
    {
        final BlackBoxSummary summary = new BlackBoxSummary(reader);
        reader.rescan();
        while (reader.next())
        {
            summary.take();
        }
        return summary.lines();
    }

    private void take()
    {
        lastReleaseNs = reader.get(FrameField.RELEASE_NS);
        lastCycle = reader.get(FrameField.CYCLE);
        verdictCounts.merge(reader.get(FrameField.VERDICT), 1L, Long::sum);
        final long newMode = reader.get(FrameField.MODE);
        final long newFault = reader.get(FrameField.FAULT);
        if (read++ == 0)
        {
            firstReleaseNs = lastReleaseNs;
            firstCycle = lastCycle;
            addChange("begins as " + modes.name(newMode) + ", fault " + faults.name(newFault));
        }
        else
        {
            if (newMode != mode)
            {
                addChange("mode " + modes.name(mode) + " -> " + modes.name(newMode));
            }
            if (newFault != fault)
            {
                addChange("fault " + faults.name(fault) + " -> " + faults.name(newFault));
            }
        }
        final long newLost = optional(FrameField.TENDONS_LOST);
        if (newLost != lost)
        {
            addChange("tendons lost " + lost + " -> " + newLost + ": " + tendons.found(reader.frame()) + ", limits " +
                limits.bits(optional(FrameField.LIMITS)));
        }
        lost = newLost;
        mode = newMode;
        fault = newFault;
        if (last.size() == LAST_FRAMES)
        {
            last.remove(0);
        }
        last.add(frameLine());
    }

    /** 0 in a file that is older than the field. */
    private long optional(final FrameField field)
    {
        final Integer offset = reader.header().fields().get(FieldNames.of(field));
        return offset == null ? 0 : reader.frame().getLong(offset);
    }

    private void addChange(final String text)
    {
        changeCount++;
        if (changes.size() < MODE_CHANGES_MAX)
        {
            changes.add(String.format(Locale.ROOT, "  cycle %d, %.3f s: %s", lastCycle,
                (lastReleaseNs - firstReleaseNs) * 1e-9, text));
        }
    }

    private String frameLine()
    {
        String base = "";
        for (final BlockLayout.Entry column : reader.header().columns())
        {
            if ("truth_base_pose".equals(column.name()))
            {
                base = String.format(Locale.ROOT, "  base %.3f %.3f %.3f m", reader.get(column, 0),
                    reader.get(column, 1), reader.get(column, 2));
            }
        }
        return String.format(Locale.ROOT, "  cycle %d  release %d ns  late %d ns  %s  %s  fault %s  gate %s%s",
            reader.get(FrameField.CYCLE), reader.get(FrameField.RELEASE_NS),
            reader.get(FrameField.START_NS) - reader.get(FrameField.RELEASE_NS),
            verdicts.name(reader.get(FrameField.VERDICT)), modes.name(reader.get(FrameField.MODE)),
            faults.name(reader.get(FrameField.FAULT)), gateActions.bits(reader.get(FrameField.GATE_ACTIONS)), base);
    }

    private List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add("black box   " + reader.path());
        reader.header().meta().forEach((key, value) ->
        {
            if (!key.endsWith("_names"))
            {
                lines.add("  " + key + ": " + value);
            }
        });
        final ProcessState process = ProcessState.of(reader.header().meta());
        lines.add("written by  " + process.text());
        lines.add("frames      " + reader.count() + " whole, " + reader.torn() + " torn, " + reader.empty() +
            " slots never written, " + reader.lapped() + " overwritten while reading");
        if (read == 0)
        {
            lines.add("no whole frame: the loop ended before its first cycle was published");
            return lines;
        }
        lines.add(String.format(Locale.ROOT, "span        %.3f s, cycles %d to %d",
            (lastReleaseNs - firstReleaseNs) * 1e-9, firstCycle, lastCycle));
        final StringBuilder counts = new StringBuilder("verdicts   ");
        verdictCounts.forEach((verdict, count) ->
            counts.append(' ').append(verdicts.name(verdict)).append('=').append(count));
        lines.add(counts.toString());
        lines.add("changes");
        lines.addAll(changes);
        if (changeCount > changes.size())
        {
            lines.add("  and " + (changeCount - changes.size()) + " more");
        }
        lines.addAll(tendons.lines(reader.frame()));
        lines.add("last frames");
        lines.addAll(last);
        return lines;
    }
}
