package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxNode;
import dev.sinew.policy.onnx.OnnxTensor;

import java.util.LinkedHashMap;
import java.util.Map;

/** Evaluates the parts of a graph that depend on nothing but constants, such as a transposed weight or std + eps. */
final class ConstantFolder
{
    private static final int DEPTH_MAX = 64;

    private final Map<String, OnnxTensor> known;
    private final Map<String, OnnxNode> producers;

    ConstantFolder(final Map<String, OnnxTensor> initializers, final Map<String, OnnxNode> producers)
    {
        this.known = new LinkedHashMap<>(initializers);
        this.producers = producers;
    }

    boolean isConstant(final String name)
    {
        return isConstant(name, 0);
    }

    private boolean isConstant(final String name, final int depth)
    {
        if (known.containsKey(name))
        {
            return true;
        }
        final OnnxNode node = producers.get(name);
        if (node == null || depth > DEPTH_MAX)
        {
            return false;
        }
        for (final String input : node.inputs())
        {
            if (!input.isEmpty() && !isConstant(input, depth + 1))
            {
                return false;
            }
        }
        return true;
    }

    /** @return the value of a constant, or null when it is of another type or made by an operator unknown here. */
    OnnxTensor value(final String name)
    {
        final OnnxTensor ready = known.get(name);
        if (ready != null)
        {
            return ready.hasValues() ? ready : null;
        }
        if (!isConstant(name))
        {
            return null;
        }
        final OnnxTensor folded = fold(producers.get(name));
        if (folded != null)
        {
            known.put(name, folded);
        }
        return folded;
    }

    private OnnxTensor fold(final OnnxNode node)
    {
        if (!node.domain().isEmpty())
        {
            return null;
        }
        switch (node.opType())
        {
            case "Constant" ->
            {
                return constantNode(node);
            }
            case "Identity" ->
            {
                return value(node.inputs().get(0));
            }
            case "Transpose" ->
            {
                return transpose(value(node.inputs().get(0)));
            }
            case "Sqrt" ->
            {
                return sqrt(value(node.inputs().get(0)));
            }
            case "Add", "Sub", "Mul", "Div" ->
            {
                return combine(node, value(node.inputs().get(0)), value(node.inputs().get(1)));
            }
            default ->
            {
                return null;
            }
        }
    }

    private static OnnxTensor constantNode(final OnnxNode node)
    {
        final OnnxTensor tensor = node.tensors().get("value");
        if (tensor != null)
        {
            return tensor.hasValues() ? tensor : null;
        }
        final Float number = node.floats().get("value_float");
        return number == null ? null : OnnxTensor.of("", new long[0], new double[] { number });
    }

    private static OnnxTensor transpose(final OnnxTensor in)
    {
        if (in == null || in.rank() != 2)
        {
            return null;
        }
        final int rows = (int)in.dim(0);
        final int columns = (int)in.dim(1);
        final double[] values = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[column * rows + row] = in.values()[row * columns + column];
            }
        }
        return OnnxTensor.of(in.name(), new long[] { columns, rows }, values);
    }

    private static OnnxTensor sqrt(final OnnxTensor in)
    {
        if (in == null)
        {
            return null;
        }
        final double[] values = in.values().clone();
        for (int i = 0; i < values.length; i++)
        {
            values[i] = (float)Math.sqrt(values[i]);
        }
        return OnnxTensor.of(in.name(), in.dims(), values);
    }

    /** Same shape, or one of the two a single number. */
    private static OnnxTensor combine(final OnnxNode node, final OnnxTensor left, final OnnxTensor right)
    {
        if (left == null || right == null)
        {
            return null;
        }
        final boolean leftScalar = left.elementCount() == 1;
        final boolean rightScalar = right.elementCount() == 1;
        if (!leftScalar && !rightScalar && left.elementCount() != right.elementCount())
        {
            return null;
        }
        final OnnxTensor shape = leftScalar ? right : left;
        final double[] values = new double[(int)shape.elementCount()];
        for (int i = 0; i < values.length; i++)
        {
            final double a = left.values()[leftScalar ? 0 : i];
            final double b = right.values()[rightScalar ? 0 : i];
            values[i] = (float)operate(node.opType(), a, b);
        }
        return OnnxTensor.of(shape.name(), shape.dims(), values);
    }

    private static double operate(final String opType, final double a, final double b)
    {
        return switch (opType)
        {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            default -> a / b;
        };
    }
}
