package dev.sinew.hal.driver.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.RawDriver;
import dev.sinew.hal.system.SystemException;

/**
 * Runs a driver library through every {@link Rule}.
 */
public final class ConformanceKit
{
    private static final Map<Rule, Bench.Check> CHECKS = checks();
    /** A busy machine can make any driver look slow, but none fast: the best of some tries counts. */
    private static final Set<Rule> TIMED = EnumSet.of(Rule.DEVICE_TIME, Rule.TIME_BOUND);
    private static final int TIMED_TRIES = 4;
    /** Longest wait for a driver in a process of its own, µs; a check may run on a machine that has other work. */
    private static final int ISOLATED_WAIT_US = 50_000;

    private ConformanceKit()
    {
    }

    /**
     * Checks one library. Takes some seconds; moves motors only by {@link ConformanceOptions#effortNm()}.
     *
     * @param library the driver's file.
     * @param options how to check it.
     * @return what was found, one result a rule.
     * @throws SystemException when there is no such file, or the driver does not open under the given text.
     */
    public static ConformanceReport check(final Path library, final ConformanceOptions options) throws SystemException
    {
        return check(library, options, Isolation.NONE);
    }

    /**
     * Checks one library, as it is or as a loop sees it when it runs in a process of its own.
     *
     * @param library   the driver's file.
     * @param options   how to check it.
     * @param isolation where it runs.
     * @return what was found, one result a rule.
     * @throws SystemException when there is no such file, or the driver does not open under the given text.
     */
    public static ConformanceReport check(
        final Path library,
        final ConformanceOptions options,
        final Isolation isolation) throws SystemException
    {
        if (!Files.isRegularFile(library))
        {
            throw new SystemException("no such driver library: path=" + library.toAbsolutePath() +
                "; correct the path");
        }
        final Path path = library.toAbsolutePath().normalize();
        final RuleResult survival = SurvivalCheck.run(path, options);
        if (survival.outcome() == RuleResult.Outcome.BROKEN)
        {
            return only(path, survival, "not tested, for the driver would take the check with it; mend this first");
        }
        final boolean here = isolation == Isolation.NONE;
        final Path called = here ? path : Isolation.library();
        final RawDriver driver;
        try
        {
            driver = RawDriver.load(called);
        }
        catch (final SystemException refused)
        {
            return only(path, RuleResult.broken(Rule.ABI_VERSION, refused.getMessage()),
                "the library cannot be used");
        }
        final Bench bench = new Bench(called, driver, here ? options :
            options.withConfig(isolation.text(path, options.config(), ISOLATED_WAIT_US)));
        final String identity = requireOpens(bench);
        return new ConformanceReport(path.toString(), identity, all(bench, survival));
    }

    private static List<RuleResult> all(final Bench bench, final RuleResult survival)
    {
        final List<RuleResult> results = new ArrayList<>();
        boolean usable = true;
        for (final Rule rule : Rule.values())
        {
            final RuleResult result = rule == Rule.ABI_VERSION ? RuleResult.kept(rule, "") :
                rule == Rule.SURVIVES ? survival :
                usable ? run(rule, bench) : RuleResult.notTested(rule, "the layout cannot be used");
            results.add(result);
            usable &= rule != Rule.LAYOUT || result.outcome() != RuleResult.Outcome.BROKEN;
        }
        return results;
    }

    private static ConformanceReport only(final Path path, final RuleResult broken, final String others)
    {
        final List<RuleResult> results = new ArrayList<>();
        for (final Rule rule : Rule.values())
        {
            results.add(rule == broken.rule() ? broken : RuleResult.notTested(rule, others));
        }
        return new ConformanceReport(path.toString(), "", results);
    }

    private static RuleResult run(final Rule rule, final Bench bench)
    {
        try
        {
            RuleResult result = CHECKS.get(rule).run(bench);
            for (int attempt = 1; attempt < TIMED_TRIES && TIMED.contains(rule) &&
                result.outcome() == RuleResult.Outcome.BROKEN; attempt++)
            {
                result = CHECKS.get(rule).run(bench);
            }
            return result;
        }
        catch (final NotOpenedException refused)
        {
            return rule == Rule.LIFECYCLE ?
                RuleResult.broken(rule, "opened once, but not again: " + refused.getMessage()) :
                RuleResult.notTested(rule, "did not open again: " + refused.getMessage());
        }
    }

    private static String requireOpens(final Bench bench) throws SystemException
    {
        final RawDriver.Instance opened = bench.driver().open(bench.options().config());
        if (opened.openCode() != Session.OK)
        {
            throw new SystemException("the driver does not open under this configuration, so nothing can be checked: " +
                bench.driver().openError() + " (give the text that it needs with --config)");
        }
        final String identity = opened.name() + " " + opened.version();
        opened.close();
        return identity;
    }

    private static Map<Rule, Bench.Check> checks()
    {
        final Map<Rule, Bench.Check> checks = new EnumMap<>(Rule.class);
        checks.put(Rule.IDENTITY, SetupChecks::identity);
        checks.put(Rule.OPEN_REFUSES, SetupChecks::openRefuses);
        checks.put(Rule.LAYOUT, SetupChecks::layout);
        checks.put(Rule.LIFECYCLE, SetupChecks::lifecycle);
        checks.put(Rule.SEQUENCE, CycleChecks::sequence);
        checks.put(Rule.DEVICE_TIME, CycleChecks::deviceTime);
        checks.put(Rule.ARRIVAL_TIME, CycleChecks::arrivalTime);
        checks.put(Rule.VALIDITY, CycleChecks::validity);
        checks.put(Rule.TIME_BOUND, HabitChecks::timeBound);
        checks.put(Rule.NO_ALLOCATION, HabitChecks::noAllocation);
        checks.put(Rule.QUIET, HabitChecks::quiet);
        checks.put(Rule.ERRORS, HabitChecks::errors);
        checks.put(Rule.DEACTIVATED_STOPS, StopChecks::deactivatedStops);
        checks.put(Rule.WATCHDOG, StopChecks::watchdog);
        checks.put(Rule.INSTANCES, SetupChecks::instances);
        checks.put(Rule.NO_LEAK, StopChecks::noLeak);
        return checks;
    }
}
