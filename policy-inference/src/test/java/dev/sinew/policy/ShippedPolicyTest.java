package dev.sinew.policy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ShippedPolicyTest
{
    private static final long MODEL_BYTES_MAX = 5_000_000;

    @Test
    void shouldPassTheCheckOnEveryEngineWithoutOwnGarbage() throws IOException
    {
        final List<Path> bundles;
        try (Stream<Path> entries = Files.list(Path.of("policies")))
        {
            bundles = entries.filter(Files::isDirectory).sorted().toList();
        }
        assertFalse(bundles.isEmpty());
        for (final Path bundle : bundles)
        {
            final PolicyCheckReport report = new PolicyCheck(System::nanoTime, 10_000).run(bundle, null);
            final String text = PolicyCheckRenderer.text(report);
            assertTrue(report.passed(), text);
            for (final PolicyCheckReport.EngineRow row : report.engines())
            {
                assertTrue(row.available(), text);
                assertTrue("onnxruntime".equals(row.name()) || row.bytesPerRun() == 0, text);
            }
            assertTrue(Files.size(bundle.resolve("policy.onnx")) < MODEL_BYTES_MAX);
        }
    }
}
