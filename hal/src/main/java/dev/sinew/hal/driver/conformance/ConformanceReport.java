package dev.sinew.hal.driver.conformance;

import java.util.List;
import java.util.Locale;

/**
 * What the kit found about one library, one result a rule, in the order of {@link Rule}.
 *
 * @param library path of the library.
 * @param driver  name and version as the driver says them, or an empty text.
 * @param results one a rule.
 */
public record ConformanceReport(String library, String driver, List<RuleResult> results)
{
    private static final int MANY = 4;

    /**
     * Makes the list unmodifiable.
     */
    public ConformanceReport
    {
        results = List.copyOf(results);
    }

    /**
     * @return true when no rule is broken.
     */
    public boolean passed()
    {
        return broken().isEmpty();
    }

    /**
     * @return the broken rules.
     */
    public List<Rule> broken()
    {
        return results.stream().filter(result -> result.outcome() == RuleResult.Outcome.BROKEN)
            .map(RuleResult::rule).toList();
    }

    /**
     * @param rule a rule.
     * @return what became of it.
     */
    public RuleResult of(final Rule rule)
    {
        return results.get(rule.ordinal());
    }

    private static String line(final RuleResult result)
    {
        final String mark = switch (result.outcome())
        {
            case KEPT -> "ok   ";
            case BROKEN -> "BREAK";
            case NOT_TESTED -> "  -  ";
        };
        return mark + " " + String.format(Locale.ROOT, "%-18s", result.rule().id()) + result.rule().sentence() +
            (result.detail().isEmpty() ? "" : "\n      " + " ".repeat(18) + result.detail()) + "\n";
    }

    /** Why all that was not tested was not, when that is one and the same reason for many rules; else null. */
    private String sharedReason()
    {
        final List<String> reasons = results.stream().filter(r -> r.outcome() == RuleResult.Outcome.NOT_TESTED)
            .map(RuleResult::detail).toList();
        return reasons.size() >= MANY && reasons.stream().distinct().count() == 1 ? reasons.get(0) : null;
    }

    /**
     * @return the report as lines of text for a terminal, one a rule, with a verdict at the end. Rules that were not
     * tested, all of them for one reason, share a line.
     */
    public String render()
    {
        final StringBuilder text = new StringBuilder("driver  ").append(driver.isEmpty() ? "(unknown)" : driver)
            .append("\nlibrary ").append(library).append('\n');
        final String shared = sharedReason();
        int tested = 0;
        for (final RuleResult result : results)
        {
            final boolean isTested = result.outcome() != RuleResult.Outcome.NOT_TESTED;
            tested += isTested ? 1 : 0;
            text.append(isTested || shared == null ? line(result) : "");
        }
        if (shared != null)
        {
            text.append("  -   ").append(results.size() - tested).append(" other rules: ").append(shared).append('\n');
        }
        final int broken = broken().size();
        text.append(broken == 0 ? "keeps all " + tested + " rules that were tested" :
            "breaks " + broken + " of " + tested + " rules that were tested");
        if (tested < results.size())
        {
            text.append("; ").append(results.size() - tested).append(" not tested");
        }
        return text.append('\n').toString();
    }
}
