package dev.sinew.hal.driver.conformance;

import java.util.Arrays;
import java.util.Locale;

import dev.sinew.hal.driver.DriverChannel;

/**
 * Rules about samples: their numbers, times and validity.
 */
final class CycleChecks
{
    private static final long ARRIVED_AT_MOST_NS = 1_000_000_000L;

    private CycleChecks()
    {
    }

    static RuleResult sequence(final Bench bench)
    {
        int fresh = 0;
        try (Session s = bench.openActive())
        {
            long last = s.sequence();
            for (int i = 0; i < bench.options().cycles(); i++)
            {
                s.tick();
                // Twice: a driver whose device samples slowly has nothing new the second time.
                for (int call = 0; call < 2; call++)
                {
                    final byte[] before = s.stateBytes();
                    final int code = s.receive();
                    if (code == Session.OK && s.sequence() <= last)
                    {
                        return RuleResult.broken(Rule.SEQUENCE,
                            "receive returned 0 (SINEW_OK) but the sequence went from " +
                            last + " to " + s.sequence());
                    }
                    if (code != Session.OK && !Arrays.equals(before, s.stateBytes()))
                    {
                        return RuleResult.broken(Rule.SEQUENCE, "receive returned " + code +
                            " but changed the state block");
                    }
                    fresh += code == Session.OK ? 1 : 0;
                    last = s.sequence();
                }
                s.command(0, true);
                s.send();
            }
        }
        return fresh > 0 ? RuleResult.kept(Rule.SEQUENCE, fresh + " samples") :
            RuleResult.broken(Rule.SEQUENCE, "no sample in " + bench.options().cycles() + " cycles");
    }

    static RuleResult deviceTime(final Bench bench)
    {
        try (Session s = bench.openActive())
        {
            final long beginNs = s.deviceTimeNs();
            final long hostBeginNs = s.nowNs();
            long last = beginNs;
            for (int i = 0; i < bench.options().cycles(); i++)
            {
                s.tick();
                s.receive();
                if (s.deviceTimeNs() < last)
                {
                    return RuleResult.broken(Rule.DEVICE_TIME, "ran backwards by " + (last - s.deviceTimeNs()) + " ns");
                }
                last = s.deviceTimeNs();
                s.command(0, true);
                s.send();
            }
            final double ratio = (double)(last - beginNs) / (s.nowNs() - hostBeginNs);
            final String detail = String.format(Locale.ROOT, "ran %.3f times as fast as the host's clock", ratio);
            return ratio > 0.5 && ratio < 2 || s.simulated && ratio > 0 ? RuleResult.kept(Rule.DEVICE_TIME, detail) :
                RuleResult.broken(Rule.DEVICE_TIME, detail + "; is it in nanoseconds?");
        }
    }

    static RuleResult arrivalTime(final Bench bench)
    {
        long last = 0;
        int known = 0;
        try (Session s = bench.openActive())
        {
            for (int i = 0; i < bench.options().cycles() / 4; i++)
            {
                s.tick();
                final boolean fresh = s.receive() == Session.OK;
                final long arrivalNs = s.arrivalNs();
                // A simulated run's clock is the session's own; its "now" is the cycle's.
                final long latestNs = s.simulated ? s.nowNs() : System.nanoTime();
                if (fresh && arrivalNs != 0)
                {
                    known++;
                    if (arrivalNs > latestNs || latestNs - arrivalNs > ARRIVED_AT_MOST_NS || arrivalNs < last)
                    {
                        return RuleResult.broken(Rule.ARRIVAL_TIME, String.format(Locale.ROOT,
                            "arrived %.3f ms before receive returned; is it CLOCK_MONOTONIC, in nanoseconds, and " +
                                "not running backwards?", (latestNs - arrivalNs) / 1e6));
                    }
                    last = arrivalNs;
                }
                s.command(0, true);
                s.send();
            }
        }
        return RuleResult.kept(Rule.ARRIVAL_TIME, known > 0 ? "" : "not known: 0");
    }

    static RuleResult validity(final Bench bench)
    {
        long has = 0;
        long seen = 0;
        try (Session s = bench.openActive())
        {
            for (final DriverChannel channel : s.instance.layout().channels())
            {
                has |= channel.group() == DriverChannel.NO_GROUP ? 0 : 1L << channel.group();
            }
            for (int i = 0; i < bench.options().cycles() / 4; i++)
            {
                s.tick();
                if (s.receive() == Session.OK)
                {
                    seen |= s.validGroups();
                    final String bad = notFinite(s);
                    if (bad != null)
                    {
                        return RuleResult.broken(Rule.VALIDITY, "'" + bad + "' is not finite; a value that cannot be " +
                            "had is 0, and its group is not valid");
                    }
                    if (s.reservedInUse())
                    {
                        return RuleResult.broken(Rule.VALIDITY, "reserved fields of the state header are not 0");
                    }
                }
                s.command(0, true);
                s.send();
            }
        }
        if ((seen & ~has) != 0)
        {
            return RuleResult.broken(Rule.VALIDITY, "marks groups valid of which it has no channel: mask=0x" +
                Long.toHexString(seen & ~has));
        }
        return RuleResult.kept(Rule.VALIDITY, seen == has ? "" : "never valid: mask=0x" +
            Long.toHexString(has & ~seen));
    }

    private static String notFinite(final Session s)
    {
        for (final DriverChannel channel : s.instance.layout().channels())
        {
            for (int i = 0; channel.block() == 0 && i < channel.count(); i++)
            {
                if (!Double.isFinite(s.state.getDouble(channel.offset() + i * Double.BYTES)))
                {
                    return channel.name();
                }
            }
        }
        return null;
    }
}
