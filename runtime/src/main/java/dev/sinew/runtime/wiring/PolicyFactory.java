package dev.sinew.runtime.wiring;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.policy.WarmUp;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.EngineUnavailableException;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.runtime.policy.BundleRunner;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.policy.NoPolicy;
import dev.sinew.runtime.policy.PolicyDisturbance;
import dev.sinew.runtime.policy.PolicyRunner;

/**
 * Puts a policy and its engine where the options want them. Set-up only.
 */
final class PolicyFactory
{
    private static final int ENGINE_WARM_UP_RUNS = 2000;

    private final RunOptions options;
    private final RobotDescription robot;
    private final PolicyBundle bundle;
    private String engineName = "none";

    PolicyFactory(final RunOptions options, final RobotDescription robot, final PolicyBundle bundle)
    {
        this.options = options;
        this.robot = robot;
        this.bundle = bundle;
    }

    /**
     * @param bundle a policy, null for none.
     * @return what each number of its observation is, for the layout of frames.
     */
    static List<String> observationLabels(final PolicyBundle bundle)
    {
        final List<String> labels = new ArrayList<>();
        if (bundle != null)
        {
            for (final ObservationSpec spec : bundle.manifest().observations())
            {
                for (int i = 0; i < spec.size(); i++)
                {
                    labels.add(spec.name() + "." + i);
                }
            }
        }
        return labels;
    }

    /**
     * @return the engine that the policy made last runs on.
     */
    String engineName()
    {
        return engineName;
    }

    /**
     * @param events scripted disturbances of the policy.
     * @return a policy whose engine has been checked against the bundle's test vectors.
     */
    PolicyRunner create(final Scenario events)
    {
        if (bundle == null)
        {
            return new NoPolicy(robot);
        }
        final InferenceEngine engine = engine();
        final int decimation = bundle.decimation(robot.rates().baseHz());
        final CommandSource commands = new CommandSource(bundle.manifest(), options.hands());
        final PolicyDisturbance disturbance = new PolicyDisturbance(events);
        if (!isBeside(engine))
        {
            if (engine.allocatesOnInference())
            {
                throw new UserException("policy engine " + engineName + " leaves garbage and cannot run inline " +
                    "(use --placement beside, or --engine vector or scalar)");
            }
            return BundleRunner.inline(robot, bundle.manifest(), decimation, engine, commands, disturbance);
        }
        final int delay = "lockstep".equals(options.mode()) ? options.policyDelay() : -1;
        return BundleRunner.beside(robot, bundle.manifest(), decimation, engine, commands, disturbance, delay);
    }

    private InferenceEngine engine()
    {
        final InferenceEngine engine;
        try
        {
            engine = EngineSelector.open(options.engine(), bundle.model());
        }
        catch (final EngineUnavailableException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        engineName = engine.name();
        try
        {
            WarmUp.verify(engine, bundle, ENGINE_WARM_UP_RUNS);
            return engine;
        }
        catch (final PolicyRefusedException ex)
        {
            engine.close();
            throw new UserException(ex.getMessage(), ex);
        }
    }

    private boolean isBeside(final InferenceEngine engine)
    {
        return switch (options.placement())
        {
            case "auto" -> engine.allocatesOnInference();
            case "beside" -> true;
            case "inline" -> false;
            default -> throw new UserException("no policy placement of that name: " + options.placement() +
                " (auto, inline, beside)");
        };
    }
}
