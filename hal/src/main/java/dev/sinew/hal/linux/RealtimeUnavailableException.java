package dev.sinew.hal.linux;

/** Real-time settings were required and are not to be had; the message lists all that is missing, with remedies. */
public final class RealtimeUnavailableException extends RuntimeException
{
    private final transient RealtimeReport report;

    /**
     * Constructor.
     *
     * @param report what was asked for and what was got.
     */
    public RealtimeUnavailableException(final RealtimeReport report)
    {
        super(message(report));
        this.report = report;
    }

    /**
     * What was asked for and what was got.
     *
     * @return the report.
     */
    public RealtimeReport report()
    {
        return report;
    }

    private static String message(final RealtimeReport report)
    {
        final StringBuilder text = new StringBuilder("real-time settings are required and ")
            .append(report.missing().size()).append(" of ").append(report.outcomes().size()).append(" are missing:");
        for (final Outcome outcome : report.missing())
        {
            text.append("\n  ").append(outcome.line());
        }
        return text.append("\nTo start without them, say 'prefer' instead of 'require'.").toString();
    }
}
