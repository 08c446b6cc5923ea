package dev.sinew.policy.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loads weights that exporters leave in a second file beside the model, usually {@code model.onnx.data}. */
public final class ExternalWeights
{
    private ExternalWeights()
    {
    }

    /**
     * Fills in every external tensor of a model.
     *
     * @param model     as read from its file.
     * @param directory of the model file; weights outside of it are refused.
     * @param problems  receives one sentence per missing, short or misplaced file.
     * @return the model with all the weights that could be loaded.
     */
    public static OnnxModel load(final OnnxModel model, final Path directory, final List<String> problems)
    {
        if (!model.usesExternalData())
        {
            return model;
        }
        final Map<String, byte[]> files = new TreeMap<>();
        final Map<String, OnnxTensor> loaded = new LinkedHashMap<>();
        for (final OnnxTensor tensor : model.initializers().values())
        {
            loaded.put(tensor.name(), tensor.external() == null ? tensor : fill(tensor, directory, files, problems));
        }
        return new OnnxModel(model.irVersion(), model.producer(), model.opsets(), model.nodes(), loaded,
            model.inputs(), model.outputs(), model.metadata());
    }

    private static OnnxTensor fill(
        final OnnxTensor tensor, final Path directory, final Map<String, byte[]> files, final List<String> problems)
    {
        final OnnxTensor.ExternalData external = tensor.external();
        if (!files.containsKey(external.location()))
        {
            files.put(external.location(), readFile(external.location(), directory, problems));
        }
        final byte[] bytes = files.get(external.location());
        if (bytes == null || !tensor.isDecodable())
        {
            return tensor;
        }
        final long length = external.length() < 0 ? bytes.length - external.offset() : external.length();
        final int width = tensor.dataType() == OnnxTensor.FLOAT ? 4 : 8;
        if (external.offset() < 0 || length < 0 || external.offset() + length > bytes.length ||
            length != width * tensor.elementCount())
        {
            problems.add("weights file '" + external.location() + "' has " + bytes.length + " bytes, tensor '" +
                tensor.name() + "' asks for " + width * tensor.elementCount() + " at " + external.offset() +
                "; copy the file that was exported together with this model");
            return tensor;
        }
        final byte[] raw =
            Arrays.copyOfRange(bytes, (int)external.offset(), (int)(external.offset() + length));
        return new OnnxTensor(
            tensor.name(), tensor.dataType(), tensor.dims(), OnnxTensor.decode(tensor.dataType(), raw), external);
    }

    private static byte[] readFile(final String location, final Path directory, final List<String> problems)
    {
        final Path root = directory.toAbsolutePath().normalize();
        final Path file = root.resolve(location).normalize();
        if (location.isEmpty() || !file.startsWith(root))
        {
            problems.add("weights file '" + location + "' lies outside the bundle; put it beside the model");
            return null;
        }
        try
        {
            return Files.readAllBytes(file);
        }
        catch (final IOException unreadable)
        {
            problems.add("weights file '" + location + "' is missing or unreadable; it was exported together with " +
                "the model and belongs beside it");
            return null;
        }
    }
}
