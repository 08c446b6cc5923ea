package dev.sinew.policy;

import java.util.Locale;
import java.util.Map;

/** Shows a {@link PolicyCheckReport} to a person. */
public final class PolicyCheckRenderer
{
    private PolicyCheckRenderer()
    {
    }

    /** @return lines for a terminal, the verdict last. */
    public static String text(final PolicyCheckReport report)
    {
        final StringBuilder out = new StringBuilder();
        out.append("policy ").append(report.path()).append('\n');
        for (final Map.Entry<String, String> fact : report.facts().entrySet())
        {
            out.append(String.format(Locale.ROOT, "  %-13s %s%n", fact.getKey(), fact.getValue()));
        }
        if (!report.engines().isEmpty())
        {
            out.append(String.format(Locale.ROOT, "  %-13s %10s %10s %12s %14s%n",
                "engine", "p50 us", "p99 us", "bytes/run", "largest error"));
            report.engines().forEach(row -> out.append(row(row)));
        }
        report.warnings().forEach(line -> out.append("  warning: ").append(line).append('\n'));
        report.problems().forEach(line -> out.append("  problem: ").append(line).append('\n'));
        out.append(report.passed() ? "PASS: the policy may run" : "FAIL: the policy is refused, " +
            report.problems().size() + (report.problems().size() == 1 ? " problem" : " problems")).append('\n');
        return out.toString();
    }

    private static String row(final PolicyCheckReport.EngineRow row)
    {
        if (!row.available())
        {
            return String.format(Locale.ROOT, "  %-13s not here: %s%n", row.name(), row.unavailable());
        }
        return String.format(Locale.ROOT, "  %-13s %10.1f %10.1f %12d %14.2e%n",
            row.name(), row.p50Ns() / 1e3, row.p99Ns() / 1e3, row.bytesPerRun(), row.largestError());
    }
}
