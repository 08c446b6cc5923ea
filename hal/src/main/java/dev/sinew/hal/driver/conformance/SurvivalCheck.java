package dev.sinew.hal.driver.conformance;

import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.RawDriver;
import dev.sinew.hal.system.SystemException;

/**
 * Takes a driver through all verbs in a process of its own, before the other checks call it in this one: a driver that
 * crashes or hangs must not take the check with it.
 */
final class SurvivalCheck
{
    /** Longest wait for receive and send, µs: a slow machine must not look like a driver that hangs. */
    private static final int WAIT_US = 1_000_000;
    private static final int CYCLES = 20;
    private static final int WELL = 0;
    private static final int LATE = 1;

    private SurvivalCheck()
    {
    }

    /**
     * @param library the driver's file.
     * @param options how to check it.
     * @return what became of the rule.
     */
    static RuleResult run(final Path library, final ConformanceOptions options)
    {
        final RawDriver host;
        try
        {
            host = RawDriver.load(Isolation.library());
        }
        catch (final SystemException absent)
        {
            return RuleResult.notTested(Rule.SURVIVES, absent.getMessage());
        }
        for (final String config : List.of(SetupChecks.NONSENSE, options.config() + SetupChecks.STRANGE_KEY,
            options.config()))
        {
            final String problem = problem(host, options, Isolation.PROCESS.text(library, config, WAIT_US));
            if (problem != null)
            {
                return RuleResult.broken(Rule.SURVIVES, problem);
            }
        }
        return RuleResult.kept(Rule.SURVIVES, "");
    }

    private static String problem(final RawDriver host, final ConformanceOptions options, final String text)
    {
        final RawDriver.Instance opened = host.open(text);
        if (opened.openCode() != Session.OK)
        {
            final String reason = host.openError();
            return reason.startsWith("driver host:") ? reason : null;
        }
        if (opened.layout() == null || !opened.layout().problems().isEmpty())
        {
            opened.close();
            return null;
        }
        try (Session s = new Session(opened, options))
        {
            return live(s);
        }
    }

    /** All verbs, in good and in bad order. */
    private static String live(final Session s)
    {
        s.tick();
        s.receive();
        s.command(0, true);
        s.instance.send(s.nowNs());
        String fate = fate(s);
        for (int round = 0; fate == null && round < 2; round++)
        {
            s.activate();
            for (int i = 0; fate(s) == null && i < CYCLES; i++)
            {
                s.tick();
                s.receive();
                s.command(0, true);
                s.instance.send(s.nowNs());
            }
            if (fate(s) == null)
            {
                s.command.setMemory(Session.HEADER_BYTES, s.command.capacity() - Session.HEADER_BYTES, (byte)0xff);
                s.instance.send(s.nowNs());
                s.instance.request("no_such_request_42");
            }
            fate = fate(s);
            s.instance.deactivate();
            s.instance.deactivate();
        }
        return fate;
    }

    private static String fate(final Session s)
    {
        final int fate = s.instance.fate();
        if (fate == WELL)
        {
            return null;
        }
        // The last call says what happened, or that it still goes on.
        s.instance.receive(s.nowNs());
        return fate == LATE ? "hangs: " + s.instance.lastError() : s.instance.lastError();
    }
}
