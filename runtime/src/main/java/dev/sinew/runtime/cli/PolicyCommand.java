package dev.sinew.runtime.cli;

import java.nio.file.Path;

import dev.sinew.policy.PolicyCheck;
import dev.sinew.policy.PolicyCheckRenderer;
import dev.sinew.policy.PolicyCheckReport;
import dev.sinew.policy.bundle.RobotFit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew policy}: work on a policy bundle.
 */
@Command(name = "policy", mixinStandardHelpOptions = true, description = "Works on policy bundles.")
final class PolicyCommand extends VerbGroup
{
    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Loads a policy, checks that it fits the robot, runs its test vectors on every engine, times it.",
        footer = {"", "Exits with 0 when the policy may run, 1 when it is refused."})
    int check(
        @Parameters(paramLabel = "PATH", description = "Bundle directory, .onnx file, or name of a shipped policy.")
        final String policy,
        @Option(names = "--robot", paramLabel = "NAME|FILE", description = "Robot that it has to fit (default neo).")
        final String robot,
        @Option(names = "--runs", defaultValue = "5000", paramLabel = "N",
            description = "Timed runs per engine, after as many to warm up (default ${DEFAULT-VALUE}).")
        final int runs)
    {
        final Path path = RunArguments.policyPath(policy, "");
        final RobotFit fit = RobotFit.of(RunArguments.robot(RunArguments.robotFile(robot)));
        final PolicyCheckReport report = new PolicyCheck(System::nanoTime, Math.max(1000, runs)).run(path, fit);
        print(PolicyCheckRenderer.text(report) + System.lineSeparator());
        return report.passed() ? 0 : 1;
    }
}
