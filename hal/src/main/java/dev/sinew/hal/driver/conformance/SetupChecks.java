package dev.sinew.hal.driver.conformance;

import java.util.List;

import dev.sinew.hal.driver.RawDriver;

/**
 * Rules about opening, describing, the order of calls, and several handles.
 */
final class SetupChecks
{
    static final String NONSENSE = "\u00a7 this is no configuration \u00a7";
    private static final String LONG_NONSENSE = "no_such_key_42=" + "x".repeat(100_000);
    static final String STRANGE_KEY = "\nno_such_key_42=\u00a7";

    private SetupChecks()
    {
    }

    static RuleResult identity(final Bench bench)
    {
        final String name;
        final String version;
        try (Session s = bench.open())
        {
            name = s.instance.name();
            version = s.instance.version();
        }
        if (!name.matches("\\S{1,40}"))
        {
            return RuleResult.broken(Rule.IDENTITY, "name is empty, longer than 40 characters or has blanks: '" + name +
                "'");
        }
        return version.isBlank() ? RuleResult.broken(Rule.IDENTITY, "version is empty") :
            RuleResult.kept(Rule.IDENTITY, name + " " + version);
    }

    static RuleResult openRefuses(final Bench bench)
    {
        String problem = null;
        for (final String text : List.of(NONSENSE, LONG_NONSENSE))
        {
            problem = problem == null ? refusalProblem(bench, text, "nonsense") : problem;
        }
        if (problem == null)
        {
            problem = refusalProblem(bench, bench.options().config() + STRANGE_KEY,
                "the given text with no_such_key_42=");
        }
        return problem == null ? RuleResult.kept(Rule.OPEN_REFUSES, "") : RuleResult.broken(Rule.OPEN_REFUSES, problem);
    }

    private static String refusalProblem(final Bench bench, final String text, final String what)
    {
        final RawDriver.Instance opened = bench.driver().open(text);
        if (opened.openCode() == Session.OK)
        {
            opened.close();
            return "accepted " + what;
        }
        if (opened.openCode() != Session.ERROR)
        {
            return "returned " + opened.openCode() + " for " + what + ", needed 4 (SINEW_ERROR)";
        }
        if (opened.handle() != 0 || opened.layoutAddress() != 0)
        {
            return "refused " + what + " but left handle or layout other than NULL";
        }
        final String reason = Bench.badReason(bench.driver().openError());
        return reason == null ? null : "refused " + what + " but " + reason;
    }

    static RuleResult layout(final Bench bench)
    {
        final RawDriver.Instance opened = bench.driver().open(bench.options().config());
        if (opened.openCode() != Session.OK)
        {
            throw new NotOpenedException("open returned " + opened.openCode() + ": " + bench.driver().openError());
        }
        if (opened.layout() == null || opened.handle() == 0 || opened.handle() == -1)
        {
            if (opened.handle() != -1)
            {
                opened.close();
            }
            return RuleResult.broken(Rule.LAYOUT, "open succeeded without a handle or a layout");
        }
        final List<String> problems = opened.layout().problems();
        final int channels = opened.layout().channels().size();
        if (!problems.isEmpty())
        {
            opened.close();
            return RuleResult.broken(Rule.LAYOUT, problems.get(0) +
                (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
        }
        final boolean same;
        try (Session s = new Session(opened, bench.options()))
        {
            bench.warm(s);
            same = opened.layout().equals(opened.layoutNow());
        }
        return same ? RuleResult.kept(Rule.LAYOUT, channels + " channels") :
            RuleResult.broken(Rule.LAYOUT, "changed after open; blocks and channels stay as they are until close");
    }

    static RuleResult lifecycle(final Bench bench)
    {
        final StringBuilder broken = new StringBuilder();
        bench.driver().closeNull();
        try (Session s = bench.open())
        {
            s.tick();
            expect(broken, "send before activate", s.instance.send(s.nowNs()), Session.NOT_ACTIVE);
            expect(broken, "deactivate before activate", s.instance.deactivate(), Session.OK);
            final int received = s.receive();
            if (received == Session.NOT_ACTIVE || received == Session.ERROR)
            {
                expect(broken, "receive before activate", received, Session.OK);
            }
            for (int round = 0; round < 2; round++)
            {
                expect(broken, "activate", s.activate(), Session.OK);
                expect(broken, "activate twice", s.activate(), Session.OK);
                s.tick();
                s.receive();
                s.command(0, true);
                expect(broken, "send while active", s.send(), Session.OK);
                expect(broken, "deactivate", s.instance.deactivate(), Session.OK);
                expect(broken, "deactivate twice", s.instance.deactivate(), Session.OK);
                expect(broken, "send after deactivate", s.instance.send(s.nowNs()), Session.NOT_ACTIVE);
            }
        }
        return broken.length() == 0 ? RuleResult.kept(Rule.LIFECYCLE, "") :
            RuleResult.broken(Rule.LIFECYCLE, broken.toString());
    }

    private static void expect(final StringBuilder broken, final String what, final int code, final int wanted)
    {
        if (code != wanted && broken.length() == 0)
        {
            broken.append(what).append(" returned ").append(code).append(", needed ").append(wanted);
        }
    }

    static RuleResult instances(final Bench bench)
    {
        try (Session first = bench.openActive())
        {
            final RawDriver.Instance opened = bench.driver().open(bench.options().config());
            if (opened.openCode() != Session.OK)
            {
                final String reason = Bench.badReason(bench.driver().openError());
                return reason == null ?
                    RuleResult.kept(Rule.INSTANCES, "this device opens once: " + bench.driver().openError()) :
                    RuleResult.broken(Rule.INSTANCES, "a second open was refused but " + reason);
            }
            try (Session second = new Session(opened, bench.options()))
            {
                final String problem = disturbance(bench, first, second);
                return problem == null ? RuleResult.kept(Rule.INSTANCES, "") :
                    RuleResult.broken(Rule.INSTANCES, problem);
            }
        }
    }

    private static String disturbance(final Bench bench, final Session first, final Session second)
    {
        if (overlap(first.state.addressOffset(), first.state.capacity(), second.state.addressOffset()) ||
            overlap(first.command.addressOffset(), first.command.capacity(), second.command.addressOffset()))
        {
            return "two handles share a block";
        }
        final String together = HandOver.cycleTogether(first, second);
        if (together != null)
        {
            return together;
        }
        second.tick();
        second.receive();
        final byte[] before = second.stateBytes();
        for (int i = 0; i < 5; i++)
        {
            first.tick();
            first.receive();
            first.command(bench.options().effortNm(), true);
            first.send();
        }
        if (!java.util.Arrays.equals(before, second.stateBytes()))
        {
            return "cycles of one handle changed the other's state block";
        }
        first.instance.deactivate();
        first.close();
        second.activate();
        second.tick();
        final int received = second.receive();
        second.command(0, true);
        final int sent = second.send();
        if (received != Session.OK && received != Session.NO_NEW_SAMPLE || sent != Session.OK)
        {
            return "after one handle was closed the other failed: receive=" + received + ", send=" + sent;
        }
        return null;
    }

    private static boolean overlap(final long a, final long bytes, final long b)
    {
        return b < a + bytes && a < b + bytes;
    }
}
