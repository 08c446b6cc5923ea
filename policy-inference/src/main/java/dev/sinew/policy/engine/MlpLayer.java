package dev.sinew.policy.engine;

/**
 * One linear layer and its activation.
 *
 * @param inputs     width of what comes in.
 * @param outputs    width of what goes out.
 * @param weights    row-major [outputs][inputs], not to be written.
 * @param bias       [outputs], not to be written.
 * @param activation applied to each output.
 * @param alpha      of ELU; ignored by the others.
 */
public record MlpLayer(int inputs, int outputs, float[] weights, float[] bias, Activation activation, float alpha)
{
}
