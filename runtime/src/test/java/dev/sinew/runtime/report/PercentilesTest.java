package dev.sinew.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class PercentilesTest
{
    private static Percentiles ofRange(final int count)
    {
        final Histogram histogram = new Histogram(1_000_000_000L, 3);
        for (int i = 1; i <= count; i++)
        {
            histogram.recordValue(i);
        }
        return Percentiles.of(histogram);
    }

    @Test
    void shouldLeaveOutWhatHasFewerThanTenSamplesBeyond()
    {
        assertEquals("[count, max]", ofRange(19).toMap().keySet().toString());
        assertEquals("[count, p50, max]", ofRange(20).toMap().keySet().toString());
        assertFalse(ofRange(999).has("p99"));
        assertTrue(ofRange(1000).has("p99"));
        assertFalse(ofRange(9_999).has("p999"));
        assertTrue(ofRange(10_000).has("p999"));
        assertFalse(ofRange(99_999).has("p9999"));
        assertTrue(ofRange(100_000).has("p9999"));
    }

    @Test
    void shouldGiveThePercentilesOfAllSamples()
    {
        final Percentiles percentiles = ofRange(1000);
        assertEquals(1000, percentiles.count());
        assertEquals(500, percentiles.get("p50"));
        assertEquals(990, percentiles.get("p99"));
        assertEquals(1000, percentiles.max());
        assertEquals("-", percentiles.text("p999"));
        assertThrows(IllegalArgumentException.class, () -> percentiles.get("p999"));
    }

    @Test
    void shouldSayNothingAboutNothing()
    {
        assertEquals("{count=0}", ofRange(0).toMap().toString());
        assertEquals("-", Percentiles.NONE.text("p50"));
    }

    @Test
    void shouldWriteTimesForPeople()
    {
        assertEquals(List.of("0 ns", "999 ns", "1.00 us", "12.3 us", "999 us", "1.00 ms", "-4.50 ms", "1.00 s",
            "83.0 s"), java.util.stream.LongStream.of(0, 999, 1000, 12_345, 999_400, 999_500, -4_500_000, 999_600_000,
            83_000_000_000L).mapToObj(Percentiles::time).toList());
    }
}
