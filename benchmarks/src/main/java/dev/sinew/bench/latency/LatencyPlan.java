package dev.sinew.bench.latency;

/**
 * What every contender has to do.
 *
 * @param periodNs period in ns.
 * @param priority SCHED_FIFO priority, 1 to 99.
 * @param cpu      processor to run on.
 * @param cycles   wake-ups to measure.
 */
public record LatencyPlan(long periodNs, int priority, int cpu, int cycles)
{
    /** Checks the ranges. */
    public LatencyPlan
    {
        if (periodNs < 100_000 || periodNs % 1_000 != 0)
        {
            throw new IllegalArgumentException(
                "period out of range: value=" + periodNs + " ns, min=100000, whole microseconds");
        }
        if (cycles < 1)
        {
            throw new IllegalArgumentException("cycles out of range: value=" + cycles + ", min=1");
        }
    }
}
