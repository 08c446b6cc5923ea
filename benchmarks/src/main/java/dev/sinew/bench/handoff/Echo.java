package dev.sinew.bench.handoff;

/**
 * Hands an event to a partner thread and comes back when the partner has copied it. Caller's thread.
 */
interface Echo extends AutoCloseable
{
    /** Numbers of an event: 600 bytes, a command for 75 joints. */
    int SIZE = 150;
    /** Spins before a waiting thread gives its processor away. */
    int SPINS = 1000;

    /**
     * @param event what to hand over.
     * @return a number of the copy.
     */
    float roundTrip(float[] event);

    @Override
    void close();

    /**
     * @param spins spins so far.
     * @return spins now.
     */
    static int pause(final int spins)
    {
        if (spins < SPINS)
        {
            Thread.onSpinWait();
            return spins + 1;
        }
        Thread.yield();
        return spins;
    }
}
