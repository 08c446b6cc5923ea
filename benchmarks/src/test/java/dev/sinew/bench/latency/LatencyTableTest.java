package dev.sinew.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sinew.hal.linux.doctor.MachineFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyTableTest
{
    private static final LatencyPlan PLAN = new LatencyPlan(1_000_000, 80, 1, 10_000);

    @TempDir
    private Path dir;

    @Test
    void shouldCompareMediansOverTheTurns()
    {
        final LatencyTable table = new LatencyTable("cyclictest");
        for (final int scale : new int[] {3, 1, 2})
        {
            table.add("cyclictest", run(10_000, scale * 1_000, 40));
            table.add("sinew", run(10_000, scale * 100, 12));
        }
        assertEquals(2_000, table.medianNs("cyclictest", 50), 5);
        assertEquals(200, table.medianNs("sinew", 50), 0.5);
        assertEquals(0.1, table.ratio("sinew", 50), 1e-3);
        assertEquals(0.1, table.ratio("sinew", 99.9), 1e-3);
        assertEquals(12, table.medianCpuPercent("sinew"), 0);
        assertTrue(table.reachesTarget("sinew"));
        assertFalse(table.reachesTarget("cyclictest"));
    }

    @Test
    void shouldMissTheTargetWhenTheProcessorIsBusyTooLong()
    {
        final LatencyTable table = new LatencyTable("cyclictest");
        table.add("cyclictest", run(10_000, 1_000, 5));
        table.add("sinew", run(10_000, 100, 31));
        assertFalse(table.reachesTarget("sinew"));
    }

    @Test
    void shouldLeaveOutPercentilesWithFewerThanTenSamplesBeyond()
    {
        final RunResult run = run(9_000, 100, 10);
        assertFalse(Double.isNaN(run.percentileNs(99)));
        assertTrue(Double.isNaN(run.percentileNs(99.9)));
        assertFalse(Double.isNaN(run(10_000, 100, 10).percentileNs(99.9)));
        final LatencyTable table = new LatencyTable("cyclictest");
        table.add("cyclictest", run);
        table.add("sinew", run);
        final String row = table.text().lines().filter(line -> line.startsWith("sinew ")).findFirst().orElseThrow();
        assertTrue(row.matches("sinew +1 +9000 +\\S+ +\\S+ +\\S+ +- +- +\\S+ +10\\.0 +0\\.50  SCHED_FIFO 80"), row);
        assertFalse(table.reachesTarget("sinew"), "an unknown percentile cannot reach a target");
    }

    @Test
    void shouldWriteEveryRunWithItsCountsAndNoPercentileItDoesNotHave() throws IOException
    {
        final LatencyTable table = new LatencyTable("cyclictest");
        table.add("cyclictest", run(10_000, 1_000, Double.NaN));
        table.add("sinew", run(10_000, 100, 10));
        final Path file = dir.resolve("report.json");
        LatencyJson.write(file, PLAN, 100_000, MachineFacts.ofThisMachine(), Map.of("on", table));
        int counts = 0;
        try (JsonParser parser = new JsonFactory().createParser(file.toFile()))
        {
            for (JsonToken token = parser.nextToken(); null != token; token = parser.nextToken())
            {
                counts += JsonToken.FIELD_NAME == token && "count".equals(parser.currentName()) ? 1 : 0;
            }
        }
        assertEquals(4, counts);        // raw and corrected, of two runs
        final String text = Files.readString(file);
        assertTrue(text.contains("\"p999\""), text);
        assertFalse(text.contains("p9999"), text);
        assertFalse(text.contains("NaN"), text);
        assertTrue(text.contains("\"kernel\""), text);
    }

    @Test
    void shouldReadEverySampleOfCyclictest() throws IOException
    {
        final Path output = dir.resolve("cyclictest.txt");
        Files.writeString(output, "Max CPUs = 2\n# /dev/cpu_dma_latency set to 0us\nThread 0 Interval: 1000\n" +
            "       0:       0:   47307\n       0:       1:    3000\n       0:       2:    -5\n");
        final Histogram histogram = CyclictestContender.parse(output);
        assertEquals(3, histogram.getTotalCount());
        assertEquals(47_307, histogram.getMaxValue(), 64);
        assertEquals(0, histogram.getMinValue());
    }

    private static RunResult run(final int samples, final long unitNs, final double cpuPercent)
    {
        final Histogram histogram = RunResult.newHistogram();
        for (int i = 0; i < samples; i++)
        {
            RunResult.record(histogram, i == samples - 1 ? unitNs * 100 : unitNs);
        }
        return new RunResult(histogram, 0, cpuPercent, 0.5, "SCHED_FIFO 80");
    }
}
