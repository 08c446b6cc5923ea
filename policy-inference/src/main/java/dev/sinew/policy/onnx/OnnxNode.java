package dev.sinew.policy.onnx;

import java.util.List;
import java.util.Map;

/**
 * One operator of the graph.
 *
 * @param name       as exported; may be empty.
 * @param opType     for example {@code Gemm}.
 * @param domain     empty for the standard operators.
 * @param inputs     value names; an empty name is an omitted optional input.
 * @param outputs    value names.
 * @param floats     float attributes by name.
 * @param ints       integer attributes by name.
 * @param intLists   integer list attributes by name.
 * @param tensors    tensor attributes by name.
 */
public record OnnxNode(
    String name,
    String opType,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Float> floats,
    Map<String, Long> ints,
    Map<String, List<Long>> intLists,
    Map<String, OnnxTensor> tensors)
{
    /** @return how to name this node to a person. */
    public String label()
    {
        return name.isEmpty() ? opType : opType + " '" + name + "'";
    }

    public float floatOr(final String attribute, final float otherwise)
    {
        return floats.getOrDefault(attribute, otherwise);
    }

    public long intOr(final String attribute, final long otherwise)
    {
        return ints.getOrDefault(attribute, otherwise);
    }
}
