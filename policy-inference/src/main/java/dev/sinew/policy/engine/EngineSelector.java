package dev.sinew.policy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Picks an engine by name. What was asked for is what runs: only {@code auto} chooses, and it prefers the engines that
 * allocate nothing, the SIMD one first.
 */
public final class EngineSelector
{
    /** Let the selector choose. */
    public static final String AUTO = "auto";
    /** Every name that a user may write. */
    public static final List<String> NAMES = List.of(AUTO, "vector", "scalar", "onnxruntime");

    /**
     * Whether one engine can run one model here.
     *
     * @param name    of the engine.
     * @param problem null when it can, otherwise the reason and the remedy.
     */
    public record Offer(String name, String problem)
    {
        public boolean available()
        {
            return problem == null;
        }
    }

    private EngineSelector()
    {
    }

    /**
     * @param wish  one of {@link #NAMES}.
     * @param model to run.
     * @return a new engine, to be closed by the caller.
     * @throws EngineUnavailableException when the wish cannot be met, with the reason and the remedy.
     */
    public static InferenceEngine open(final String wish, final PolicyModel model)
    {
        if (!NAMES.contains(wish))
        {
            throw new EngineUnavailableException("policy engine '" + wish + "' is unknown; use one of " +
                String.join(", ", NAMES));
        }
        if (AUTO.equals(wish))
        {
            return openAny(model);
        }
        if ("onnxruntime".equals(wish))
        {
            return new OnnxRuntimeEngine(model);
        }
        final MlpNetwork network;
        try
        {
            network = MlpExtractor.extract(model);
        }
        catch (final UnsupportedNetworkException unsupported)
        {
            throw new EngineUnavailableException(cannot(wish, unsupported.getMessage() +
                "; ask for the engine 'onnxruntime' or 'auto'"), unsupported);
        }
        return openMlp(wish, network);
    }

    /** @return for every engine whether it can run the model here, in the order of preference. */
    public static List<Offer> offers(final PolicyModel model)
    {
        final List<Offer> offers = new ArrayList<>();
        for (final String name : NAMES.subList(1, NAMES.size()))
        {
            try
            {
                open(name, model).close();
                offers.add(new Offer(name, null));
            }
            catch (final EngineUnavailableException unavailable)
            {
                offers.add(new Offer(name, unavailable.getMessage()));
            }
        }
        return offers;
    }

    private static InferenceEngine openAny(final PolicyModel model)
    {
        final StringBuilder reasons = new StringBuilder();
        for (final String name : NAMES.subList(1, NAMES.size()))
        {
            try
            {
                return open(name, model);
            }
            catch (final EngineUnavailableException unavailable)
            {
                reasons.append(reasons.isEmpty() ? "" : "; ").append(unavailable.getMessage());
            }
        }
        throw new EngineUnavailableException("no engine can run " + model.file().getFileName() + ": " + reasons);
    }

    static InferenceEngine openMlp(final String wish, final MlpNetwork network)
    {
        if ("scalar".equals(wish))
        {
            return new ScalarMlpEngine(network);
        }
        for (final MlpEngineProvider provider : ServiceLoader.load(MlpEngineProvider.class))
        {
            if (provider.name().equals(wish))
            {
                final String problem = provider.whyUnavailable();
                if (problem != null)
                {
                    throw new EngineUnavailableException(cannot(wish, problem));
                }
                return provider.create(network);
            }
        }
        throw new EngineUnavailableException(cannot(wish, "it is not part of this build; ask for the engine 'scalar'"));
    }

    private static String cannot(final String wish, final String reason)
    {
        return "policy engine '" + wish + "' cannot run this: " + reason;
    }
}
