package dev.sinew.hal.linux;

/**
 * Waits until an instant: sleeps most of the way, then spins the last stretch. One sleeper serves one thread.
 * Implementations allocate nothing, take no lock, never throw and never return early.
 */
public interface PreciseSleeper
{
    /**
     * Waits until the deadline. Loop thread only.
     *
     * @param deadlineNs instant on {@link System#nanoTime()}.
     * @param spinNs     length of the stretch before the deadline that is spun instead of slept, at least 0.
     * @return {@link System#nanoTime()} on return, never before the deadline; lateness is the difference.
     */
    long sleepUntil(long deadlineNs, long spinNs);

    /**
     * How this sleeper waits, for reports.
     *
     * @return one line.
     */
    String name();

    /**
     * Whether the sleep has an absolute end, so that being held up before it does not lengthen it.
     *
     * @return true for the Linux sleeper.
     */
    boolean isAbsolute();

    /**
     * Sleeps that the operating system refused; their wait was spun.
     *
     * @return count since construction.
     */
    long failures();

    /**
     * The best sleeper of this machine. {@link #name()} tells which one it is: print it.
     *
     * @return absolute sleeper on Linux, portable one elsewhere.
     * @throws NativeCallException where the JVM's clock is not the kernel's monotonic clock.
     */
    static PreciseSleeper ofThisMachine()
    {
        return LinuxSupport.available() ? new AbsoluteSleeper() : new ParkingSleeper(LinuxSupport.reason());
    }
}
