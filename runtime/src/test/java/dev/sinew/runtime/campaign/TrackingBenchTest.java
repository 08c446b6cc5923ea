package dev.sinew.runtime.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;

import dev.sinew.hal.tool.ToolArguments;
import dev.sinew.hal.tool.ToolException;
import dev.sinew.hal.tool.ToolProgress;
import dev.sinew.hal.tool.ToolReport;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackingBenchTest
{
    private static final int NONE = 0;
    private static final int FILE = 1;
    private static final int IDENTIFIED = 2;

    private final TrackingBench bench = new TrackingBench();

    @BeforeEach
    void home()
    {
        System.setProperty("sinew.home", TestRuns.HOME.toString());
    }

    private ToolReport run(final String... written) throws ToolException
    {
        final Map<String, String> options = new HashMap<>();
        options.put("--robot", TestRuns.HOME.resolve("hal/robots/finger-coupled/robot.yaml").toString());
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
    void shouldFollowBetterWithCompensationAndBestWithWhatWasIdentified() throws ToolException
    {
        final ToolReport report = run("--plants", "2", "--seconds", "2", "--seed", "2");
        final String rows = report.tables().get(0).rows().toString() + report.tables().get(1).rows();

        for (int plant = 0; plant < 2; plant++)
        {
            final int none = 3 * plant + NONE;
            final int file = 3 * plant + FILE;
            final int identified = 3 * plant + IDENTIFIED;
            assertTrue(number(report, file, "rms_deg") < 0.75 * number(report, none, "rms_deg"), rows);
            assertTrue(number(report, identified, "worst_deg") < number(report, file, "worst_deg"), rows);
            assertTrue(number(report, file, "rms_deg") < 1.5, rows);
        }
        final ToolReport.Table joints = report.tables().get(1);
        assertEquals(3, joints.rows().size());
        joints.rows().forEach(row -> assertEquals(2 * ((Number)row.get(2)).doubleValue(),
            ((Number)row.get(3)).doubleValue(), 6, "moved as far as it should: " + rows));
    }

    @Test
    void shouldRefuseNonsense()
    {
        assertThrows(ToolException.class, () -> run("--friction", "1"));
        assertThrows(ToolException.class, () -> run("--plants", "0"));
        assertThrows(ToolException.class, () -> run("--hertz", "0"));
    }
}
