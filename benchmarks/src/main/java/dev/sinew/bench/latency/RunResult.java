package dev.sinew.bench.latency;

import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param latenessNs      every wake-up's lateness in ns, unfiltered.
 * @param skippedPeriods  planned wake-ups that never came because an earlier one was too late, -1 where not told.
 * @param cpuPercent      share of the processor that the periodic thread used, NaN where not told.
 * @param stealPercent    share of time that the host took from the processor meanwhile.
 * @param schedulingClass class and priority, read back while it ran.
 */
record RunResult(Histogram latenessNs, long skippedPeriods, double cpuPercent, double stealPercent,
    String schedulingClass)
{
    /** Longest lateness that is told apart; later ones count as this. */
    static final long HIGHEST_NS = 60_000_000_000L;
    /** A percentile with fewer samples beyond it is luck. */
    static final int SAMPLES_BEYOND = 10;

    static Histogram newHistogram()
    {
        return new Histogram(1, HIGHEST_NS, 3);
    }

    static void record(final Histogram histogram, final long latenessNs)
    {
        histogram.recordValue(Math.max(0, Math.min(latenessNs, HIGHEST_NS)));
    }

    /**
     * Percentile of the lateness.
     *
     * @param percentile 0 to 100.
     * @return ns, NaN where fewer than ten samples lie beyond it.
     */
    double percentileNs(final double percentile)
    {
        return percentileNs(latenessNs, percentile);
    }

    static double percentileNs(final Histogram histogram, final double percentile)
    {
        final long beyond = Math.round(histogram.getTotalCount() * (100 - percentile) / 100);
        return beyond < SAMPLES_BEYOND ? Double.NaN : histogram.getValueAtPercentile(percentile);
    }
}
