package dev.sinew.hal.driver.conformance;

import java.util.Locale;

import dev.sinew.hal.driver.RawDriver;
import dev.sinew.hal.system.SystemException;

/**
 * Rules about stopping and about what is left after close.
 */
final class StopChecks
{
    private static final double LIMP_SHARE = 0.05;
    private static final int SETTLING_CYCLES = 40;
    private static final int TRIES = 4;

    private StopChecks()
    {
    }

    static RuleResult deactivatedStops(final Bench bench)
    {
        final double effort = bench.options().effortNm();
        try (Session s = bench.openActive())
        {
            if (Double.isNaN(s.motorEffort()))
            {
                return RuleResult.notTested(Rule.DEACTIVATED_STOPS, "the driver shows no motor effort");
            }
            if (effort == 0)
            {
                return RuleResult.notTested(Rule.DEACTIVATED_STOPS,
                    "nothing may move; allow an effort (in N·m) that cannot hurt and check again");
            }
            pull(s, effort, true);
            final double pulling = s.motorEffort();
            if (pulling < 0.2 * effort)
            {
                return RuleResult.notTested(Rule.DEACTIVATED_STOPS, "the motors did not pull: commanded " + effort +
                    " N·m, shown " + pulling);
            }
            pull(s, effort, false);
            if (s.motorEffort() > LIMP_SHARE * effort)
            {
                return RuleResult.broken(Rule.DEACTIVATED_STOPS, "send with enabled = 0 left " + s.motorEffort() +
                    " N·m");
            }
            pull(s, effort, true);
            s.instance.deactivate();
            if (!goesLimp(s, effort))
            {
                return RuleResult.broken(Rule.DEACTIVATED_STOPS, "deactivate left " + s.motorEffort() + " N·m");
            }
            s.activate();
            for (int i = 0; i < 5; i++)
            {
                s.tick();
                s.receive();
            }
            return s.motorEffort() <= LIMP_SHARE * effort ? RuleResult.kept(Rule.DEACTIVATED_STOPS, "") :
                RuleResult.broken(Rule.DEACTIVATED_STOPS, "activate alone brought " + s.motorEffort() + " N·m");
        }
    }

    /** The newest sample may be older than the stop, and on a slow bus for some time: looks at later ones, too. */
    private static boolean goesLimp(final Session s, final double effort)
    {
        for (int i = 0; i < SETTLING_CYCLES && s.motorEffort() > LIMP_SHARE * effort; i++)
        {
            s.tick();
            s.receive();
        }
        // Without a motor's effort there is nothing to see.
        return !(s.motorEffort() > LIMP_SHARE * effort);
    }

    private static void pull(final Session s, final double effort, final boolean enabled)
    {
        for (int i = 0; i < 40; i++)
        {
            s.tick();
            s.receive();
            s.command(effort, enabled);
            s.send();
        }
        s.tick();
        s.receive();
    }

    static RuleResult watchdog(final Bench bench)
    {
        RuleResult result = null;
        // The kit's own thread may be stopped for longer than the watchdog waits: then the measurement is no good.
        for (int attempt = 0; attempt < TRIES && result == null; attempt++)
        {
            result = watchdogOnce(bench);
        }
        return result != null ? result : RuleResult.notTested(Rule.WATCHDOG,
            "this machine stopped the kit for longer than the watchdog waits; try again when it is quiet");
    }

    private static RuleResult watchdogOnce(final Bench bench)
    {
        final double watchdogMs = bench.options().watchdogMs();
        try (Session s = bench.openActive())
        {
            if (s.simulated || !s.watched)
            {
                return RuleResult.notTested(Rule.WATCHDOG, s.simulated ? "a simulator has no device" :
                    "the driver shows none, so Sinew will not drive it: set up the device's watchdog in activate");
            }
            final long beginNs = System.nanoTime();
            s.tick();
            s.command(bench.options().effortNm(), true);
            s.send();
            final long sentNs = System.nanoTime();
            double lastLookMs = 0;
            while (true)
            {
                s.tick();
                final double atLeastMs = (System.nanoTime() - sentNs) * 1e-6;
                s.receive();
                final double atMostMs = (System.nanoTime() - beginNs) * 1e-6;
                if (s.watchdogFired())
                {
                    return fired(s, watchdogMs, lastLookMs, atMostMs);
                }
                if (atLeastMs > 2 * watchdogMs + 10)
                {
                    return RuleResult.broken(Rule.WATCHDOG, String.format(Locale.ROOT,
                        "did not fire within %.0f ms of silence (watchdog_ms=%.0f), or the status does not show it",
                        atLeastMs, watchdogMs));
                }
                lastLookMs = atLeastMs;
            }
        }
    }

