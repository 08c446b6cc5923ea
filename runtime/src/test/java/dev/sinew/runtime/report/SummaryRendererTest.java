package dev.sinew.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

final class SummaryRendererTest
{
    @Test
    void shouldStayUnderFortyLinesWhateverHappened()
    {
        final List<String> lines = SummaryRenderer.render(TestReports.full(50));
        assertTrue(lines.size() < 40, "lines=" + lines.size());
        assertTrue(String.join("\n", lines).contains("and 46 more faults"));
    }

    @Test
    void shouldAlignTheColumnsOfTheTable()
    {
        final List<String> table = SummaryRenderer.render(TestReports.full(0)).stream()
            .filter(line -> line.startsWith("late ") || line.startsWith("cycle ") || line.contains("p99.99"))
            .toList();
        assertEquals(6, table.size());
        assertEquals(1, table.stream().mapToInt(String::length).distinct().count());
        assertEquals(12 + 6 * 11, table.get(0).length());
    }

    @Test
    void shouldSayWhatWasAskedWhenSomethingElseRan()
    {
        final String text = String.join("\n", SummaryRenderer.render(TestReports.full(1)));
        assertTrue(text.contains("engine mujoco (asked auto, 3.2.1), topology fused"), text);
        assertTrue(text.contains("GOOD=990, STALE=10"), text);
        assertTrue(text.contains("fault 110"), text);
        assertTrue(text.contains("base at x 0.010 y -0.020 z 0.910 m, tilt 0.020 rad"), text);
        assertFalse(text.contains("NaN"), text);
        assertFalse(text.contains("gc pause"), text);
    }

    @Test
    void shouldGiveEachMissingSettingALineOfItsOwn()
    {
        final RunReport full = TestReports.full(0);
        final RunReport.Setup setup = full.setup();
        final String reasons = "scheduling: wanted SCHED_FIFO 80, got SCHED_OTHER 0 (EPERM); grant priority\n" +
            "affinity: wanted cpu 9, got cpu 0-1 (EINVAL)";
        final RunReport report = new RunReport(full.machine(), full.jvm(), new RunReport.Setup(setup.robot(),
            setup.robotSha256(), setup.policy(), setup.policySha256(), setup.scenario(), setup.seed(),
            setup.durationS(), setup.periodNs(), List.of(new RunReport.Choice("realtime", "prefer", "1 of 3 settings",
                reasons)), setup.blackbox()), full.counts(), full.timing(), full.verdicts(), full.faults(),
            full.outcome());

        final List<String> lines = SummaryRenderer.render(report);
        assertTrue(lines.contains("used        realtime 1 of 3 settings (asked prefer)"), lines.toString());
        assertTrue(lines.contains("realtime    missing affinity: wanted cpu 9, got cpu 0-1 (EINVAL)"),
            lines.toString());
    }
}
