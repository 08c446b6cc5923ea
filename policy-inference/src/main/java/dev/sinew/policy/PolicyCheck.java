package dev.sinew.policy;

import com.sun.management.ThreadMXBean;
import dev.sinew.policy.bundle.ObservationSpec;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyManifest;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.policy.engine.EngineSelector;
import dev.sinew.policy.engine.EngineUnavailableException;
import dev.sinew.policy.engine.InferenceEngine;
import dev.sinew.policy.engine.MlpExtractor;
import dev.sinew.policy.engine.UnsupportedNetworkException;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Everything that can be known of a policy without a robot: it loads, it fits, every engine that can run it reproduces
 * its test vectors, extreme observations give finite actions, and this is how long a run takes here.
 */
public final class PolicyCheck
{
    private static final int WINDOWS = 5;
    /** Stands for a sensor at the end of its range where a term has no clip. */
    private static final double SATURATION = 100.0;

    private final LongSupplier nanoClock;
    private final int runs;

    /**
     * @param nanoClock monotonic time in ns, for the timing alone.
     * @param runs      timed runs per engine, after as many to warm up; at least 1000 for a p99 that means something.
     */
    public PolicyCheck(final LongSupplier nanoClock, final int runs)
    {
        this.nanoClock = nanoClock;
        this.runs = runs;
    }

    /**
     * @param path  of the policy.
     * @param robot that it has to fit; null to leave that unchecked.
     * @return the findings; a policy that cannot be loaded is a report with problems, not an exception.
     */
    public PolicyCheckReport run(final Path path, final RobotFit robot)
    {
        final PolicyBundle bundle;
        try
        {
            bundle = PolicyBundle.load(path, robot);
        }
        catch (final PolicyRefusedException refused)
        {
            return new PolicyCheckReport(path.toString(), Map.of(), refused.problems(), List.of(), List.of());
        }
        final List<String> problems = new ArrayList<>();
        final List<PolicyCheckReport.EngineRow> rows = new ArrayList<>();
        for (final String name : EngineSelector.NAMES)
        {
            if (!EngineSelector.AUTO.equals(name))
            {
                rows.add(tryEngine(name, bundle, problems));
            }
        }
        if (rows.stream().noneMatch(PolicyCheckReport.EngineRow::available))
        {
            rows.forEach(row -> problems.add("engines: " + row.unavailable()));
        }
        return new PolicyCheckReport(path.toString(), facts(bundle, robot), problems, bundle.warnings(), rows);
    }

    private PolicyCheckReport.EngineRow tryEngine(
        final String name, final PolicyBundle bundle, final List<String> problems)
    {
        try (InferenceEngine engine = EngineSelector.open(name, bundle.model()))
        {
            return measure(engine, bundle, problems);
        }
        catch (final EngineUnavailableException unavailable)
        {
            return new PolicyCheckReport.EngineRow(name, unavailable.getMessage(), Double.NaN, 0, 0, 0, 0);
        }
    }

    private PolicyCheckReport.EngineRow measure(
        final InferenceEngine engine, final PolicyBundle bundle, final List<String> problems)
    {
        final float[][] observations = bundle.vectors().observations();
        final float[] action = new float[engine.outputSize()];
        for (int i = 0; i < runs; i++)
        {
            engine.infer(observations[i % observations.length], action);
        }
        final double error = bundle.vectors().largestError(engine);
        if (!(error <= bundle.vectors().tolerance()))
        {
            problems.add(WarmUp.missed(engine, error, bundle.vectors()));
        }
        checkExtreme(engine, "zero", new float[engine.inputSize()], problems);
        checkExtreme(engine, "high saturated", saturated(bundle.manifest(), 1), problems);
        checkExtreme(engine, "low saturated", saturated(bundle.manifest(), -1), problems);
        final long[] durations = new long[runs];
        final long bytes = time(engine, observations, action, durations);
        Arrays.sort(durations);
        return new PolicyCheckReport.EngineRow(engine.name(), null, error, runs,
            durations[runs / 2], durations[(int)(runs * 0.99)], bytes / Math.max(1, runs / WINDOWS));
    }

    /** @return bytes of garbage in the window with the fewest. */
    private long time(
        final InferenceEngine engine, final float[][] observations, final float[] action, final long[] durations)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        final int window = Math.max(1, runs / WINDOWS);
        long fewest = Long.MAX_VALUE;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++)
        {
            final long start = nanoClock.getAsLong();
            engine.infer(observations[i % observations.length], action);
            durations[i] = nanoClock.getAsLong() - start;
            if ((i + 1) % window == 0)
            {
                final long now = threads.getCurrentThreadAllocatedBytes();
                fewest = Math.min(fewest, now - before);
                before = now;
            }
        }
        return fewest;
    }

    private static void checkExtreme(
        final InferenceEngine engine, final String what, final float[] observation, final List<String> problems)
    {
        final float[] action = new float[engine.outputSize()];
        engine.infer(observation, action);
        for (int i = 0; i < action.length; i++)
        {
            if (!Float.isFinite(action[i]))
            {
                problems.add("engine '" + engine.name() + "': action[" + i + "] is " + action[i] + " for a " + what +
                    " observation; a sensor at its limit would stop the robot, retrain or clip the observations");
                return;
            }
        }
    }

    private static float[] saturated(final PolicyManifest manifest, final int sign)
    {
        final float[] observation = new float[manifest.observationSize()];
        int at = 0;
        for (final ObservationSpec spec : manifest.observations())
        {
            final double bound = sign > 0 ? spec.clipHigh() : spec.clipLow();
            final double value = Double.isInfinite(bound) ? sign * SATURATION : bound;
            for (int i = 0; i < spec.size(); i++)
            {
                observation[at++] = (float)(spec.scaleFirst() ? value : value * spec.scale()[i % spec.width()]);
            }
        }
        return observation;
    }

    private static Map<String, String> facts(final PolicyBundle bundle, final RobotFit robot)
    {
        final PolicyManifest manifest = bundle.manifest();
        final Map<String, String> facts = new LinkedHashMap<>();
        facts.put("name", manifest.name());
        facts.put("robot", manifest.robot() == null ? "not stated" : manifest.robot());
        facts.put("model", manifest.model() + ", sha256 " + bundle.modelSha256());
        facts.put("network", network(bundle));
        facts.put("rate", 1 / manifest.periodS() + " Hz" + (robot == null ? "" : ", every " +
            bundle.decimation(robot.baseHz()) + " control cycles at " + robot.baseHz() + " Hz"));
        facts.put("observation", manifest.observationSize() + " numbers: " + String.join(", ",
            manifest.observations().stream().map(spec -> spec.name() + " " + spec.size()).toList()));
        facts.put("action", manifest.actionSize() + " joints" +
            (robot == null ? "" : " of the robot's " + robot.jointNames().size()));
        facts.put("commands", manifest.commands().isEmpty() ? "none" : String.join(", ",
            manifest.commands().stream().map(command -> command.name() + " " + command.size()).toList()));
        facts.put("test vectors", bundle.vectors().observations().length + ", tolerance " +
            bundle.vectors().tolerance());
        return facts;
    }

    private static String network(final PolicyBundle bundle)
    {
        try
        {
            return "multilayer perceptron " + MlpExtractor.extract(bundle.model()).shape();
        }
        catch (final UnsupportedNetworkException other)
        {
            return "graph of " + bundle.model().graph().nodes().size() + " nodes";
        }
    }
}
