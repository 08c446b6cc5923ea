package dev.sinew.runtime.wiring;

import java.nio.file.Path;

import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioFile;
import dev.sinew.hal.system.SystemFactory;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.report.RunReport;
import dev.sinew.runtime.safety.LatePolicy;
import org.junit.jupiter.api.Assumptions;

/** Short lockstep runs of the reference robot, for tests. */
public final class TestRuns
{
    /** Root of the project. */
    public static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path ROBOT = HOME.resolve("hal/robots/neo/robot.yaml");
    private static final Path POLICY = HOME.resolve("policy-inference/policies/neo-balance");

    private final Path directory;
    private String backend = "embedded";
    private String topology = "fused";
    private String placement = "inline";
    private Scenario scenario = Scenario.NONE;
    private boolean policy = true;
    private double durationS = 1;
    private long seed = 1;
    private CommandSource.Hands hands = CommandSource.Hands.WAVE;
    private int warmUpCycles;
    private EncoderSetup encoders = EncoderSetup.AS_THEY_ARE;

    /**
     * @param directory where the black box goes.
     */
    public TestRuns(final Path directory)
    {
        this.directory = directory;
    }

    /** @return the reference robot. */
    public static RobotDescription neo()
    {
        return RobotFile.load(ROBOT);
    }

    TestRuns backend(final String value)
    {
        backend = value;
        return this;
    }

    TestRuns topology(final String value)
    {
        topology = value;
        return this;
    }

    TestRuns placement(final String value)
    {
        placement = value;
        return this;
    }

    TestRuns scenario(final String text)
    {
        scenario = ScenarioFile.parse("test", text, neo());
        return this;
    }

    TestRuns scenario(final Scenario value)
    {
        scenario = value;
        return this;
    }

    TestRuns hands(final CommandSource.Hands value)
    {
        hands = value;
        return this;
    }

    /** Skips the test where a physics engine is missing, or fails it where CI says that every native part is there. */
    static void assume(final String backend)
    {
        final String reason = Services.systems().stream().filter(factory -> factory.name().equals(backend)).findFirst()
            .map(SystemFactory::unavailableBecause).orElse(null);
        if (reason != null && "true".equals(System.getenv("SINEW_REQUIRE_NATIVE")))
        {
            throw new AssertionError("SINEW_REQUIRE_NATIVE=true, but " + reason);
        }
        Assumptions.assumeTrue(reason == null, () -> "SKIPPED: " + reason);
    }

    TestRuns withoutPolicy()
    {
        policy = false;
        return this;
    }

    TestRuns durationS(final double value)
    {
        durationS = value;
        return this;
    }

    TestRuns seed(final long value)
    {
        seed = value;
        return this;
    }

    TestRuns encoders(final EncoderSetup value)
    {
        encoders = value;
        return this;
    }

    TestRuns warmUpCycles(final int value)
    {
        warmUpCycles = value;
        return this;
    }

    /** @return the report of a run made on the calling thread. */
    RunReport run()
    {
        final RobotDescription robot = neo();
        final PolicyBundle bundle = policy ? PolicyBundle.load(POLICY, RobotFit.of(robot)) : null;
        final Path box = directory.resolve("run-" + System.nanoTime() + ".blackbox");
        final RunOptions options = new RunOptions(ROBOT, policy ? POLICY : null, null, backend, "lockstep", topology,
            placement, "auto", 2, hands, durationS, seed, true, "test-" + System.nanoTime(), box,
            0.5, RealtimeSettings.off(), 0, false, LatePolicy.USE_IF_LATE, 10, warmUpCycles, true, encoders);
        try (RunSession session = new RunSession(options, robot, bundle, scenario))
        {
            session.prepare();
            return RunReports.of(session.execute(), 0);
        }
        finally
        {
            box.toFile().delete();
        }
    }
}
