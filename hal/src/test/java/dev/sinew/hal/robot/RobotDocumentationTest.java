package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    void shouldLoadTheOtherWaysToMoveTheElbow() throws IOException
    {
        final List<String> examples = examples("robot-yaml.md");
        assertEquals(3, examples.size());
        final RobotDescription pair = RobotFile.parse("pair", spliced(examples.get(0), examples.get(1))).robot();
        assertEquals(List.of(2, 3), pair.motors().get(2).tendons());
        assertEquals(-0.009, pair.spoolRadiusM(pair.tendons().get(3)), 1e-15);
        assertEquals(400, pair.motors().get(2).thermal().caseJK());

        final RobotDescription sprung = RobotFile.parse("sprung", spliced(examples.get(0), examples.get(2))).robot();
        assertEquals(0.12, sprung.springs().get(0).freeLengthM());
        assertEquals(List.of(1), sprung.tendons().get(2).route().joints());
        assertEquals(0.05, sprung.tendons().get(2).losses().frictionCoefficient());
    }

    @Test
    void shouldExplainEveryKeyThatTheReaderAsksFor() throws IOException
    {
        final String page = Files.readString(DOCS.resolve("robot-yaml.md"));
        final Path readers = Path.of("src/main/java/dev/sinew/hal/robot");
        int found = 0;
        for (final String reader : List.of("BodyReader", "MotorReader", "ActuationReader", "RouteReader",
            "SettingsReader"))
        {
            final Matcher keys = Pattern.compile("(?:entry|map|item)\\.(?:numbers?|list|string|flag|has|maps?)" +
                "\\(\"([a-z_0-9]+)\"").matcher(Files.readString(readers.resolve(reader + ".java")));
            while (keys.find())
            {
                assertTrue(Pattern.compile("\\b" + keys.group(1) + "\\b").matcher(page).find(),
                    "not explained: " + keys.group(1));
                found++;
            }
        }
        assertTrue(found > 50, "found " + found);
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
        return examples(page).get(0);
    }

    private static List<String> examples(final String page) throws IOException
    {
        final List<String> examples = new ArrayList<>();
        final Matcher blocks = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(DOCS.resolve(page)));
        while (blocks.find())
        {
            examples.add(blocks.group(1));
        }
        return examples;
    }

    /** @return the text with the sections of another one in place of its own. */
    private static String spliced(final String text, final String sections)
    {
        String result = text;
        final Matcher section = Pattern.compile("(?ms)^([a-z]+):\n(?:^ .*?\n)+").matcher(sections);
        while (section.find())
        {
            final Pattern own = Pattern.compile("(?m)^" + section.group(1) + ":\n(?:^ .*\n)+");
            result = own.matcher(result).find() ?
                own.matcher(result).replaceFirst(Matcher.quoteReplacement(section.group())) : result + section.group();
        }
        return result;
    }
}
