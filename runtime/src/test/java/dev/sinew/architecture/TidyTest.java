package dev.sinew.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.fault.LimitCode;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree as a stranger finds it: links lead somewhere, nothing large or compiled lies about, faults explained. */
class TidyTest
{
    private static final Pattern LINK = Pattern.compile("]\\(([^)#: ]+)(#[^)]*)?\\)");
    private static final long LARGEST_BYTES = 1 << 20;

    private static List<Path> files(final Path root, final String... endings) throws IOException
    {
        try (Stream<Path> walk = Files.walk(root))
        {
            return walk.filter(Files::isRegularFile)
                .filter(path -> !root.relativize(path).toString().matches("(.*/)?(target|\\.git|\\.venv|out)/.*"))
                .filter(path -> endings.length == 0 || Stream.of(endings).anyMatch(path.toString()::endsWith))
                .sorted().toList();
        }
    }

    static List<String> deadLinks(final Path root) throws IOException
    {
        final List<String> dead = new ArrayList<>();
        for (final Path page : files(root, ".md"))
        {
            final Matcher link = LINK.matcher(Files.readString(page));
            while (link.find())
            {
                if (!Files.exists(page.resolveSibling(link.group(1))))
                {
                    dead.add(root.relativize(page) + " -> " + link.group(1));
                }
            }
        }
        return dead;
    }

    @Test
    void shouldLinkOnlyToWhatExists() throws IOException
    {
        assertEquals(List.of(), deadLinks(TestRuns.HOME));
    }

    @Test
    void shouldFindADeadLink(@TempDir final Path directory) throws IOException
    {
        Files.writeString(directory.resolve("page.md"), "[there](page.md) and [not there](gone.md#x)");
        assertEquals(List.of("page.md -> gone.md"), deadLinks(directory));
    }

    @Test
    void shouldHoldNothingLargeAndNothingCompiled() throws IOException
    {
        for (final Path file : files(TestRuns.HOME))
        {
            final String name = TestRuns.HOME.relativize(file).toString();
            assertTrue(!name.matches(".*\\.(class|jar|so|whl|o|pyc)") || name.contains("__pycache__"), name);
            assertTrue(Files.size(file) <= LARGEST_BYTES || name.endsWith("policy.onnx"),
                name + " has " + Files.size(file) + " bytes");
        }
    }

    @Test
    void shouldExplainEveryFault() throws IOException
    {
        final String page = Files.readString(TestRuns.HOME.resolve("docs/faults.md"));
        for (final FaultCode code : FaultCode.values())
        {
            assertTrue(code == FaultCode.NONE || page.contains("| " + code.number() + " | `" + code.name() + "` | " +
                code.cause() + " | " + code.remedy() + " |"), "docs/faults.md lacks or contradicts " + code);
        }
        for (final LimitCode code : LimitCode.values())
        {
            assertTrue(page.contains("| " + code.number() + " | `" + code.name() + "` | " + code.cause() + " | " +
                code.remedy() + " |"), "docs/faults.md lacks or contradicts " + code);
        }
    }
}
