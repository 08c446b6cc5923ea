package dev.sinew.hal.driver.conformance;

import java.util.Arrays;
import java.util.Locale;

import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.system.SystemException;

/**
 * Rules about the cycle: samples, time, validity, run time, allocation, errors.
 */
final class CycleChecks
{
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
                        return RuleResult.broken(Rule.VALIDITY, "'" + bad +
                            "' is not finite but its group is marked valid");
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
            final boolean valid = channel.block() == 0 &&
                (channel.group() == DriverChannel.NO_GROUP || (s.validGroups() >>> channel.group() & 1) != 0);
            for (int i = 0; valid && i < channel.count(); i++)
            {
                if (!Double.isFinite(s.state.getDouble(channel.offset() + i * Double.BYTES)))
                {
                    return channel.name();
                }
            }
        }
        return null;
    }

    static RuleResult timeBound(final Bench bench)
    {
        final int cycles = bench.options().cycles();
        final long[] receiveNs = new long[cycles];
        final long[] sendNs = new long[cycles];
        try (Session s = bench.openActive())
        {
            if (s.simulated)
            {
                return RuleResult.notTested(Rule.TIME_BOUND, "a simulator takes the time that its step takes");
            }
            for (int i = 0; i < cycles; i++)
            {
                s.tick();
                final long begin = System.nanoTime();
                s.receive();
                final long between = System.nanoTime();
                s.command(0, true);
                final long sending = System.nanoTime();
                s.send();
                sendNs[i] = System.nanoTime() - sending;
                receiveNs[i] = s.paces ? 0 : between - begin;
            }
        }
        Arrays.sort(receiveNs);
        Arrays.sort(sendNs);
        final int p99 = (int)(cycles * 0.99) - 1;
        final String detail = String.format(Locale.ROOT, "p99 %.1f µs receive, %.1f µs send; longest %.1f and %.1f",
            receiveNs[p99] / 1e3, sendNs[p99] / 1e3, receiveNs[cycles - 1] / 1e3, sendNs[cycles - 1] / 1e3);
        final long bound = bench.options().callBoundNs();
        return receiveNs[p99] <= bound && sendNs[p99] <= bound ? RuleResult.kept(Rule.TIME_BOUND, detail) :
            RuleResult.broken(Rule.TIME_BOUND, detail + String.format(Locale.ROOT, "; bound %.1f", bound / 1e3));
    }

    static RuleResult noAllocation(final Bench bench)
    {
        try (Session s = bench.openActive(); AllocationProbe probe = new AllocationProbe(bench.library()))
        {
            final long before = probe.arm(false);
            for (int i = 0; i < bench.options().cycles() / 2; i++)
            {
                s.tick();
                s.command(0, true);
                probe.arm(true);
                s.receive();
                s.send();
                probe.arm(false);
            }
            final long calls = probe.arm(false) - before;
            if (calls > 0)
            {
                return RuleResult.broken(Rule.NO_ALLOCATION, calls + " calls of the allocator in " +
                    bench.options().cycles() / 2 + " cycles");
            }
            return RuleResult.kept(Rule.NO_ALLOCATION, "watched " + probe.slots() + " ways to the allocator");
        }
        catch (final SystemException absent)
        {
            return RuleResult.notTested(Rule.NO_ALLOCATION, absent.getMessage());
        }
    }

    static RuleResult errors(final Bench bench)
    {
        try (Session s = bench.openActive())
        {
            final Integer request = s.instance.request("no_such_request_42");
            if (request != null && request != Session.ERROR)
            {
                return RuleResult.broken(Rule.ERRORS, "an unknown request returned " + request +
                    ", needed 4 (SINEW_ERROR)");
            }
            final DriverChannel channel = s.instance.layout().channels().stream()
                .filter(c -> c.block() == 1).findFirst().orElse(null);
            if (channel == null)
            {
                return RuleResult.notTested(Rule.ERRORS, "the driver takes no commands");
            }
            s.tick();
            s.receive();
            s.command(0, true);
            s.command.putDouble(channel.offset(), Double.NaN);
            final int code = s.send();
            if (code != Session.ERROR)
            {
                return RuleResult.broken(Rule.ERRORS, "send with a NaN in '" + channel.name() + "' returned " + code +
                    ", needed 4 (SINEW_ERROR)");
            }
            final String reason = Bench.badReason(s.instance.lastError());
            if (reason != null)
            {
                return RuleResult.broken(Rule.ERRORS, "send refused a NaN but " + reason);
            }
            s.instance.deactivate();
            s.activate();
            s.tick();
            s.receive();
            s.command(0, true);
            final int again = s.send();
            return again == Session.OK ? RuleResult.kept(Rule.ERRORS, "") : RuleResult.broken(Rule.ERRORS,
                "after a NaN, deactivate and activate, send returned " + again + ", needed 0 (SINEW_OK)");
        }
    }
}
