package dev.sinew.runtime.cli;

import java.nio.file.Path;

import dev.sinew.hal.driver.Isolation;
import dev.sinew.hal.driver.conformance.ConformanceKit;
import dev.sinew.hal.driver.conformance.ConformanceOptions;
import dev.sinew.hal.driver.conformance.ConformanceReport;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.system.SystemException;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew driver}: work on a driver's shared library.
 */
@Command(name = "driver", mixinStandardHelpOptions = true, description = "Works on drivers.")
final class DriverCommand extends VerbGroup
{
    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the conformance kit against a driver and prints what it breaks, rule by rule.",
        footer = {"", "The driver is opened, activated and commanded: keep its motors free to move.",
            "Try it: ./sinew driver check hal/target/native/libsinew_loopback.so --config 'motors=a,b'"})
    int check(
        @Parameters(paramLabel = "LIB", description = "Shared library of the driver.") final Path library,
        @Option(names = "--config", defaultValue = "", paramLabel = "TEXT",
            description = "Configuration text that the driver is opened with.") final String config,
        @Option(names = "--effort", paramLabel = "NM",
            description = "Torque that the check commands, N·m (default: the kit's own).") final Double effortNm,
        @Option(names = "--isolation", defaultValue = BusDescription.IN_PROCESS, paramLabel = "WHERE",
            description = "none: the driver runs in this process; process, process-spin: in one of its own, as " +
                "'isolation:' of a bus has it (default: none).") final String where)
    {
        try
        {
            final ConformanceOptions options = ConformanceOptions.of(config);
            final Isolation isolation = Isolation.of(where);
            if (isolation == null)
            {
                throw new UserException("--isolation " + where + " is not known; give one of " +
                    String.join(", ", Isolation.words()));
            }
            final ConformanceReport report = ConformanceKit.check(library.toAbsolutePath(),
                effortNm == null ? options : options.withEffort(effortNm), isolation);
            print(report.render() + System.lineSeparator());
            return report.passed() ? 0 : 1;
        }
        catch (final SystemException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
