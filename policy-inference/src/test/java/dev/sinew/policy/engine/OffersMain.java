package dev.sinew.policy.engine;

import java.util.Arrays;

/** Prints what engines a JVM offers and what the chosen one computes; started by a test in a JVM of its own. */
public final class OffersMain
{
    private OffersMain()
    {
    }

    /** @param args none. */
    public static void main(final String[] args)
    {
        final PolicyModel model =
            TestNetworks.model(TestNetworks.toOnnx(TestNetworks.random(1, Activation.ELU, 4, 83, 2)));
        EngineSelector.offers(model).forEach(offer -> System.out.println(offer.name() + ": " + offer.problem()));
        try (InferenceEngine chosen = EngineSelector.open("auto", model))
        {
            System.out.println("auto: " + chosen.name());
            final float[] observation = { 0.1f, -2.3f, 4.5f, -0.67f };
            final float[] action = new float[2];
            for (int run = 0; run < 20_000; run++)
            {
                chosen.infer(observation, action);
            }
            System.out.println("bits: " + Arrays.hashCode(action));
        }
    }
}
