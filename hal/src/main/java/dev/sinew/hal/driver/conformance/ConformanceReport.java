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

    /**
     * @return the report as lines of text for a terminal, one a rule, with a verdict at the end.
     */
    public String render()
    {
        final StringBuilder text = new StringBuilder("driver  ").append(driver.isEmpty() ? "(unknown)" : driver)
            .append("\nlibrary ").append(library).append('\n');
        int tested = 0;
        for (final RuleResult result : results)
        {
            final String mark = switch (result.outcome())
            {
                case KEPT -> "ok   ";
                case BROKEN -> "BREAK";
                case NOT_TESTED -> "  -  ";
            };
            tested += result.outcome() == RuleResult.Outcome.NOT_TESTED ? 0 : 1;
            text.append(mark).append(' ').append(String.format(Locale.ROOT, "%-18s", result.rule().id()))
                .append(result.rule().sentence());
            if (!result.detail().isEmpty())
            {
                text.append("\n      ").append(" ".repeat(18)).append(result.detail());
            }
            text.append('\n');
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
