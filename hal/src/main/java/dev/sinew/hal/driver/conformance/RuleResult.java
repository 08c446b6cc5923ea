package dev.sinew.hal.driver.conformance;

/**
 * What became of one rule.
 *
 * @param rule    the rule.
 * @param outcome kept, broken or not tested.
 * @param detail  what was seen, or why it was not tested; may be empty for a kept rule.
 */
public record RuleResult(Rule rule, Outcome outcome, String detail)
{
    /** Outcomes. */
    public enum Outcome
    {
        /** The driver kept the rule wherever the kit could see. */
        KEPT,
        /** The driver broke the rule. */
        BROKEN,
        /** The kit could not test it. */
        NOT_TESTED
    }

    static RuleResult kept(final Rule rule, final String detail)
    {
        return new RuleResult(rule, Outcome.KEPT, detail);
    }

    static RuleResult broken(final Rule rule, final String detail)
    {
        return new RuleResult(rule, Outcome.BROKEN, detail);
    }

    static RuleResult notTested(final Rule rule, final String why)
    {
        return new RuleResult(rule, Outcome.NOT_TESTED, why);
    }
}
