package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxFormatException;
import dev.sinew.policy.onnx.OnnxReader;
import dev.sinew.policy.onnx.OnnxWriter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random networks and an evaluator in double precision that shares no code with the engines. */
final class TestNetworks
{
    private TestNetworks()
    {
    }

    static MlpNetwork random(final long seed, final Activation activation, final int... widths)
    {
        final Random random = new Random(seed);
        final List<MlpLayer> layers = new ArrayList<>();
        for (int i = 0; i + 1 < widths.length; i++)
        {
            final float[] weights = gaussian(random, widths[i] * widths[i + 1], 1 / Math.sqrt(widths[i]));
            final float[] bias = gaussian(random, widths[i + 1], 0.3);
            final boolean last = i + 2 == widths.length;
            layers.add(new MlpLayer(
                widths[i], widths[i + 1], weights, bias, last ? Activation.IDENTITY : activation, 1f));
        }
        final float[] one = new float[widths[0]];
        Arrays.fill(one, 1f);
        return new MlpNetwork(new float[widths[0]], one, new float[widths[0]], layers);
    }

    static float[] gaussian(final Random random, final int count, final double scale)
    {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(scale * random.nextGaussian());
        }
        return values;
    }

    /** The network as the common exporters write it: Gemm with a transposed weight, then the activation. */
    static byte[] toOnnx(final MlpNetwork network)
    {
        final OnnxWriter writer = new OnnxWriter().input("obs", 1, network.inputSize());
        String value = "obs";
        for (int i = 0; i < network.layers().size(); i++)
        {
            final MlpLayer layer = network.layers().get(i);
            writer.initializer("w" + i, layer.weights(), layer.outputs(), layer.inputs());
            writer.initializer("b" + i, layer.bias(), layer.outputs());
            final boolean last = i + 1 == network.layers().size();
            writer.node("Gemm", value + ",w" + i + ",b" + i, last ? "actions" : "h" + i, "transB", 1L);
            value = "h" + i;
            if (layer.activation() != Activation.IDENTITY)
            {
                writer.node(opType(layer.activation()), "h" + i, "a" + i);
                value = "a" + i;
            }
        }
        return writer.output("actions", 1, network.outputSize()).toBytes();
    }

    static PolicyModel model(final byte[] bytes)
    {
        try
        {
            return new PolicyModel(Path.of("test.onnx"), bytes, OnnxReader.read(bytes), "obs", "actions");
        }
        catch (final OnnxFormatException impossible)
        {
            throw new AssertionError(impossible);
        }
    }

    static double[] reference(final MlpNetwork network, final float[] observation)
    {
        double[] x = new double[network.inputSize()];
        for (int i = 0; i < x.length; i++)
        {
            x[i] = ((double)observation[i] - network.subtract()[i]) * network.multiply()[i] + network.add()[i];
        }
        for (final MlpLayer layer : network.layers())
        {
            final double[] y = new double[layer.outputs()];
            for (int j = 0; j < y.length; j++)
            {
                double sum = layer.bias()[j];
                for (int i = 0; i < x.length; i++)
                {
                    sum += x[i] * layer.weights()[j * x.length + i];
                }
                y[j] = switch (layer.activation())
                {
                    case ELU -> sum > 0 ? sum : layer.alpha() * Math.expm1(sum);
                    case RELU -> Math.max(0, sum);
                    case TANH -> Math.tanh(sum);
                    default -> sum;
                };
            }
            x = y;
        }
        return x;
    }

    private static String opType(final Activation activation)
    {
        return switch (activation)
        {
            case ELU -> "Elu";
            case RELU -> "Relu";
            case TANH -> "Tanh";
            default -> "Identity";
        };
    }
}
