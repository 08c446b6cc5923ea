package dev.sinew.runtime.clock;

/**
 * Releases cycles. Loop's thread; allocation-free.
 */
public interface CycleClock
{
    /**
     * @return {@code wall} or {@code lockstep}.
     */
    String name();

    /**
     * @return true when releases follow the machine's time, so that a deadline can be missed.
     */
    boolean realTime();

    /**
     * Plans the first release one period from now. Call right before the first {@link #awaitRelease()}.
     */
    void start();

    /**
     * Waits for the next release.
     *
     * @return whole periods that were skipped since the release before, 0 when on time.
     */
    long awaitRelease();

    /**
     * @return planned start of the cycle that was released last, ns.
     */
    long releaseNs();

    /**
     * @return actual start of that cycle, ns, in the same time.
     */
    long startNs();

    /**
     * @return what control decisions of that cycle take for the time, ns.
     */
    long nowNs();

    /**
     * @return a reading of the machine's monotonic clock, ns: for stage stamps, never for control.
     */
    long stampNs();
}
