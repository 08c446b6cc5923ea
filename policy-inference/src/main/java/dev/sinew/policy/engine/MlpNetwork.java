package dev.sinew.policy.engine;

import java.util.List;

/**
 * A multilayer perceptron as the own engines run it: {@code y = (x - subtract) * multiply + add} on the way in, then
 * the layers in order.
 *
 * @param subtract per input; all zero without a normaliser. Not to be written.
 * @param multiply per input; all one without a normaliser. Not to be written.
 * @param add      per input; all zero without a normaliser. Not to be written.
 * @param layers   at least one, widths fitting each other.
 */
public record MlpNetwork(float[] subtract, float[] multiply, float[] add, List<MlpLayer> layers)
{
    public MlpNetwork
    {
        layers = List.copyOf(layers);
        int width = subtract.length;
        for (final MlpLayer layer : layers)
        {
            if (layer.inputs() != width || layer.bias().length != layer.outputs() ||
                layer.weights().length != layer.inputs() * layer.outputs())
            {
                throw new IllegalArgumentException("layer " + layers.indexOf(layer) + " takes " + layer.inputs() +
                    " numbers but gets " + width + ", or its weights have the wrong count");
            }
            width = layer.outputs();
        }
    }

    public int inputSize()
    {
        return subtract.length;
    }

    public int outputSize()
    {
        return layers.get(layers.size() - 1).outputs();
    }

    /** @return the widest vector between two layers, input and output included. */
    public int widest()
    {
        int widest = inputSize();
        for (final MlpLayer layer : layers)
        {
            widest = Math.max(widest, layer.outputs());
        }
        return widest;
    }

    /** @return for example {@code 310-512-256-128-75}. */
    public String shape()
    {
        final StringBuilder text = new StringBuilder().append(inputSize());
        layers.forEach(layer -> text.append('-').append(layer.outputs()));
        return text.toString();
    }
}
