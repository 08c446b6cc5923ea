package dev.sinew.policy.engine;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineAgreementTest
{
    private static final int[] NEO = { 310, 512, 256, 128, 75 };

    @ParameterizedTest
    @CsvSource({ "vector,ELU", "vector,RELU", "vector,TANH", "scalar,ELU", "scalar,RELU", "scalar,TANH",
        "onnxruntime,ELU", "onnxruntime,RELU", "onnxruntime,TANH" })
    void shouldAgreeWithDoublePrecision(final String engine, final Activation activation)
    {
        final int[][] shapes = { NEO, { 1, 1 }, { 3, 5, 2 }, { 17, 65, 33, 7 }, { 96, 512, 256, 128, 29 } };
        for (int seed = 0; seed < shapes.length; seed++)
        {
            final MlpNetwork network = TestNetworks.random(seed, activation, shapes[seed]);
            final Random random = new Random(100 + seed);
            try (InferenceEngine opened = EngineSelector.open(engine, TestNetworks.model(TestNetworks.toOnnx(network))))
            {
                assertEquals(engine, opened.name());
                for (int run = 0; run < 20; run++)
                {
                    final float[] observation = TestNetworks.gaussian(random, opened.inputSize(), 1.0 + run);
                    final float[] action = new float[opened.outputSize()];
                    opened.infer(observation, action);
                    assertClose(TestNetworks.reference(network, observation), action);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "vector", "scalar" })
    void shouldAllocateNothingPerRun(final String engine)
    {
        for (final Activation activation : Activation.values())
        {
            final MlpNetwork network = TestNetworks.random(3, activation, NEO);
            try (InferenceEngine opened = EngineSelector.open(engine, TestNetworks.model(TestNetworks.toOnnx(network))))
            {
                assertFalse(opened.allocatesOnInference());
                assertEquals(0, fewestBytes(opened), engine + " with " + activation);
            }
        }
    }

    @Test
    void shouldAdmitThatOnnxRuntimeAllocates()
    {
        final MlpNetwork network = TestNetworks.random(3, Activation.ELU, 4, 8, 2);
        try (InferenceEngine opened =
            EngineSelector.open("onnxruntime", TestNetworks.model(TestNetworks.toOnnx(network))))
        {
            assertTrue(opened.allocatesOnInference());
            assertTrue(fewestBytes(opened) > 0);
        }
    }

    /** Bits must not depend on the JVM: these sums were recorded on JDK 17 and hold on every later one. */
    @ParameterizedTest
    @CsvSource({ "vector,ELU,8e0d7178", "vector,TANH,ff9824dd", "scalar,ELU,619970f", "scalar,TANH,d0c6a569" })
    void shouldGiveTheSameBitsOnEveryJvm(final String engine, final Activation activation, final String expected)
    {
        final MlpNetwork network = TestNetworks.random(7, activation, NEO);
        try (InferenceEngine opened = EngineSelector.open(engine, TestNetworks.model(TestNetworks.toOnnx(network))))
        {
            final Random random = new Random(8);
            int hash = 1;
            for (int run = 0; run < 3000; run++)      // interpreted, then compiled, must not differ either
            {
                final float[] action = new float[opened.outputSize()];
                opened.infer(TestNetworks.gaussian(random, opened.inputSize(), 2.0), action);
                hash = 31 * hash + Arrays.hashCode(action);
            }
            assertEquals(expected, Integer.toHexString(hash));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "vector", "scalar", "onnxruntime" })
    void shouldLetNaNThrough(final String engine)
    {
        final MlpNetwork network = TestNetworks.random(5, Activation.ELU, 6, 9, 4);
        try (InferenceEngine opened = EngineSelector.open(engine, TestNetworks.model(TestNetworks.toOnnx(network))))
        {
            final float[] observation = new float[6];
            observation[2] = Float.NaN;
            final float[] action = new float[4];
            opened.infer(observation, action);
            for (final float value : action)
            {
                assertTrue(Float.isNaN(value), Arrays.toString(action));
            }
            opened.infer(new float[6], action);
            assertClose(TestNetworks.reference(network, new float[6]), action);
        }
    }

    @Test
    void shouldKeepElementaryFunctionsWithin3e7()
    {
        for (float x = -20f; x <= 20f; x += 0.000_7f)
        {
            assertEquals(Math.tanh(x), FloatMath.tanh(x), 3e-7);
            assertEquals(x > 0 ? x : Math.expm1(x), FloatMath.elu(x, 1f), 3e-7);
        }
        assertEquals(1.0, FloatMath.tanh(Float.POSITIVE_INFINITY), 1e-7);
        assertEquals(-1.0, FloatMath.tanh(-100f), 1e-7);
        assertArrayEquals(new float[] { 1e-6f }, new float[] { FloatMath.tanh(1e-6f) }, 1e-12f);
        assertTrue(Float.isNaN(FloatMath.tanh(Float.NaN)));
        assertTrue(Float.isNaN(FloatMath.elu(Float.NaN, 1f)));
    }

    private static long fewestBytes(final InferenceEngine engine)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final float[] observation = new float[engine.inputSize()];
        final float[] action = new float[engine.outputSize()];
        long fewest = Long.MAX_VALUE;
        for (int window = 0; window < 40 && fewest > 0; window++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1500; i++)
            {
                observation[i % observation.length] = i * 1e-3f;
                engine.infer(observation, action);
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return fewest;
    }

    /** Within 1e-5 of the largest number of the action, or of one. */
    private static void assertClose(final double[] expected, final float[] action)
    {
        final double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++)
        {
            assertEquals(expected[i], action[i], 1e-5 * Math.max(1.0, largest), "output " + i);
        }
    }
}
