package dev.sinew.runtime.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every tendon of a finger is cut at each level, on plants off its file; then it moves for a minute without a cut. */
class RuptureBenchTest
{
    private static final double FOUND_MS = 50;

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    @Test
    void shouldFindEveryCutInTimeAndNothingElse() throws ToolException
    {
        final RuptureBench bench = new RuptureBench();
        final Map<String, String> options = new HashMap<>();
        options.put("--robot", TestRuns.HOME.resolve("hal/robots/finger-coupled/robot.yaml").toString());
        options.put("--hours", "0.0125");
        options.put("--segment-s", "45");
        options.put("--seed", "3");
        final ToolReport report = bench.run(new ToolArguments(bench.options(), options), ToolProgress.NONE);

        assertEquals(List.of(), report.failures());
        final ToolReport.Table detection = report.tables().get(0);
        assertEquals(Cut.Level.values().length, detection.rows().size());
        for (final List<Object> row : detection.rows())
        {
            assertEquals(6, row.get(detection.columns().indexOf("cuts")), row.toString());
            assertEquals(6, row.get(detection.columns().indexOf("found")), row.toString());
            final double mostMs = ((Number)row.get(detection.columns().indexOf("max_ms"))).doubleValue();
            assertTrue(mostMs > 0 && mostMs <= FOUND_MS, row.toString());
        }
        assertEquals(0, report.facts().get("false_alarms"));
    }
}
