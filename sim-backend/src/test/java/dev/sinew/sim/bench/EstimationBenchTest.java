package dev.sinew.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import org.junit.jupiter.api.Test;

class EstimationBenchTest
{
    private static final int FILE = 0;
    private static final int TAUGHT = 2;

    private final EstimationBench bench = new EstimationBench();

    private ToolReport run(final String... written) throws ToolException
    {
        final Map<String, String> options = new HashMap<>();
        options.put("--robot", "../hal/robots/neo/robot.yaml");
        for (int k = 0; k < written.length; k += 2)
        {
            options.put(written[k], written[k + 1]);
        }
        return bench.run(new ToolArguments(bench.options(), options), ToolProgress.NONE);
    }

    private static double number(final ToolReport report, final int row, final String column)
    {
        final ToolReport.Table trials = report.tables().get(0);
        return ((Number)trials.rows().get(row).get(trials.columns().indexOf(column))).doubleValue();
    }

    @Test
    void shouldKnowJointsWithinADegreeWithoutEncoders() throws ToolException
    {
        final ToolReport report = run("--plants", "1", "--seconds", "6", "--teach-s", "6");
        final String rows = report.tables().get(0).rows().toString();

        assertEquals(List.of(), report.failures());
        assertTrue(number(report, TAUGHT, "rms_deg") < 0.3, rows);
        assertTrue(number(report, TAUGHT, "rigid_over_estimate") > 3, rows);
        assertTrue(number(report, FILE, "within_3_deg_after_s") < 0.1, rows);
        assertTrue(number(report, FILE, "rms_deg") < 1.5 * number(report, FILE, "expected_rms_deg"), rows);
        assertTrue(number(report, FILE, "rms_deg") < number(report, FILE, "rigid_formula_rms_deg"), rows);
        assertTrue(number(report, FILE, "rms_deg") > number(report, TAUGHT, "rms_deg"), "plant is file: " + rows);
    }

    @Test
    void shouldRefuseNonsense()
    {
        assertThrows(ToolException.class, () -> run("--friction", "1"));
        assertThrows(ToolException.class, () -> run("--plants", "0"));
    }
}
