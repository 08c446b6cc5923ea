package dev.sinew.runtime.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.daemon.Daemon;
import dev.sinew.runtime.daemon.DaemonCheck;
import dev.sinew.runtime.daemon.RunConfig;
import dev.sinew.runtime.daemon.RunConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./sinew run}: the daemon for a robot.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Runs a robot as a daemon, from a configuration file, until it is asked to stop.%n" +
        "It starts disarmed (unless the file says arm: true): ./sinew arm, stop, rearm and mode talk to it.%n",
    footer = {"", "Examples:",
        "  ./sinew run runtime/examples/neo-sim.yaml          neo, simulated, as a daemon",
        "  ./sinew run --check runtime/examples/neo-sim.yaml  everything but the start",
        "  ./sinew arm; ./sinew top; ./sinew stop             from another terminal",
        "", "Signals:",
        "  TERM, INT   controlled stop: damped until at rest, then limp, then off;",
        "              a second one lets go at once",
        "  HUP         refused: the configuration is read at the start only",
        "", "Exit codes:",
        "  0 stopped as asked   1 could not start   2 wrong use or configuration",
        "  3 failed while running. What comes after a crash begins disarmed.",
        "", "A minimal configuration:",
        "  format: 1", "  robot: neo", "  backend: embedded",
        "", "docs/running-a-robot.md explains every key, and the systemd unit."})
public final class RunCommand implements Callable<Integer>
{
    private static final int WRONG_CONFIGURATION = 2;

    @Parameters(paramLabel = "CONFIG", description = "Configuration file.")
    private Path file;

    @Option(names = "--check",
        description = "Checks everything and starts nothing: devices are opened and closed, nothing moves.")
    private boolean check;

    @Override
    public Integer call()
    {
        final RunConfig config;
        try
        {
            config = RunConfigFile.load(file);
        }
        catch (final FileMistakesException ex)
        {
            System.err.println("sinew: " + ex.getMessage());
            return WRONG_CONFIGURATION;
        }
        if (check)
        {
            return new DaemonCheck(config, System.out).run() ? 0 : 1;
        }
        return new Daemon(config, System.out).run();
    }
}