    private static RuleResult fired(
        final Session s,
        final double watchdogMs,
        final double lastLookMs,
        final double atMostMs)
    {
        if (atMostMs < 0.6 * watchdogMs)
        {
            return RuleResult.broken(Rule.WATCHDOG, String.format(Locale.ROOT,
                "fired after at most %.1f ms, watchdog_ms=%.0f", atMostMs,
                watchdogMs));
        }
        if (lastLookMs > 2 * watchdogMs)
        {
            return RuleResult.broken(Rule.WATCHDOG, String.format(Locale.ROOT,
                "fired after more than %.1f ms, watchdog_ms=%.0f",
                lastLookMs, watchdogMs));
        }
        if (!goesLimp(s, s.options.effortNm()))
        {
            return RuleResult.broken(Rule.WATCHDOG, "fired but left " + s.motorEffort() + " N·m");
        }
        final String revived = revived(s);
        if (revived != null)
        {
            return RuleResult.broken(Rule.WATCHDOG, revived);
        }
        s.instance.deactivate();
        s.activate();
        s.tick();
        s.command(0, true);
        final int sent = s.send();
        s.tick();
        s.receive();
        if (sent != Session.OK)
        {
            return RuleResult.broken(Rule.WATCHDOG, "after deactivate and activate send returned " + sent +
                ", needed 0");
        }
        return RuleResult.kept(Rule.WATCHDOG, String.format(Locale.ROOT, "fired between %.1f and %.1f ms of silence",
            lastLookMs,
            atMostMs));
    }

    /** A command that comes after the watchdog has fired must move nothing. */
    private static String revived(final Session s)
    {
        s.command(s.options.effortNm(), true);
        s.instance.send(s.nowNs());
        for (int i = 0; i < 5; i++)
        {
            s.tick();
            s.receive();
        }
        return s.motorEffort() > LIMP_SHARE * s.options.effortNm() ?
            "a command after it fired brought " + s.motorEffort() + " N·m without a new activate" : null;
    }

    static RuleResult noLeak(final Bench bench)
    {
        final int opens = bench.options().opens();
        openAndClose(bench, 3);
        final ProcessResources begin = ProcessResources.now();
        long pieces = 0;
        String opened = null;
        String detail = opens + " opens";
        try (AllocationProbe probe = new AllocationProbe(bench.library()))
        {
            final long before = probe.outstanding();
            opened = openAndClose(bench, opens);
            refuse(bench, opens / 2);
            pieces = probe.outstanding() - before;
        }
        catch (final SystemException absent)
        {
            opened = openAndClose(bench, opens);
            detail += "; memory not counted: " + absent.getMessage();
        }
        if (opened != null)
        {
            return RuleResult.broken(Rule.NO_LEAK, opened);
        }
        final ProcessResources end = ProcessResources.now();
        if (2 * pieces >= opens)
        {
            return RuleResult.broken(Rule.NO_LEAK, pieces + " pieces of memory kept after " + detail);
        }
        if (2 * (end.files() - begin.files()) >= opens)
        {
            return RuleResult.broken(Rule.NO_LEAK, end.files() - begin.files() + " files kept after " + detail);
        }
        if (2 * (end.threads() - begin.threads()) >= opens)
        {
            return RuleResult.broken(Rule.NO_LEAK, end.threads() - begin.threads() + " threads kept after " + detail);
        }
        return RuleResult.kept(Rule.NO_LEAK, detail);
    }

    /** Opens and closes, every second time without deactivating first; what went wrong, or null. */
    private static String openAndClose(final Bench bench, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            try (Session s = bench.open())
            {
                s.activate();
                s.receive();
                s.command(0, true);
                s.send();
                if (i % 2 == 0)
                {
                    s.instance.deactivate();
                }
            }
            catch (final NotOpenedException refused)
            {
                if (i == 0)
                {
                    throw refused;
                }
                return "after " + i + " times open and close: " + refused.getMessage();
            }
        }
        return null;
    }

    private static void refuse(final Bench bench, final int times)
    {
        for (int i = 0; i < times; i++)
        {
            final RawDriver.Instance opened =
                bench.driver().open(bench.options().config() + SetupChecks.STRANGE_KEY);
            if (opened.openCode() == Session.OK)
            {
                opened.close();
            }
        }
    }
}
