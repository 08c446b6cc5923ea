package dev.sinew.runtime.daemon;

import java.util.Locale;

import dev.sinew.runtime.daemon.EventLog.Priority;
import dev.sinew.runtime.daemon.EventLog.Topic;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameView;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.Verdict;

/**
 * Lines about samples that were not good: one when they begin, a summary after 1, 10 and then every 60 seconds while
 * they go on, one when a whole second has been good again. A single late cycle on a busy machine is no event of its
 * own: late cycles are told once a minute.
 */
final class SampleEvents
{
    private static final long QUIET_MS = 1000;
    private static final long[] SUMMARY_MS = {1000, 10_000, 60_000};

    private final EventLog log;
    private final long periodNs;
    private final long[] counts = new long[Verdict.values().length];
    private boolean bad;
    private long badSinceMs;
    private long lastBadMs;
    private long lastSummaryMs;
    private int summaries;
    private long badCycles;
    private long lateCycles;
    private long lateSinceMs;

    SampleEvents(final EventLog log, final long periodNs)
    {
        this.log = log;
        this.periodNs = periodNs;
    }

    void onFrame(final FrameView frame, final long wallMs)
    {
        final Verdict verdict = Verdict.ofOrdinal(frame.get(FrameField.VERDICT));
        if (verdict == Verdict.LATE)
        {
            lateSinceMs = lateCycles++ == 0 ? wallMs : lateSinceMs;
            return;
        }
        if (verdict == Verdict.GOOD)
        {
            return;
        }
        if (!bad)
        {
            bad = true;
            badSinceMs = wallMs;
            lastSummaryMs = wallMs;
            summaries = 0;
            badCycles = 0;
            java.util.Arrays.fill(counts, 0);
            // Without power a device may well be silent: that is for the reader to know, not an alarm.
            final boolean off = Mode.ofOrdinal(frame.get(FrameField.MODE)) == Mode.OFF;
            log.line(off ? Priority.NOTICE : Priority.WARNING, Topic.SAMPLES, verdict + " instead of GOOD" +
                meaning(verdict) + LoopEvents.at(frame), wallMs);
        }
        lastBadMs = wallMs;
        badCycles++;
        counts[verdict.ordinal()]++;
    }

    private static String meaning(final Verdict verdict)
    {
        return switch (verdict)
        {
            case STALE -> ", no sample newer than the one before";
            case LOST -> ", a bus did not answer";
            case BAD_VALUE -> ", a value is not finite";
            case INCOMPLETE -> ", a channel group that control needs is not valid";
            case DEVICE_ERROR -> ", a device reports an error of its own";
            case GOOD, LATE -> "";
        };
    }

    /** Now and then: summaries, and the end of what has stopped. */
    void settle(final long wallMs)
    {
        if (bad && wallMs - lastBadMs >= QUIET_MS)
        {
            bad = false;
            log.line(Priority.NOTICE, Topic.SAMPLES, "GOOD again after " + counted() + " in " +
                seconds(lastBadMs - badSinceMs + periodNs / 1_000_000L), wallMs);
        }
        else if (bad && wallMs - lastSummaryMs >= SUMMARY_MS[Math.min(summaries, SUMMARY_MS.length - 1)])
        {
            summaries++;
            lastSummaryMs = wallMs;
            log.line(Priority.WARNING, Topic.SAMPLES, counted() + " since " + seconds(wallMs - badSinceMs) + " ago",
                wallMs);
        }
        if (lateCycles > 0 && wallMs - lateSinceMs >= SUMMARY_MS[SUMMARY_MS.length - 1])
        {
            log.line(Priority.INFO, Topic.LOOP, lateCycles + " cycles began a period late or more in the last " +
                seconds(wallMs - lateSinceMs), wallMs);
            lateCycles = 0;
        }
    }

    private String counted()
    {
        final StringBuilder text = new StringBuilder().append(badCycles).append(" bad cycles (");
        String separator = "";
        for (final Verdict verdict : Verdict.values())
        {
            if (counts[verdict.ordinal()] > 0)
            {
                text.append(separator).append(verdict).append(' ').append(counts[verdict.ordinal()]);
                separator = ", ";
            }
        }
        return text.append(')').toString();
    }

    private static String seconds(final long ms)
    {
        return String.format(Locale.ROOT, "%.3f s", ms * 1e-3);
    }
}
