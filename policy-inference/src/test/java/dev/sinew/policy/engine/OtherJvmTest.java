package dev.sinew.policy.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class OtherJvmTest
{
    private static List<String> offers(final String... flags) throws IOException
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OffersMain.class.getName()));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().toList();
    }

    @Test
    void shouldFallBackToPlainJavaWithoutTheModuleAndSayHowToGetIt() throws IOException
    {
        final List<String> lines = offers();
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("vector: policy engine 'vector' cannot run this: this JVM was started " +
            "without " +
            "the Vector API; add --add-modules jdk.incubator.vector"), lines.get(0));
        assertEquals("scalar: null", lines.get(1));
        assertEquals("onnxruntime: null", lines.get(2));
        assertEquals("auto: scalar", lines.get(3));
    }

    @Test
    void shouldGiveTheSameBitsForAnyNumberOfLanes() throws IOException
    {
        final List<String> four = offers("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16");
        final List<String> eight = offers("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=32");
        final List<String> most = offers("--add-modules", "jdk.incubator.vector");
        assertEquals("auto: vector", most.get(3));
        assertTrue(most.get(4).startsWith("bits: "), most.toString());
        assertEquals(four, most);
        assertEquals(eight, most);
    }

    @Test
    void shouldNotEmulateFusedMultiplyAdd() throws IOException
    {
        final List<String> lines = offers("--add-modules", "jdk.incubator.vector", "-XX:-UseFMA");
        assertTrue(lines.get(0).contains("this CPU has no fused multiply-add"), lines.toString());
        assertEquals("auto: scalar", lines.get(3));
    }
}
