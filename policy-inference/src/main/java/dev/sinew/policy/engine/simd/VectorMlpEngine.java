package dev.sinew.policy.engine.simd;

import dev.sinew.policy.engine.FloatMath;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.engine.MlpLayer;
import dev.sinew.policy.engine.MlpNetwork;
import dev.sinew.policy.engine.PanelPacking;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * SIMD evaluator. One output per lane, inputs in order, fused multiply-add throughout: the bits do not depend on how
 * many lanes the CPU has, nor on the JVM. Allocates nothing per run, which holds only while the kernels and the
 * activations stay separate small static methods (escape analysis gives up on larger ones).
 */
final class VectorMlpEngine implements InferenceEngine
{
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 4 * LANES;

    private final MlpNetwork network;
    private final float[][] packed;
    private final float[][] bias;
    private final float[] subtract;
    private final float[] multiply;
    private final float[] add;
    private final float[] first;
    private final float[] second;

    VectorMlpEngine(final MlpNetwork network)
    {
        this.network = network;
        packed = new float[network.layers().size()][];
        bias = new float[packed.length][];
        for (int i = 0; i < packed.length; i++)
        {
            packed[i] = PanelPacking.pack(network.layers().get(i), PANEL, 1);
            bias[i] = PanelPacking.padded(network.layers().get(i).bias(), PANEL);
        }
        subtract = network.subtract().clone();
        multiply = network.multiply().clone();
        add = network.add().clone();
        first = new float[PanelPacking.roundUp(network.widest(), PANEL)];
        second = new float[first.length];
    }

    @Override
    public String name()
    {
        return "vector";
    }

    @Override
    public int inputSize()
    {
        return subtract.length;
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
        float[] in = first;
        float[] out = second;
        normalise(observation, in, subtract, multiply, add);
        for (int i = 0; i < packed.length; i++)
        {
            final MlpLayer layer = network.layers().get(i);
            runLayer(layer, packed[i], bias[i], in, out);
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
            y[i] = Math.fma(x[i] - subtract[i], multiply[i], add[i]);
        }
    }

    private static void runLayer(
        final MlpLayer layer, final float[] weights, final float[] bias, final float[] in, final float[] out)
    {
        final int inputs = layer.inputs();
        for (int panel = 0; panel < bias.length; panel += PANEL)
        {
            kernel(weights, panel * inputs, bias, panel, in, inputs, out);
        }
        final int width = layer.outputs();
        switch (layer.activation())
        {
            case ELU -> elu(out, width, layer.alpha());
            case RELU -> relu(out, width);
            case TANH -> tanh(out, width);
            default ->
            {
            }
        }
    }

    private static void kernel(
        final float[] weights, final int at, final float[] bias, final int panel, final float[] in, final int inputs,
        final float[] out)
    {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, bias, panel);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, bias, panel + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, bias, panel + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, bias, panel + 3 * LANES);
        int w = at;
        for (int i = 0; i < inputs; i++)
        {
            final FloatVector x = FloatVector.broadcast(SPECIES, in[i]);
            sum0 = x.lanewise(VectorOperators.FMA, FloatVector.fromArray(SPECIES, weights, w), sum0);
            sum1 = x.lanewise(VectorOperators.FMA, FloatVector.fromArray(SPECIES, weights, w + LANES), sum1);
            sum2 = x.lanewise(VectorOperators.FMA, FloatVector.fromArray(SPECIES, weights, w + 2 * LANES), sum2);
            sum3 = x.lanewise(VectorOperators.FMA, FloatVector.fromArray(SPECIES, weights, w + 3 * LANES), sum3);
            w += PANEL;
        }
        sum0.intoArray(out, panel);
        sum1.intoArray(out, panel + LANES);
        sum2.intoArray(out, panel + 2 * LANES);
        sum3.intoArray(out, panel + 3 * LANES);
    }

    private static void elu(final float[] x, final int width, final float alpha)
    {
        for (int i = 0; i < width; i += LANES)
        {
            eluAt(x, i, alpha);
        }
    }

    private static void eluAt(final float[] x, final int at, final float alpha)
    {
        final FloatVector v = FloatVector.fromArray(SPECIES, x, at);
        final FloatVector e = expm1(v.min(0f).max(FloatMath.EXPM1_FLOOR));
        e.mul(alpha).add(v.max(0f)).intoArray(x, at);
    }

    private static void relu(final float[] x, final int width)
    {
        for (int i = 0; i < width; i += LANES)
        {
            FloatVector.fromArray(SPECIES, x, i).max(0f).intoArray(x, i);
        }
    }

    private static void tanh(final float[] x, final int width)
    {
        for (int i = 0; i < width; i++)
        {
            x[i] = FloatMath.tanh(x[i]);
        }
    }

    private static FloatVector expm1(final FloatVector x)
    {
        final FloatVector y = x.mul(FloatMath.SHRINK);
        FloatVector e = y.mul(FloatMath.C6).add(FloatMath.C5);
        e = e.mul(y).add(FloatMath.C4);
        e = e.mul(y).add(FloatMath.C3);
        e = e.mul(y).add(FloatMath.C2);
        e = e.mul(y).add(1f).mul(y);
        e = e.mul(e.add(2f));
        e = e.mul(e.add(2f));
        e = e.mul(e.add(2f));
        e = e.mul(e.add(2f));
        return e.mul(e.add(2f));
    }
}
