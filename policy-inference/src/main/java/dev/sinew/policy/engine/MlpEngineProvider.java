package dev.sinew.policy.engine;

/**
 * An evaluator of multilayer perceptrons that may be absent from this JVM. Found by {@link java.util.ServiceLoader};
 * loading the provider itself must succeed everywhere.
 */
public interface MlpEngineProvider
{
    /** @return the engine's name, as a user writes it. */
    String name();

    /** @return null when the engine runs well here, otherwise the reason and the remedy, in one line. */
    String whyUnavailable();

    /**
     * @param network what to run.
     * @return a new engine; only to be called when {@link #whyUnavailable()} is null.
     */
    InferenceEngine create(MlpNetwork network);
}
