package dev.sinew.hal.driver.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.driver.RawDriver;
import dev.sinew.hal.system.SystemException;

/**
 * Runs a driver library through every {@link Rule}.
 */
public final class ConformanceKit
{
    private static final Map<Rule, Bench.Check> CHECKS = checks();

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
        if (!Files.isRegularFile(library))
        {
            throw new SystemException("no such driver library: path=" + library.toAbsolutePath() +
                "; correct the path");
        }
        final Path path = library.toAbsolutePath().normalize();
        final List<RuleResult> results = new ArrayList<>();
        final RawDriver driver;
        try
        {
            driver = RawDriver.load(path);
        }
        catch (final SystemException refused)
        {
            results.add(RuleResult.broken(Rule.ABI_VERSION, refused.getMessage()));
            for (int i = 1; i < Rule.values().length; i++)
            {
                results.add(RuleResult.notTested(Rule.values()[i], "the library cannot be used"));
            }
            return new ConformanceReport(path.toString(), "", results);
        }
        requireOpens(driver, options);
        results.add(RuleResult.kept(Rule.ABI_VERSION, ""));
        final Bench bench = new Bench(path, driver, options);
        boolean usable = true;
        for (int i = 1; i < Rule.values().length; i++)
        {
            final Rule rule = Rule.values()[i];
            results.add(usable ? run(rule, bench) : RuleResult.notTested(rule, "the layout cannot be used"));
            usable &= rule != Rule.LAYOUT || results.get(i).outcome() != RuleResult.Outcome.BROKEN;
        }
        return new ConformanceReport(path.toString(), driver.name() + " " + driver.version(), results);
    }

    private static RuleResult run(final Rule rule, final Bench bench)
    {
        try
        {
            return CHECKS.get(rule).run(bench);
        }
        catch (final NotOpenedException refused)
        {
            return rule == Rule.LIFECYCLE ?
                RuleResult.broken(rule, "opened once, but not again: " + refused.getMessage()) :
                RuleResult.notTested(rule, "did not open again: " + refused.getMessage());
        }
    }

    private static void requireOpens(final RawDriver driver, final ConformanceOptions options) throws SystemException
    {
        final RawDriver.Instance opened = driver.open(options.config());
        if (opened.openCode() != Session.OK)
        {
            throw new SystemException("the driver does not open under this configuration, so nothing can be checked: " +
                driver.openError() + " (give the text that it needs with --config)");
        }
        opened.close();
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
