package dev.sinew.runtime.daemon;

import java.util.Locale;

import dev.sinew.hal.layout.BlockLayout;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.runtime.daemon.EventLog.Priority;
import dev.sinew.runtime.daemon.EventLog.Topic;
import dev.sinew.runtime.frame.FrameView;

/**
 * Lines about single buses: lost, with the driver's own reason, and back.
 */
final class BusEvents
{
    private final EventLog log;
    private final BlockLayout.Entry ages;
    private final BlockLayout.Entry codes;
    private final BusMonitor monitor;
    private final boolean[] failing;
    private final long[] sinceMs;

    /**
     * @param log     where lines go.
     * @param ages    column of ages, s.
     * @param codes   column of codes.
     * @param monitor tells why.
     */
    BusEvents(final EventLog log, final BlockLayout.Entry ages, final BlockLayout.Entry codes, final BusMonitor monitor)
    {
        this.log = log;
        this.ages = ages;
        this.codes = codes;
        this.monitor = monitor;
        this.failing = new boolean[codes.size()];
        this.sinceMs = new long[codes.size()];
    }

    void onFrame(final FrameView frame, final long wallMs)
    {
        for (int bus = 0; bus < failing.length; bus++)
        {
            final ReturnCode code = ReturnCode.values()[(int)frame.get(codes, bus)];
            final boolean now = code == ReturnCode.LOST || code == ReturnCode.ERROR;
            if (now && !failing[bus])
            {
                sinceMs[bus] = wallMs;
                log.line(Priority.WARNING, Topic.BUS, codes.labels().get(bus) + " lost (" + code + ")" +
                    age(frame.get(ages, bus)) + reason(bus) + LoopEvents.at(frame), wallMs);
            }
            else if (!now && failing[bus])
            {
                log.line(Priority.NOTICE, Topic.BUS, String.format(Locale.ROOT, "%s back after %.3f s",
                    codes.labels().get(bus), (wallMs - sinceMs[bus]) * 1e-3) + LoopEvents.at(frame), wallMs);
            }
            failing[bus] = now;
        }
    }

    /** What the drivers said last about failures, which is what a fault of transport is about. */
    void tellLastErrors(final long wallMs)
    {
        for (int bus = 0; bus < failing.length; bus++)
        {
            final String reason = monitor.busError(bus);
            if (!reason.isEmpty())
            {
                log.line(Priority.WARNING, Topic.BUS, codes.labels().get(bus) + ", last error: " + reason, wallMs);
            }
        }
    }

    private static String age(final double ageS)
    {
        return ageS < 0 ? ", never brought a sample" : String.format(Locale.ROOT, ", newest sample %.1f ms old",
            ageS * 1e3);
    }

    private String reason(final int bus)
    {
        final String reason = monitor.busError(bus);
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
