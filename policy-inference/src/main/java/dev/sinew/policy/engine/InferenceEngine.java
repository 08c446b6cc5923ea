package dev.sinew.policy.engine;

/** One loaded network, ready to run. Used by one thread at a time; closed by whoever opened it. */
public interface InferenceEngine extends AutoCloseable
{
    /** @return {@code vector}, {@code scalar} or {@code onnxruntime}. */
    String name();

    /** @return how many numbers an observation has. */
    int inputSize();

    /** @return how many numbers an action has. */
    int outputSize();

    /** @return true when a run leaves garbage, so that it must not be made on the loop thread. */
    boolean allocatesOnInference();

    /**
     * Runs the network once.
     *
     * @param observation at least {@link #inputSize()} numbers, read only.
     * @param action      at least {@link #outputSize()} numbers, overwritten with the raw action.
     */
    void infer(float[] observation, float[] action);

    @Override
    void close();
}
