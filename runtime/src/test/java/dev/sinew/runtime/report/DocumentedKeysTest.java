package dev.sinew.runtime.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/**
 * docs/report.md names every key of the report and no other.
 */
final class DocumentedKeysTest
{
    @Test
    void shouldDocumentEveryKeyAndNoOther() throws Exception
    {
        final Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)` \\|").matcher(
            Files.readString(Path.of("..", "docs", "report.md")));
        final Set<String> documented = new TreeSet<>();
        while (rows.find())
        {
            documented.add(rows.group(1));
        }
        assertEquals(new TreeSet<>(JsonReport.toMap(TestReports.full(1)).keySet()), documented);
    }
}
