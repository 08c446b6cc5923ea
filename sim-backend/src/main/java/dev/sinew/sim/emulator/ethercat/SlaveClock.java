package dev.sinew.sim.emulator.ethercat;

/**
 * A slave's distributed clock: runs a little wrong, from a start of its own, and follows what it is written.
 *
 * <pre>
 *   local  = true time (1 + drift) + start          system = local + offset (0x920) + what it was corrected by
 * </pre>
 */
final class SlaveClock
{
    private static final int CORRECTION = 8;
    private static final long DIFFERENCE_MAX = Integer.MAX_VALUE;
    private static final int SIGN = 1 << 31;

    private final long startNs;
    private final long driftPpb;
    private long corrected;
    private long originNs = Long.MIN_VALUE;

    /**
     * @param startNs  what it shows when it begins, ns.
     * @param driftPpb how much it runs too fast, 1e-9.
     */
    SlaveClock(final long startNs, final long driftPpb)
    {
        this.startNs = startNs;
        this.driftPpb = driftPpb;
    }

    /** @return its own time, ns. */
    long localNs(final long nowNs)
    {
        if (originNs == Long.MIN_VALUE)
        {
            originNs = nowNs;
        }
        final long since = nowNs - originNs;
        return startNs + since + since / 1_000_000 * driftPpb / 1000;
    }

    /** @return what register 0x910 shows. */
    long systemNs(final byte[] memory, final long nowNs)
    {
        return localNs(nowNs) + Words.get(memory, SlaveController.CLOCK_OFFSET, 8) + corrected;
    }

    /** The frame came by: notes when, for the measurement of the ways. */
    void latch(final byte[] memory, final long arrivalNs, final long returnNs)
    {
        Words.put(memory, SlaveController.CLOCK_PORTS, 4, localNs(arrivalNs));
        Words.put(memory, SlaveController.CLOCK_PORTS + 4, 4, localNs(returnNs));
        Words.put(memory, SlaveController.CLOCK_LATCHED, 8, localNs(arrivalNs));
    }

    /** The reference's time, as it was when the frame passed there: goes a part of the way towards it. */
    void follow(final byte[] memory, final long referenceNs, final long nowNs)
    {
        final long delay = Words.u32(memory, SlaveController.CLOCK_DELAY);
        final long difference = systemNs(memory, nowNs) - referenceNs - delay;
        final long size = Math.min(DIFFERENCE_MAX, Math.abs(difference));
        Words.put(memory, SlaveController.CLOCK_DIFFERENCE, 4, difference < 0 ? size | SIGN : size);
        corrected -= difference / CORRECTION;
    }

    /** Forgets corrections, as a restart does. */
    void reset()
    {
        corrected = 0;
    }
}
