package dev.sinew.hal.linux.doctor;

/**
 * What the doctor found in one place.
 *
 * @param id       stable short name, for example {@code kernel.preempt_rt}.
 * @param title    what was looked at.
 * @param status   how it is.
 * @param observed what was seen.
 * @param why      why it matters to the loop.
 * @param remedy   what to do, as a command where there is one; empty for OK.
 */
public record Finding(String id, String title, Status status, String observed, String why, String remedy)
{
    /** How a finding is to be taken. */
    public enum Status
    {
        /** Good for real-time use. */
        OK,
        /** The loop runs, with a worse tail or without an option. */
        WARN,
        /** {@code --realtime require} would not start here. */
        FAIL
    }

    static Finding ok(final String id, final String title, final String observed, final String why)
    {
        return new Finding(id, title, Status.OK, observed, why, "");
    }

    static Finding of(final boolean good, final Status otherwise, final String id, final String title,
        final String observed, final String why, final String remedy)
    {
        return good ? ok(id, title, observed, why) : new Finding(id, title, otherwise, observed, why, remedy);
    }
}
