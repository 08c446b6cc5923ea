package dev.sinew.policy.bundle;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DamagedBundlePropertyTest
{
    private static final List<String> SCRAPS = List.of("null", "[]", "{}", "-1", "1e400", "0", "\"\"", "\"knee\"",
        "true", "[1,2]", "[[1,2]]", "[null]", "", ",", "[\"hip\"]", "{\"name\": 3}", "1e-300", "\"../x\"");
    private static Path directory;

    @BeforeContainer
    static void makeDirectory() throws IOException
    {
        directory = Files.createTempDirectory("sinew-policy-test");
    }

    @AfterContainer
    static void removeDirectory() throws IOException
    {
        for (final String name : List.of("policy.json", "policy.onnx", "vectors.json"))
        {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    /** Values swapped for wrong ones anywhere in the manifest: a bundle or a refusal, never another exception. */
    @Property(tries = 400)
    void shouldLoadOrRefuseWhateverTheManifestSays(
        @ForAll @IntRange(min = 1, max = 4) final int changes, @ForAll final long seed)
    {
        final Random random = new Random(seed);
        final BundleFixture fixture = new BundleFixture(directory);
        for (int i = 0; i < changes; i++)
        {
            final List<String> values = fixture.manifest().lines()
                .flatMap(line -> List.of(line.split("(?<=[:,\\[{]) ?| ?(?=[,}\\]])")).stream())
                .filter(part -> part.length() > 1 && !part.endsWith(":")).distinct().toList();
            final String value = values.get(random.nextInt(values.size()));
            fixture.with(value, SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
        try
        {
            assertNotNull(fixture.load().manifest());
        }
        catch (final PolicyRefusedException refused)
        {
            assertFalse(refused.problems().isEmpty());
            refused.problems().forEach(line -> assertTrue(line.contains(": "), line));
        }
    }
}
