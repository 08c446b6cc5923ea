package dev.sinew.policy.engine;

import java.util.Arrays;

/** Lays weights out in the order in which a panel kernel reads them: [panel][input][column], padded with zeros. */
public final class PanelPacking
{
    private PanelPacking()
    {
    }

    public static int roundUp(final int value, final int step)
    {
        return (value + step - 1) / step * step;
    }

    /** @return the vector with zeros appended up to a multiple of the step. */
    public static float[] padded(final float[] values, final int step)
    {
        return Arrays.copyOf(values, roundUp(values.length, step));
    }

    /**
     * @param layer     whose weights to pack.
     * @param columns   outputs per panel.
     * @param inputStep inputs per panel are padded with zero weights to a multiple of this.
     * @return [panel][input][column].
     */
    public static float[] pack(final MlpLayer layer, final int columns, final int inputStep)
    {
        final int inputs = roundUp(layer.inputs(), inputStep);
        final int panels = roundUp(layer.outputs(), columns) / columns;
        final float[] packed = new float[panels * inputs * columns];
        for (int output = 0; output < layer.outputs(); output++)
        {
            final int panel = output / columns;
            final int column = output % columns;
            for (int input = 0; input < layer.inputs(); input++)
            {
                packed[(panel * inputs + input) * columns + column] =
                    layer.weights()[output * layer.inputs() + input];
            }
        }
        return packed;
    }
}
