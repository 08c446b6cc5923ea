package dev.sinew.policy.onnx;

import java.util.List;
import java.util.Map;

/**
 * What this project needs to know of an ONNX file.
 *
 * @param irVersion    file format version.
 * @param producer     name and version of the exporter; may be empty.
 * @param opsets       operator set version by domain; the standard domain is the empty string.
 * @param nodes        in the order of the file, which ONNX requires to be an order of execution.
 * @param initializers constants by name, in the order of the file.
 * @param inputs       declared inputs that are not constants.
 * @param outputs      declared outputs.
 * @param metadata     the free key-value pairs that exporters leave, in the order of the file.
 */
public record OnnxModel(
    long irVersion,
    String producer,
    Map<String, Long> opsets,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initializers,
    List<OnnxValueInfo> inputs,
    List<OnnxValueInfo> outputs,
    Map<String, String> metadata)
{
    /** @return the input of that name, or null. */
    public OnnxValueInfo input(final String name)
    {
        return find(inputs, name);
    }

    /** @return the output of that name, or null. */
    public OnnxValueInfo output(final String name)
    {
        return find(outputs, name);
    }

    /** @return true when some weights were to be read from another file. */
    public boolean usesExternalData()
    {
        return initializers.values().stream().anyMatch(tensor -> tensor.external() != null);
    }

    private static OnnxValueInfo find(final List<OnnxValueInfo> values, final String name)
    {
        for (final OnnxValueInfo value : values)
        {
            if (value.name().equals(name))
            {
                return value;
            }
        }
        return null;
    }
}
