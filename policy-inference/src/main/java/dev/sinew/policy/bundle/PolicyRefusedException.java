package dev.sinew.policy.bundle;

import java.util.List;

/** A policy that must not run on this robot; one line per mistake, each saying what would be right. */
public final class PolicyRefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * @param policy   what was refused, as the user named it.
     * @param problems at least one line.
     */
    public PolicyRefusedException(final String policy, final List<String> problems)
    {
        super("policy " + policy + " is refused:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** @return one line per mistake, in the order of the files. */
    public List<String> problems()
    {
        return problems;
    }
}
