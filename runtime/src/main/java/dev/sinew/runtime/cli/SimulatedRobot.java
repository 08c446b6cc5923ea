package dev.sinew.runtime.cli;

import java.nio.file.Path;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.scenario.Scenario;
import dev.sinew.hal.scenario.ScenarioFile;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.wiring.UserException;
import picocli.CommandLine.Option;

/**
 * Options that say which robot is meant and, where it is simulated, what it is really like and what befalls it.
 */
final class SimulatedRobot
{
    @Option(names = "--robot", paramLabel = "NAME|FILE", description = "Robot (default neo).")
    private String robot;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
        description = "Simulated: seed of every random number (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--plant", defaultValue = "0", paramLabel = "N",
        description = "Simulated: seed of tendons that are off the robot's file (default ${DEFAULT-VALUE}: none is).")
    private long plant;

    @Option(names = "--scenario", paramLabel = "FILE",
        description = "Simulated: scripted events like pushes, cut tendons, bad sensors.")
    private Path scenario;

    /**
     * @return what was written, null for nothing.
     */
    String written()
    {
        return robot;
    }

    /**
     * @return the robot's file.
     */
    Path file()
    {
        return RunArguments.robotFile(robot);
    }

    /**
     * @return the robot.
     * @throws UserException when its file cannot be used.
     */
    RobotDescription load()
    {
        return RunArguments.robot(file());
    }

    long seed()
    {
        return seed;
    }

    /**
     * @return seed of the plant, 0 for the file's own.
     */
    long plantSeed()
    {
        return plant;
    }

    /**
     * @return file of the events, null for none.
     */
    Path scenarioFile()
    {
        return scenario;
    }

    /**
     * @param description the robot.
     * @return its events.
     * @throws UserException when their file cannot be used.
     */
    Scenario events(final RobotDescription description)
    {
        try
        {
            return scenario == null ? Scenario.NONE : ScenarioFile.load(scenario, description);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
