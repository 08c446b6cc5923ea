package dev.sinew.policy.engine;

/**
 * Plain Java evaluator that works on every JVM. Weights lie in panels of columns, so that the inner loop adds to
 * independent sums and the compiler can make SIMD of it; a plain dot product would have to keep its order of addition.
 * The order of operations is fixed by the source, so the bits are the same on every JVM. Allocates nothing per run.
 */
public final class ScalarMlpEngine implements InferenceEngine
{
    static final int PANEL = 128;

    private final MlpNetwork network;
    private final float[][] packed;
    private final float[][] bias;
    private final float[] sums = new float[PANEL];
    private float[] from;
    private float[] to;

    /** @param network what to run; its weights are copied into panels. */
    public ScalarMlpEngine(final MlpNetwork network)
    {
        this.network = network;
        packed = new float[network.layers().size()][];
        bias = new float[packed.length][];
        for (int i = 0; i < packed.length; i++)
        {
            final MlpLayer layer = network.layers().get(i);
            packed[i] = PanelPacking.pack(layer, PANEL, 4);
            bias[i] = PanelPacking.padded(layer.bias(), PANEL);
        }
        final int room = PanelPacking.roundUp(network.widest(), PANEL);
        from = new float[room];
        to = new float[room];
    }

    @Override
    public String name()
    {
        return "scalar";
    }

    @Override
    public int inputSize()
    {
        return network.inputSize();
    }

    @Override
    public int outputSize()
    {
        return network.outputSize();
    }

    @Override
    public boolean allocatesOnInference()
    {
        return false;
    }

    @Override
    public void infer(final float[] observation, final float[] action)
    {
        float[] in = from;
        float[] out = to;
        normalise(observation, in, network.subtract(), network.multiply(), network.add());
        for (int i = 0; i < packed.length; i++)
        {
            final MlpLayer layer = network.layers().get(i);
            clearTail(in, layer.inputs());
            layer(packed[i], bias[i], in, out, sums, PanelPacking.roundUp(layer.inputs(), 4));
            activate(out, layer.outputs(), layer.activation(), layer.alpha());
            final float[] swap = in;
            in = out;
            out = swap;
        }
        System.arraycopy(in, 0, action, 0, network.outputSize());
    }

    @Override
    public void close()
    {
        // Nothing outside the heap.
    }

    private static void normalise(
        final float[] x, final float[] y, final float[] subtract, final float[] multiply, final float[] add)
    {
        for (int i = 0; i < subtract.length; i++)
        {
            y[i] = (x[i] - subtract[i]) * multiply[i] + add[i];
        }
    }

    /** Inputs are walked four at a time; what the padding weights meet must be zero, not the last run's leftovers. */
    private static void clearTail(final float[] in, final int width)
    {
        final int end = PanelPacking.roundUp(width, 4);
        for (int i = width; i < end; i++)
        {
            in[i] = 0f;
        }
    }

    private static void layer(
        final float[] weights, final float[] bias, final float[] in, final float[] out, final float[] sums,
        final int inputs)
    {
        int w = 0;
        for (int panel = 0; panel < bias.length; panel += PANEL)
        {
            System.arraycopy(bias, panel, sums, 0, PANEL);
            for (int i = 0; i < inputs; i += 4)
            {
                accumulate(weights, w, in[i], in[i + 1], in[i + 2], in[i + 3], sums);
                w += 4 * PANEL;
            }
            System.arraycopy(sums, 0, out, panel, PANEL);
        }
    }

    private static void accumulate(
        final float[] weights, final int at, final float x0, final float x1, final float x2, final float x3,
        final float[] sums)
    {
        for (int j = 0; j < PANEL; j++)
        {
            sums[j] = sums[j] + x0 * weights[at + j] + x1 * weights[at + PANEL + j] +
                x2 * weights[at + 2 * PANEL + j] + x3 * weights[at + 3 * PANEL + j];
        }
    }

    private static void activate(final float[] x, final int width, final Activation activation, final float alpha)
    {
        switch (activation)
        {
            case ELU -> elu(x, width, alpha);
            case RELU -> relu(x, width);
            case TANH -> tanh(x, width);
            default ->
            {
            }
        }
    }

    private static void elu(final float[] x, final int width, final float alpha)
    {
        for (int i = 0; i < width; i++)
        {
            x[i] = FloatMath.elu(x[i], alpha);
        }
    }

    private static void relu(final float[] x, final int width)
    {
        for (int i = 0; i < width; i++)
        {
            x[i] = Math.max(x[i], 0f);
        }
    }

    private static void tanh(final float[] x, final int width)
    {
        for (int i = 0; i < width; i++)
        {
            x[i] = FloatMath.tanh(x[i]);
        }
    }
}
