package dev.sinew.runtime.policy;

import dev.sinew.policy.engine.InferenceEngine;

/**
 * Inference on the loop's own thread: the action is there in the cycle of its observation.
 */
final class InlinePort implements InferencePort
{
    private final InferenceEngine engine;
    private final float[] observation;
    private final float[] action;
    private long cycle = -1;
    private boolean fresh;

    InlinePort(final InferenceEngine engine)
    {
        this.engine = engine;
        observation = new float[engine.inputSize()];
        action = new float[engine.outputSize()];
    }

    @Override
    public String placement()
    {
        return "inline";
    }

    @Override
    public float[] observation()
    {
        return observation;
    }

    @Override
    public void submit(final long observedCycle)
    {
        engine.infer(observation, action);
        cycle = observedCycle;
        fresh = true;
    }

    @Override
    public boolean poll(final long now)
    {
        final boolean wasFresh = fresh;
        fresh = false;
        return wasFresh;
    }

    @Override
    public float[] action()
    {
        return action;
    }

    @Override
    public long actionCycle()
    {
        return cycle;
    }

    @Override
    public boolean failed()
    {
        return false;
    }

    @Override
    public void close()
    {
        engine.close();
    }
}
