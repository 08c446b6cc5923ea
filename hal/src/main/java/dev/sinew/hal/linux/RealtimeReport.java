package dev.sinew.hal.linux;

import java.util.List;

/**
 * What the loop's thread asked of the operating system and what it got.
 *
 * @param wish     how badly it asked.
 * @param threadId kernel's id of the thread, 0 where unknown.
 * @param outcomes one per setting asked for, in the order in which they were made.
 */
public record RealtimeReport(RealtimeSettings.Wish wish, int threadId, List<Outcome> outcomes)
{
    /** Copies the list. */
    public RealtimeReport
    {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Whether every setting asked for holds.
     *
     * @return true also where nothing was asked for.
     */
    public boolean isComplete()
    {
        return missing().isEmpty();
    }

    /**
     * Settings that were asked for and are not there.
     *
     * @return the outcomes, with remedies.
     */
    public List<Outcome> missing()
    {
        return outcomes.stream().filter(outcome -> !outcome.isDone()).toList();
    }

    /**
     * The report for a person.
     *
     * @return one line per setting, missing ones marked with their remedy.
     */
    public String text()
    {
        if (RealtimeSettings.Wish.OFF == wish)
        {
            return "real-time settings: off, none asked for";
        }
        final StringBuilder text = new StringBuilder("real-time settings: ")
            .append(outcomes.size() - missing().size()).append(" of ").append(outcomes.size()).append(" hold");
        for (final Outcome outcome : outcomes)
        {
            text.append('\n').append(outcome.isDone() ? "  ok       " : "  MISSING  ").append(outcome.line());
        }
        return text.toString();
    }
}
