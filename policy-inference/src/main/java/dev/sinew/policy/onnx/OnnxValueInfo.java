package dev.sinew.policy.onnx;

import java.util.List;

/**
 * A declared input or output of the graph.
 *
 * @param name        tensor name.
 * @param elementType ONNX number of the element type, 1 for 32-bit floats.
 * @param dims        dimensions; -1 where the model leaves one open.
 */
public record OnnxValueInfo(String name, int elementType, List<Long> dims)
{
    /** @return the size of the innermost dimension, or -1 when it is open or the value has no dimensions. */
    public long width()
    {
        return dims.isEmpty() ? -1 : dims.get(dims.size() - 1);
    }

    /** @return the shape as a person writes it, for example {@code [1,310]}, with ? for an open dimension. */
    public String shape()
    {
        final StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < dims.size(); i++)
        {
            text.append(i == 0 ? "" : ",").append(dims.get(i) < 0 ? "?" : Long.toString(dims.get(i)));
        }
        return text.append(']').toString();
    }
}
