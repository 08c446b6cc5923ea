package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.scenario.ScenarioEvent;
import dev.sinew.hal.scenario.ScenarioFile;
import org.junit.jupiter.api.Test;

/**
 * Keeps the pages on robots and scenarios true: their examples load, and every key that neo uses is explained.
 */
class RobotDocumentationTest
{
    private static final Path DOCS = Path.of("../docs");
    private static final Path NEO = Path.of("robots/neo/robot.yaml");

    @Test
    void shouldLoadTheExampleOfTheRobotPage() throws IOException
    {
        final RobotFile.Result result = RobotFile.parse("docs/robot-yaml.md", example("robot-yaml.md"));
        assertEquals(List.of("shoulder", "elbow"), result.robot().jointNames());
        assertEquals(List.of(), result.warnings());
    }

    @Test
    void shouldExplainEveryKeyThatNeoUses() throws IOException
    {
        final String page = Files.readString(DOCS.resolve("robot-yaml.md"));
        final RobotDescription neo = RobotFile.load(NEO);
        final Matcher keys = Pattern.compile("(?m)(?:^ *(?:- )?|[{,] *)([a-z][a-z0-9_]*):").matcher(
            Files.readString(NEO).replaceAll("#.*", "").replaceAll("arms_m: \\{[^}]*}", "arms_m: 0"));
        int found = 0;
        while (keys.find())
        {
            final String key = keys.group(1);
            if (!List.of("leg", "ankle", "arm", "neck", "wrist", "finger", "hand").contains(key))
            {
                assertTrue(page.contains("`" + key + "`") || page.contains("." + key + "`"), "not explained: " + key);
                found++;
            }
        }
        assertTrue(found > neo.jointCount() * 10, "found " + found);
    }

    @Test
    void shouldShowEveryKindOfEventAndEveryColumnOnTheScenarioPage() throws IOException
    {
        final RobotDescription neo = RobotFile.load(NEO);
        final String page = Files.readString(DOCS.resolve("scenarios.md"));
        final List<ScenarioEvent> events =
            ScenarioFile.parse("docs/scenarios.md", example("scenarios.md"), neo).events();
        assertEquals(ScenarioEvent.Kind.values().length, events.stream().map(ScenarioEvent::kind).distinct().count());
        StateBlock.layoutOf(neo).entries().forEach(column ->
            assertTrue(page.contains("`" + column.name() + "`"), column.name()));
    }

    private static String example(final String page) throws IOException
    {
        final String text = Files.readString(DOCS.resolve(page));
        final int begin = text.indexOf("```yaml\n") + 8;
        return text.substring(begin, text.indexOf("```", begin));
    }
}
