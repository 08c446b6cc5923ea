package dev.sinew.hal.linux;

/**
 * What became of one wish to the operating system: asked for, read back, and how to get it where it was refused.
 *
 * @param setting name of the setting, for example {@code scheduling}.
 * @param status  whether the read-back value satisfies the wish.
 * @param wanted  value asked for, in words.
 * @param got     value read back, in words.
 * @param errno   error number of the call that refused, 0 where none did.
 * @param remedy  what the user can do, empty where the wish came true.
 */
public record Outcome(String setting, Status status, String wanted, String got, int errno, String remedy)
{
    /** How a wish ended. */
    public enum Status
    {
        /** Set, and the value read back satisfies the wish. */
        DONE,
        /** The operating system refused, or the value read back is another. */
        REFUSED,
        /** This system does not have the setting. */
        UNSUPPORTED
    }

    /**
     * A wish that came true.
     *
     * @param setting name of the setting.
     * @param wanted  value asked for.
     * @param got     value read back.
     * @return the outcome.
     */
    public static Outcome done(final String setting, final String wanted, final String got)
    {
        return new Outcome(setting, Status.DONE, wanted, got, 0, "");
    }

    /**
     * A wish that was refused.
     *
     * @param setting name of the setting.
     * @param wanted  value asked for.
     * @param got     value read back.
     * @param errno   error number, 0 where the call succeeded but another value was read back.
     * @param remedy  what the user can do.
     * @return the outcome.
     */
    public static Outcome refused(
        final String setting, final String wanted, final String got, final int errno, final String remedy)
    {
        return new Outcome(setting, Status.REFUSED, wanted, got, errno, remedy);
    }

    /**
     * A wish that this system cannot grant at all.
     *
     * @param setting name of the setting.
     * @param wanted  value asked for.
     * @param why     the reason in one line.
     * @return the outcome.
     */
    public static Outcome unsupported(final String setting, final String wanted, final String why)
    {
        return new Outcome(setting, Status.UNSUPPORTED, wanted, "nothing", 0, why);
    }

    /**
     * Whether the wish came true.
     *
     * @return true for {@link Status#DONE}.
     */
    public boolean isDone()
    {
        return Status.DONE == status;
    }

    /**
     * The outcome as one line of a report.
     *
     * @return for example {@code scheduling: wanted SCHED_FIFO 80, got SCHED_OTHER 0 (EPERM); grant rtprio ...}.
     */
    public String line()
    {
        final StringBuilder text = new StringBuilder(setting).append(": ");
        if (isDone())
        {
            return text.append(got).toString();
        }
        text.append("wanted ").append(wanted).append(", got ").append(got);
        if (0 != errno)
        {
            text.append(" (").append(Errno.name(errno)).append(')');
        }
        return remedy.isEmpty() ? text.toString() : text.append("; ").append(remedy).toString();
    }
}
