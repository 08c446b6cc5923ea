package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxWriter;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MlpExtractorTest
{
    private static final float[] W23 = { 1, 2, 3, 4, 5, 6 };

    private static OnnxWriter writer()
    {
        return new OnnxWriter().input("obs", 1, 2).output("actions", 1, 3);
    }

    private static void assertEnginesAgree(final OnnxWriter writer)
    {
        final PolicyModel model = TestNetworks.model(writer.toBytes());
        try (InferenceEngine runtime = EngineSelector.open("onnxruntime", model);
            InferenceEngine scalar = EngineSelector.open("scalar", model);
            InferenceEngine vector = EngineSelector.open("vector", model))
        {
            final Random random = new Random(1);
            final float[] expected = new float[runtime.outputSize()];
            final float[] action = new float[runtime.outputSize()];
            for (int run = 0; run < 50; run++)
            {
                final float[] observation = TestNetworks.gaussian(random, runtime.inputSize(), 2.0);
                runtime.infer(observation, expected);
                for (final InferenceEngine engine : new InferenceEngine[] { scalar, vector })
                {
                    engine.infer(observation, action);
                    for (int i = 0; i < expected.length; i++)
                    {
                        assertEquals(expected[i], action[i], 1e-5 * Math.max(1, Math.abs(expected[i])),
                            engine.name() + " output " + i);
                    }
                }
            }
        }
    }

    @Test
    void shouldFoldNormaliserOfSubAndDiv()
    {
        assertEnginesAgree(writer()
            .initializer("mean", new float[] { 0.5f, -3f }, 1, 2)
            .initializer("std", new float[] { 0.1f, 7f }, 1, 2)
            .node("Constant", "", "eps", "value", OnnxWriter.tensor("", new float[] { 0.01f }))
            .node("Add", "std,eps", "deviation")
            .node("Sub", "obs,mean", "centred")
            .node("Div", "centred,deviation", "normal")
            .initializer("w", W23, 2, 3)
            .node("MatMul", "normal,w", "actions"));
    }

    @Test
    void shouldFoldNormaliserOfMulAndAdd()
    {
        assertEnginesAgree(writer()
            .initializer("k", new float[] { 0.25f }, 1)
            .initializer("t", new float[] { 3f, 4f }, 2)
            .initializer("w", W23, 2, 3)
            .initializer("b", new float[] { 1, 2, 3 }, 3)
            .node("Mul", "k,obs", "scaled")
            .node("Add", "t,scaled", "normal")
            .node("MatMul", "normal,w", "h")
            .node("Add", "b,h", "actions"));
    }

    @Test
    void shouldFoldScalesAroundLinearLayers()
    {
        assertEnginesAgree(writer()
            .initializer("w", W23, 3, 2)
            .initializer("b", new float[] { 1, -2, 3 }, 3)
            .initializer("c", new float[] { 4, 5, 6 }, 3)
            .initializer("two", new float[] { 2 })
            .node("Transpose", "w", "wt")
            .node("Gemm", "obs,wt,b", "h", "alpha", 0.5f, "beta", 3f)
            .node("Sub", "c,h", "d")
            .node("Div", "d,two", "e")
            .node("Sub", "e,b", "f")
            .node("Mul", "f,two", "g")
            .node("Elu", "g", "i", "alpha", 0.7f)
            .node("Identity", "i", "actions"));
    }

    @Test
    void shouldReadWeightsFromTypedFields()
    {
        assertEnginesAgree(writer()
            .typedInitializer("w", W23, 2, 3)
            .node("MatMul", "obs,w", "h")
            .node("Tanh", "h", "actions"));
    }

    @Test
    void shouldNameTheNodeThatItCannotRunAndOfferOnnxRuntime()
    {
        final PolicyModel model = TestNetworks.model(writer()
            .initializer("w", W23, 2, 3)
            .node("MatMul", "obs,w", "h")
            .node("Softplus", "h", "actions").toBytes());
        final String message = assertThrows(EngineUnavailableException.class,
            () -> EngineSelector.open("scalar", model)).getMessage();
        assertTrue(message.startsWith("policy engine 'scalar' cannot run this: node Softplus 'actions_node' is none"),
            message);
        assertTrue(message.endsWith("ask for the engine 'onnxruntime' or 'auto'"), message);
        try (InferenceEngine chosen = EngineSelector.open("auto", model))
        {
            assertEquals("onnxruntime", chosen.name());
        }
    }

    @Test
    void shouldRefuseBranches()
    {
        final PolicyModel model = TestNetworks.model(new OnnxWriter().input("obs", 1, 2).output("actions", 1, 2)
            .initializer("w", new float[] { 1, 2, 3, 4 }, 2, 2)
            .node("MatMul", "obs,w", "h")
            .node("Add", "h,obs", "actions").toBytes());
        final UnsupportedNetworkException refused =
            assertThrows(UnsupportedNetworkException.class, () -> MlpExtractor.extract(model));
        assertTrue(refused.getMessage().contains("node Add 'actions_node' joins two branches"), refused.getMessage());
    }

    @Test
    void shouldPreferTheSimdEngineForAnMlp()
    {
        final PolicyModel model =
            TestNetworks.model(TestNetworks.toOnnx(TestNetworks.random(1, Activation.ELU, 4, 8, 2)));
        try (InferenceEngine chosen = EngineSelector.open("auto", model))
        {
            assertEquals("vector", chosen.name());
        }
        assertTrue(EngineSelector.offers(model).stream().allMatch(EngineSelector.Offer::available));
    }

    @Test
    void shouldRefuseUnknownEngineNames()
    {
        final PolicyModel model =
            TestNetworks.model(TestNetworks.toOnnx(TestNetworks.random(1, Activation.ELU, 4, 8, 2)));
        assertEquals("policy engine 'gpu' is unknown; use one of auto, vector, scalar, onnxruntime",
            assertThrows(EngineUnavailableException.class, () -> EngineSelector.open("gpu", model)).getMessage());
    }
}
