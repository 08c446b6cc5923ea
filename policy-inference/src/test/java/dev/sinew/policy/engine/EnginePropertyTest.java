package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxFormatException;
import dev.sinew.policy.onnx.OnnxModel;
import dev.sinew.policy.onnx.OnnxReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

class EnginePropertyTest
{
    @Property(tries = 200, seed = "20260101")
    void shouldAgreeWithDoublePrecisionForAnyShape(
        @ForAll final long seed, @ForAll final Activation activation,
        @ForAll @Size(min = 2, max = 5) final List<@IntRange(min = 1, max = 150) Integer> widths)
    {
        final MlpNetwork plain = TestNetworks.random(
            seed, activation, widths.stream().mapToInt(Integer::intValue).toArray());
        final Random random = new Random(seed);
        final int inputs = plain.inputSize();
        final float[] multiply = new float[inputs];
        for (int i = 0; i < inputs; i++)
        {
            multiply[i] = 0.5f + random.nextFloat();
        }
        final MlpNetwork network = new MlpNetwork(TestNetworks.gaussian(random, inputs, 1), multiply,
            TestNetworks.gaussian(random, inputs, 0.1), plain.layers());
        final float[] observation = TestNetworks.gaussian(random, inputs, 1);
        final double[] expected = TestNetworks.reference(network, observation);
        final double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (final String name : List.of("scalar", "vector"))
        {
            final InferenceEngine engine = EngineSelector.openMlp(name, network);
            final float[] first = new float[expected.length];
            final float[] second = new float[expected.length];
            engine.infer(observation, first);
            engine.infer(TestNetworks.gaussian(random, inputs, 5), second);
            engine.infer(observation, second);
            assertArrayEquals(first, second, name + " must not remember an earlier run");
            for (int i = 0; i < expected.length; i++)
            {
                assertEquals(expected[i], first[i], 1e-5 * Math.max(1, largest), name + " output " + i);
            }
        }
    }

    /** Whatever bytes come, the answer is a model or the exception that says what is wrong with the file. */
    @Property(tries = 2000)
    void shouldNeverFailOtherwiseOnDamagedFiles(
        @ForAll @IntRange(min = 0, max = 30) final int flips, @ForAll final long seed)
    {
        final byte[] bytes = TestNetworks.toOnnx(TestNetworks.random(1, Activation.ELU, 3, 4, 2));
        final Random random = new Random(seed);
        for (int i = 0; i < flips; i++)
        {
            bytes[random.nextInt(bytes.length)] ^= (byte)(1 << random.nextInt(8));
        }
        final byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 4));
        try
        {
            final OnnxModel model = OnnxReader.read(damaged);
            assertNotNull(MlpExtractor.extract(
                new PolicyModel(Path.of("test.onnx"), damaged, model, "obs", "actions")));
        }
        catch (final OnnxFormatException | UnsupportedNetworkException saidSo)
        {
            assertNotNull(saidSo.getMessage());
        }
    }
}
