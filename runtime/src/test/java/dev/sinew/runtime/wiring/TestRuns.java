package dev.sinew.runtime.wiring;

import java.nio.file.Path;

import dev.sinew.hal.linux.RealtimeSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioFile;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.runtime.policy.CommandSource;
import dev.sinew.runtime.report.RunReport;
import dev.sinew.runtime.safety.LatePolicy;

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
    private int warmUpCycles;

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
            placement, "auto", 2, CommandSource.Hands.WAVE, durationS, seed, true, "test-" + System.nanoTime(), box,
            0.5, RealtimeSettings.off(), 0, false, LatePolicy.USE_IF_LATE, 10, warmUpCycles, true);
        try (SimSession session = new SimSession(options, robot, bundle, scenario))
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
