package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxModel;
import dev.sinew.policy.onnx.OnnxNode;
import dev.sinew.policy.onnx.OnnxTensor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognises a multilayer perceptron in a graph: it walks back from the output to the input, and every step must be a
 * linear layer, an elementwise operation with a constant, an activation, or something without effect.
 */
public final class MlpExtractor
{
    private final OnnxModel graph;
    private final ConstantFolder constants;
    private final Map<String, OnnxNode> producers = new LinkedHashMap<>();

    private MlpExtractor(final OnnxModel graph)
    {
        this.graph = graph;
        for (final OnnxNode node : graph.nodes())
        {
            node.outputs().forEach(name -> producers.put(name, node));
        }
        constants = new ConstantFolder(graph.initializers(), producers);
    }

    /**
     * @param model with all its weights loaded.
     * @return the network between the model's input and output.
     * @throws UnsupportedNetworkException naming the first node that the own engines cannot run.
     */
    public static MlpNetwork extract(final PolicyModel model) throws UnsupportedNetworkException
    {
        return new MlpExtractor(model.graph()).extract(model.input(), model.output());
    }

    private MlpNetwork extract(final String input, final String output) throws UnsupportedNetworkException
    {
        final Deque<OnnxNode> path = path(input, output);
        final MlpBuilder builder = new MlpBuilder(inputWidth(path));
        String value = input;
        for (final OnnxNode node : path)
        {
            apply(node, value, builder);
            value = node.outputs().get(0);
        }
        return builder.build();
    }

    private Deque<OnnxNode> path(final String input, final String output) throws UnsupportedNetworkException
    {
        final Deque<OnnxNode> path = new ArrayDeque<>();
        String value = output;
        while (!value.equals(input))
        {
            final OnnxNode node = producers.get(value);
            if (node == null || path.size() > graph.nodes().size())
            {
                throw new UnsupportedNetworkException("'" + value + "' does not come from the input '" + input + "'");
            }
            path.addFirst(node);
            value = dataInput(node);
        }
        return path;
    }

    private String dataInput(final OnnxNode node) throws UnsupportedNetworkException
    {
        String data = null;
        for (final String name : node.inputs())
        {
            if (!name.isEmpty() && !constants.isConstant(name))
            {
                if (data != null)
                {
                    throw new UnsupportedNetworkException("node " + node.label() +
                        " joins two branches; the own engines run a plain chain of layers");
                }
                data = name;
            }
        }
        if (data == null)
        {
            throw new UnsupportedNetworkException("node " + node.label() + " does not depend on the observation");
        }
        return data;
    }

    private int inputWidth(final Deque<OnnxNode> path) throws UnsupportedNetworkException
    {
        for (final OnnxNode node : path)
        {
            if ("Gemm".equals(node.opType()) || "MatMul".equals(node.opType()))
            {
                final OnnxTensor weights = matrix(node);
                return (int)weights.dim(node.intOr("transB", 0) == 1 ? 1 : 0);
            }
        }
        throw new UnsupportedNetworkException("there is no linear layer (Gemm or MatMul) in it");
    }

    private OnnxTensor matrix(final OnnxNode node) throws UnsupportedNetworkException
    {
        if (node.inputs().size() < 2 || !constants.isConstant(node.inputs().get(1)))
        {
            throw new UnsupportedNetworkException("node " + node.label() +
                " has no constant weight matrix on its right");
        }
        final OnnxTensor weights = constants.value(node.inputs().get(1));
        if (weights == null || weights.rank() != 2)
        {
            throw new UnsupportedNetworkException("node " + node.label() +
                " has weights that are not a matrix of 32-bit floats");
        }
        return weights;
    }

    private void apply(final OnnxNode node, final String value, final MlpBuilder builder)
        throws UnsupportedNetworkException
    {
        if (!node.domain().isEmpty())
        {
            throw unsupported(node);
        }
        switch (node.opType())
        {
            case "Identity", "Dropout" ->
            {
                // Without effect in inference.
            }
            case "Flatten" -> require(node, node.intOr("axis", 1) == 1);
            case "Cast" -> require(node, node.intOr("to", 0) == OnnxTensor.FLOAT);
            case "Gemm" -> gemm(node, builder);
            case "MatMul" -> builder.linear(node, matrix(node), false, 1.0);
            case "Add", "Sub", "Mul", "Div" -> elementwise(node, value, builder);
            case "Elu" -> builder.activation(node, Activation.ELU, node.floatOr("alpha", 1f));
            case "Relu" -> builder.activation(node, Activation.RELU, 0f);
            case "Tanh" -> builder.activation(node, Activation.TANH, 0f);
            default -> throw unsupported(node);
        }
    }

    private void gemm(final OnnxNode node, final MlpBuilder builder) throws UnsupportedNetworkException
    {
        require(node, node.intOr("transA", 0) == 0);
        builder.linear(node, matrix(node), node.intOr("transB", 0) == 1, node.floatOr("alpha", 1f));
        if (node.inputs().size() > 2 && !node.inputs().get(2).isEmpty())
        {
            builder.addScaled(node, constant(node, 2), node.floatOr("beta", 1f));
        }
    }

    private void elementwise(final OnnxNode node, final String value, final MlpBuilder builder)
        throws UnsupportedNetworkException
    {
        final boolean dataFirst = node.inputs().get(0).equals(value);
        final OnnxTensor other = constant(node, dataFirst ? 1 : 0);
        switch (node.opType())
        {
            case "Add" -> builder.addScaled(node, other, 1.0);
            case "Mul" -> builder.multiply(node, other, false);
            case "Div" ->
            {
                require(node, dataFirst);
                builder.multiply(node, other, true);
            }
            default ->
            {
                if (!dataFirst)
                {
                    builder.multiply(node, OnnxTensor.of("minus one", new long[] { 1 }, new double[] { -1.0 }), false);
                }
                builder.addScaled(node, other, dataFirst ? -1.0 : 1.0);
            }
        }
    }

    private OnnxTensor constant(final OnnxNode node, final int index) throws UnsupportedNetworkException
    {
        final OnnxTensor tensor = constants.value(node.inputs().get(index));
        if (tensor == null)
        {
            throw new UnsupportedNetworkException("node " + node.label() + " takes '" + node.inputs().get(index) +
                "', which is not a constant of 32-bit floats");
        }
        return tensor;
    }

    private static void require(final OnnxNode node, final boolean condition) throws UnsupportedNetworkException
    {
        if (!condition)
        {
            throw unsupported(node);
        }
    }

    private static UnsupportedNetworkException unsupported(final OnnxNode node)
    {
        return new UnsupportedNetworkException("node " + node.label() + " is none of what the own engines run: " +
            "Gemm, MatMul, Add, Sub, Mul, Div with constants, Elu, Relu, Tanh, Identity");
    }
}
