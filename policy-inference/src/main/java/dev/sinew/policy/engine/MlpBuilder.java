package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxNode;
import dev.sinew.policy.onnx.OnnxTensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects a network step by step in double precision; elementwise constants are folded into their neighbours. */
final class MlpBuilder
{
    private final int inputSize;
    private final double[] subtract;
    private final double[] multiply;
    private final double[] add;
    private boolean scaled;
    private final List<MlpLayer> done = new ArrayList<>();

    private double[] weights;
    private double[] bias;
    private int columns;
    private Activation activation = Activation.IDENTITY;
    private float alpha;

    MlpBuilder(final int inputSize)
    {
        this.inputSize = inputSize;
        subtract = new double[inputSize];
        multiply = new double[inputSize];
        add = new double[inputSize];
        Arrays.fill(multiply, 1.0);
    }

    void linear(final OnnxNode node, final OnnxTensor matrix, final boolean transposed, final double factor)
        throws UnsupportedNetworkException
    {
        final int inputs = (int)matrix.dim(transposed ? 1 : 0);
        final int outputs = (int)matrix.dim(transposed ? 0 : 1);
        if (inputs != width())
        {
            throw new UnsupportedNetworkException("node " + node.label() + " takes " + inputs + " numbers, but " +
                width() + " come in");
        }
        finishLayer();
        columns = inputs;
        weights = new double[outputs * inputs];
        bias = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                weights[output * inputs + input] = factor *
                    matrix.values()[transposed ? output * inputs + input : input * outputs + output];
            }
        }
    }

    void addScaled(final OnnxNode node, final OnnxTensor tensor, final double factor)
        throws UnsupportedNetworkException
    {
        final double[] values = broadcast(node, tensor);
        final double[] target = weights != null ? openBias(node) : scaled ? add : subtract;
        final double sign = weights == null && !scaled ? -factor : factor;
        for (int i = 0; i < values.length; i++)
        {
            target[i] += sign * values[i];
        }
    }

    void multiply(final OnnxNode node, final OnnxTensor tensor, final boolean inverse)
        throws UnsupportedNetworkException
    {
        final double[] values = broadcast(node, tensor);
        final double[] shift = weights != null ? openBias(node) : add;
        for (int i = 0; i < values.length; i++)
        {
            final double factor = inverse ? 1.0 / values[i] : values[i];
            shift[i] *= factor;
            if (weights == null)
            {
                multiply[i] *= factor;
            }
            else
            {
                scaleRow(i, factor);
            }
        }
        scaled |= weights == null;
    }

    void activation(final OnnxNode node, final Activation kind, final float parameter)
        throws UnsupportedNetworkException
    {
        if (weights == null)
        {
            throw new UnsupportedNetworkException("node " + node.label() + " comes before the first linear layer");
        }
        openBias(node);
        activation = kind;
        alpha = parameter;
    }

    MlpNetwork build() throws UnsupportedNetworkException
    {
        finishLayer();
        return new MlpNetwork(toFloats(subtract), toFloats(multiply), toFloats(add), done);
    }

    private int width()
    {
        return weights == null ? inputSize : bias.length;
    }

    private double[] openBias(final OnnxNode node) throws UnsupportedNetworkException
    {
        if (activation != Activation.IDENTITY)
        {
            throw new UnsupportedNetworkException("node " + node.label() + " follows an activation directly");
        }
        return bias;
    }

    private void scaleRow(final int row, final double factor)
    {
        for (int i = 0; i < columns; i++)
        {
            weights[row * columns + i] *= factor;
        }
    }

    private double[] broadcast(final OnnxNode node, final OnnxTensor tensor) throws UnsupportedNetworkException
    {
        final int width = width();
        if (tensor.elementCount() == 1)
        {
            final double[] values = new double[width];
            Arrays.fill(values, tensor.values()[0]);
            return values;
        }
        if (tensor.elementCount() != width || tensor.dim(tensor.rank() - 1) != width)
        {
            throw new UnsupportedNetworkException("node " + node.label() + " combines " + width +
                " numbers with a constant of " + tensor.elementCount());
        }
        return tensor.values();
    }

    private void finishLayer()
    {
        if (weights == null)
        {
            return;
        }
        done.add(new MlpLayer(columns, bias.length, toFloats(weights), toFloats(bias), activation, alpha));
        weights = null;
        activation = Activation.IDENTITY;
        alpha = 0f;
    }

    private static float[] toFloats(final double[] values)
    {
        final float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++)
        {
            floats[i] = (float)values[i];
        }
        return floats;
    }
}
