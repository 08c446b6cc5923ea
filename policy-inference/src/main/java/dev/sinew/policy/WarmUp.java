package dev.sinew.policy;

import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.bundle.TestVectors;
import dev.sinew.policy.engine.InferenceEngine;

import java.util.List;

/** What must have happened to an engine before its actions may reach a robot. */
public final class WarmUp
{
    /** Runs after which both compilers of the JVM have settled. */
    public static final int RUNS = 5_000;

    private WarmUp()
    {
    }

    /**
     * Runs the engine until it is compiled, then holds it against the bundle's test vectors, on this machine.
     *
     * @param engine opened from the bundle's model; this thread's to use meanwhile.
     * @param bundle that the engine runs.
     * @param runs   how often; {@link #RUNS} is enough for compiled code.
     * @return the largest relative error that the test vectors show.
     * @throws PolicyRefusedException when a vector is missed.
     */
    public static double verify(final InferenceEngine engine, final PolicyBundle bundle, final int runs)
    {
        final TestVectors vectors = bundle.vectors();
        final float[] action = new float[engine.outputSize()];
        for (int i = 0; i < runs; i++)
        {
            engine.infer(vectors.observations()[i % vectors.observations().length], action);
        }
        final double error = vectors.largestError(engine);
        if (!(error <= vectors.tolerance()))
        {
            throw new PolicyRefusedException(bundle.manifest().name(), List.of(missed(engine, error, vectors)));
        }
        return error;
    }

    static String missed(final InferenceEngine engine, final double error, final TestVectors vectors)
    {
        return "test vectors: the engine '" + engine.name() + "' misses them by " + error + ", the tolerance is " +
            vectors.tolerance() + "; vectors and model come from different exports, or the engine is broken here";
    }
}
