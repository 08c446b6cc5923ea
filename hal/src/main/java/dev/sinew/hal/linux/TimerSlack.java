package dev.sinew.hal.linux;

/** How late the kernel may wake the calling thread on purpose; 50 us by default outside the real-time classes. */
public final class TimerSlack
{
    private static final String SETTING = "timer slack";

    private TimerSlack()
    {
    }

    /**
     * Sets the calling thread's timer slack and reads it back. A real-time thread has none, whatever is asked.
     *
     * @param slackNs at least 1 ns.
     * @return what was read back; less than asked for is as good.
     */
    public static Outcome set(final long slackNs)
    {
        final String wish = slackNs + " ns";
        if (!LinuxSupport.available())
        {
            return Outcome.unsupported(SETTING, wish, LinuxSupport.reason());
        }
        final int result = LibC.prctl(LibC.PR_SET_TIMERSLACK, slackNs, 0, 0, 0);
        final int errno = 0 == result ? 0 : LibC.errno();
        final long gotNs = readNs();
        final String got = gotNs + " ns";
        return gotNs >= 0 && gotNs <= slackNs ? Outcome.done(SETTING, wish, got) :
            Outcome.refused(SETTING, wish, got, errno, "ask for at least 1 ns");
    }

    /**
     * Timer slack of the calling thread.
     *
     * @return ns, -1 where it cannot be read.
     */
    public static long readNs()
    {
        return LinuxSupport.available() ? LibC.prctl(LibC.PR_GET_TIMERSLACK, 0, 0, 0, 0) : -1;
    }
}
