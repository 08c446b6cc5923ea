package dev.sinew.policy.engine;

/** Prints what engines a JVM offers; started by a test in a JVM of its own. */
public final class OffersMain
{
    private OffersMain()
    {
    }

    /** @param args none. */
    public static void main(final String[] args)
    {
        final PolicyModel model =
            TestNetworks.model(TestNetworks.toOnnx(TestNetworks.random(1, Activation.ELU, 4, 8, 2)));
        EngineSelector.offers(model).forEach(offer -> System.out.println(offer.name() + ": " + offer.problem()));
        try (InferenceEngine chosen = EngineSelector.open("auto", model))
        {
            System.out.println("auto: " + chosen.name());
        }
    }
}
