package dev.sinew.policy.engine;

import dev.sinew.policy.onnx.OnnxModel;

import java.nio.file.Path;

/**
 * A checked ONNX model and which of its tensors to use.
 *
 * @param file   where it was read from; external weights lie beside it.
 * @param bytes  the file's content as it was checked; not to be written.
 * @param graph  the same, decoded, external weights included.
 * @param input  name of the observation tensor.
 * @param output name of the action tensor.
 */
public record PolicyModel(Path file, byte[] bytes, OnnxModel graph, String input, String output)
{
}
