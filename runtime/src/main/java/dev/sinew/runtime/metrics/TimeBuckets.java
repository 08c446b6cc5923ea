package dev.sinew.runtime.metrics;

/**
 * A histogram of times with fixed upper bounds, from 1 us to 10 ms in steps of 1, 2, 5. One writer at a time;
 * allocation-free.
 */
final class TimeBuckets
{
    /** Upper bounds, s; the last bucket has none. */
    static final double[] UPPER_S = {1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2,
        Double.POSITIVE_INFINITY};

    private static final long[] UPPER_NS = java.util.Arrays.stream(UPPER_S).limit(UPPER_S.length - 1L)
        .mapToLong(seconds -> Math.round(seconds * 1e9)).toArray();

    private final long[] counts = new long[UPPER_S.length];
    private long sumNs;
    private long maxNs;

    void add(final long timeNs)
    {
        final long value = Math.max(0, timeNs);
        int bucket = 0;
        while (bucket < UPPER_NS.length && value > UPPER_NS[bucket])
        {
            bucket++;
        }
        counts[bucket]++;
        sumNs += value;
        maxNs = Math.max(maxNs, value);
    }

    /** @return a copy: times in each bucket alone, not summed up. */
    long[] counts()
    {
        return counts.clone();
    }

    double sumS()
    {
        return sumNs * 1e-9;
    }

    double maxS()
    {
        return maxNs * 1e-9;
    }
}
