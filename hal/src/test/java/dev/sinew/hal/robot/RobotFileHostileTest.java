package dev.sinew.hal.robot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/**
 * Damages a valid file in seeded ways: the reader accepts it or lists mistakes, and nothing else ever leaves it.
 */
class RobotFileHostileTest
{
    private static final String[] JUNK = {"", "-1", "1e300", "[]", "{}", "[1, 2, 3]", "{a: 1}", "'x'", "null", "~",
        "true", "\u00e9", "-", "?", "- -", "|", "\"", "!!x y", "*a", "&a", "0x10", "1_000", "base", "elbow"};

    @Test
    void shouldBeginWithTextsThatAreSound()
    {
        assertTrue(RobotFile.parse("r.yaml", TendonFileTest.everything()).robot().springs().size() == 1);
    }

    @Test
    void shouldNeverThrowAnythingButAListOfMistakes()
    {
        int refused = 0;
        for (int seed = 0; seed < 6000; seed++)
        {
            final String text =
                damage(seed % 2 == 0 ? SmallRobot.TEXT : TendonFileTest.everything(), new Random(seed));
            try
            {
                assertTrue(RobotFile.parse("r.yaml", text).robot().jointCount() > 0);
            }
            catch (final RobotFileException e)
            {
                refused++;
                assertFalse(e.mistakes().isEmpty());
                e.mistakes().forEach(mistake -> assertFalse(mistake.text().contains("null pointer")));
            }
            catch (final RuntimeException e)
            {
                throw new AssertionError("seed " + seed + "\n" + text, e);
            }
        }
        assertTrue(refused > 4000, "refused " + refused);
    }

    private static String damage(final String sound, final Random random)
    {
        final List<String> lines = new ArrayList<>(Arrays.asList(sound.split("\n")));
        for (int i = 0; i <= random.nextInt(3); i++)
        {
            final int at = random.nextInt(lines.size());
            final String line = lines.get(at);
            switch (random.nextInt(4))
            {
                case 0:
                    lines.remove(at);
                    break;
                case 1:
                    lines.add(at, line);
                    break;
                case 2:
                    final int cut = random.nextInt(line.length() + 1);
                    lines.set(at, line.substring(0, cut) + JUNK[random.nextInt(JUNK.length)] + line.substring(cut));
                    break;
                default:
                    final String[] words = line.split("(?<=[ :,])");
                    words[random.nextInt(words.length)] = JUNK[random.nextInt(JUNK.length)] + " ";
                    lines.set(at, String.join("", words));
                    break;
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
