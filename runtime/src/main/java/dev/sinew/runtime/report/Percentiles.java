package dev.sinew.runtime.report;

import java.util.LinkedHashMap;
import java.util.Map;

import org.HdrHistogram.AbstractHistogram;

/**
 * Percentiles of all samples, none filtered out, with their count. A percentile with fewer than
 * {@link #SAMPLES_BEYOND_MIN} samples beyond it says nothing about a distribution and is left out. Immutable.
 */
public final class Percentiles
{
    /** Nothing was measured. */
    public static final Percentiles NONE = new Percentiles(0, 0, new LinkedHashMap<>());
    /** Fewest samples that have to lie beyond a percentile. */
    public static final long SAMPLES_BEYOND_MIN = 10;

    private static final String[] KEYS = {"p50", "p99", "p999", "p9999"};
    /** Parts of a million that lie beyond each key's percentile. */
    private static final long[] BEYOND_PPM = {500_000, 10_000, 1_000, 100};

    private final long count;
    private final long max;
    private final Map<String, Long> values;

    private Percentiles(final long count, final long max, final Map<String, Long> values)
    {
        this.count = count;
        this.max = max;
        this.values = values;
    }

    /**
     * @param histogram samples; must not be written to meanwhile.
     * @return its percentiles, exact to the histogram's resolution.
     */
    public static Percentiles of(final AbstractHistogram histogram)
    {
        final long count = histogram.getTotalCount();
        if (count == 0)
        {
            return NONE;
        }
        final Map<String, Long> values = new LinkedHashMap<>();
        for (int i = 0; i < KEYS.length; i++)
        {
            if (isTold(count, BEYOND_PPM[i]))
            {
                values.put(KEYS[i], histogram.getValueAtPercentile(100.0 - BEYOND_PPM[i] / 10_000.0));
            }
        }
        return new Percentiles(count, histogram.getMaxValue(), values);
    }

    private static boolean isTold(final long count, final long beyondPpm)
    {
        return Math.floorDiv(Math.multiplyExact(count, beyondPpm), 1_000_000L) >= SAMPLES_BEYOND_MIN;
    }

    /**
     * @return keys of all percentiles, told or not, ascending: {@code p50, p99, p999, p9999}.
     */
    public static String[] keys()
    {
        return KEYS.clone();
    }

    /**
     * @return number of samples.
     */
    public long count()
    {
        return count;
    }

    /**
     * @return greatest sample; 0 without samples.
     */
    public long max()
    {
        return max;
    }

    /**
     * @param key one of {@link #keys()}.
     * @return true when enough samples lie beyond that percentile.
     */
    public boolean has(final String key)
    {
        return values.containsKey(key);
    }

    /**
     * @param key one of {@link #keys()} that {@link #has}.
     * @return the percentile.
     */
    public long get(final String key)
    {
        final Long value = values.get(key);
        if (value == null)
        {
            throw new IllegalArgumentException("percentile not told: key=" + key + ", count=" + count);
        }
        return value;
    }

    /**
     * @return {@code count}, the percentiles that are told, {@code max}; in that order.
     */
    public Map<String, Object> toMap()
    {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", count);
        map.putAll(values);
        if (count > 0)
        {
            map.put("max", max);
        }
        return map;
    }

    /**
     * @param key one of {@link #keys()}.
     * @return the percentile for people, {@code -} when it is not told.
     */
    public String text(final String key)
    {
        return has(key) ? time(values.get(key)) : "-";
    }

    /**
     * @param timeNs a duration, ns.
     * @return three to four digits with a unit: {@code 812 ns}, {@code 12.3 us}, {@code 4.56 ms}, {@code 1.23 s}.
     */
    public static String time(final long timeNs)
    {
        final double size = Math.abs((double)timeNs);
        if (size < 1_000)
        {
            return timeNs + " ns";
        }
        if (size < 999_500)
        {
            return digits(timeNs / 1e3) + " us";
        }
        if (size < 999_500_000)
        {
            return digits(timeNs / 1e6) + " ms";
        }
        return digits(timeNs / 1e9) + " s";
    }

    private static String digits(final double value)
    {
        final double size = Math.abs(value);
        final String format = size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%.0f";
        return String.format(java.util.Locale.ROOT, format, value);
    }
}
