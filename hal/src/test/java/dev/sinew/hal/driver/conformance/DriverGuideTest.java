package dev.sinew.hal.driver.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.sinew.hal.driver.DriverMutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver that the guide prints is a driver. */
class DriverGuideTest
{
    private static final Path GUIDE = Path.of("..", "docs", "writing-a-driver.md");

    @TempDir
    private Path directory;

    @Test
    void shouldPassTheCheckAsPrinted() throws Exception
    {
        final String guide = Files.readString(GUIDE);
        final int begin = guide.indexOf("```c\n") + 5;
        assertTrue(begin > 5, "the guide prints a driver");
        final String source = guide.substring(begin, guide.indexOf("\n```\n", begin) + 1);
        final Path library = DriverMutant.compileText(directory, "elbow", source);
        final ConformanceOptions options =
            new ConformanceOptions("motor=elbow watchdog_ms=100", 0.01, 80, 100, 2_500_000L);
        final ConformanceReport report = ConformanceKit.check(library, options);
        assertEquals(List.of(), report.broken(), report.render());
        assertEquals(RuleResult.Outcome.KEPT, report.of(Rule.DEACTIVATED_STOPS).outcome(), report.render());
        assertTrue(ConformanceKit.check(library, options.withEffort(0)).render()
            .endsWith("keeps all 17 rules that were tested; 1 not tested\n"), "as the guide says");
    }

    @Test
    void shouldExplainEveryRule() throws Exception
    {
        final String guide = Files.readString(GUIDE);
        for (final Rule rule : Rule.values())
        {
            assertTrue(guide.contains("| `" + rule.id() + "` |"), rule.id());
        }
    }
}
