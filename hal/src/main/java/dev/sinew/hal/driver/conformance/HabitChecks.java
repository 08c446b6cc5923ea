package dev.sinew.hal.driver.conformance;

import java.util.Arrays;
import java.util.Locale;

import dev.sinew.hal.driver.DriverChannel;
import dev.sinew.hal.system.SystemException;

/**
 * Rules about how the verbs of the cycle behave: run time, allocation, silence, errors.
 */
final class HabitChecks
{
    private HabitChecks()
    {
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
        return watched(bench, Rule.NO_ALLOCATION);
    }

    static RuleResult quiet(final Bench bench)
    {
        return watched(bench, Rule.QUIET);
    }

    private static RuleResult watched(final Bench bench, final Rule rule)
    {
        final int cycles = bench.options().cycles() / 2;
        try (Session s = bench.openActive(); AllocationProbe probe = new AllocationProbe(bench.library()))
        {
            final long allocatedBefore = probe.arm(false);
            final long saidBefore = probe.words();
            for (int i = 0; i < cycles; i++)
            {
                s.tick();
                s.command(0, true);
                probe.arm(true);
                s.receive();
                s.send();
                probe.arm(false);
            }
            final long calls = rule == Rule.QUIET ? probe.words() - saidBefore : probe.arm(false) - allocatedBefore;
            if (calls > 0)
            {
                return RuleResult.broken(rule, calls + (rule == Rule.QUIET ?
                    " calls that print or open a file in " : " calls of the allocator in ") + cycles + " cycles");
            }
            return RuleResult.kept(rule, "watched " + probe.slots() + " ways out of the library");
        }
        catch (final SystemException absent)
        {
            return RuleResult.notTested(rule, absent.getMessage());
        }
    }

    static RuleResult errors(final Bench bench)
    {
        try (Session fresh = bench.open())
        {
            final String early = fresh.instance.lastError();
            if (early == null || !early.isEmpty())
            {
                return RuleResult.broken(Rule.ERRORS, "last_error before any failure is " +
                    (early == null ? "NULL" : "'" + early + "'") + ", needed an empty text");
            }
        }
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
