package dev.sinew.sim.emulator.wire;

import java.util.Arrays;

/**
 * What a line has carried, and how late this machine handed the devices' bytes over. One writer; read by the same
 * thread.
 */
public final class LineStatistics
{
    private static final int BUCKETS = 2000;
    private static final long BUCKET_NS = 1000;

    /** Bytes from the host. */
    public long bytesIn;
    /** Bytes to the host. */
    public long bytesOut;
    /** Bytes that the host's buffer did not take. */
    public long bytesUnread;
    /** Answers put on the wire, in whole or in part. */
    public long answers;
    /** Times that host and devices talked at once. */
    public long collisions;
    /** Bytes that came at another speed than the devices listen at. */
    public long bytesAtWrongSpeed;
    /** Longest delay of an answer's last byte after its time on the wire, ns. */
    public long lateNsMax;

    private final long[] late = new long[BUCKETS];
    private long lateCount;

    /**
     * @param lateNs delay of an answer's last byte, ns.
     */
    public void late(final long lateNs)
    {
        lateNsMax = Math.max(lateNsMax, lateNs);
        late[(int)Math.max(0, Math.min(BUCKETS - 1, lateNs / BUCKET_NS))]++;
        lateCount++;
    }

    /**
     * @return number of answers whose delay was measured.
     */
    public long lateCount()
    {
        return lateCount;
    }

    /**
     * @param share part of the answers, 0 to 1.
     * @return delay that this part of the answers did not exceed, ns, to a microsecond.
     */
    public long lateNs(final double share)
    {
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++)
        {
            seen += late[i];
            if (seen >= share * lateCount)
            {
                return Math.min(lateNsMax, (i + 1) * BUCKET_NS);
            }
        }
        return lateNsMax;
    }

    /**
     * Forgets the delays, so that a measurement can begin.
     */
    public void clearLate()
    {
        Arrays.fill(late, 0);
        lateCount = 0;
        lateNsMax = 0;
    }
}
