package dev.sinew.runtime.cli;

import java.nio.file.Path;

import dev.sinew.hal.identification.Identification;
import dev.sinew.hal.identification.IdentificationFile;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.policy.bundle.PolicyBundle;
import dev.sinew.policy.bundle.PolicyRefusedException;
import dev.sinew.policy.bundle.RobotFit;
import dev.sinew.runtime.wiring.Shipped;
import dev.sinew.runtime.wiring.UserException;

/**
 * Turns what a user writes for a robot or a policy into the thing itself.
 */
final class RunArguments
{
    private static final String DEFAULT_ROBOT = "neo";

    private RunArguments()
    {
    }

    /**
     * @return directory of the project, from the launcher.
     */
    static Path home()
    {
        return Shipped.home();
    }

    /**
     * @param wish name of a shipped robot, a file, or null for the reference robot.
     * @return its file.
     */
    static Path robotFile(final String wish)
    {
        return Shipped.robotFile(wish == null ? DEFAULT_ROBOT : wish, Path.of(""));
    }

    static RobotDescription robot(final Path file)
    {
        try
        {
            return RobotFile.load(file);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param file  identification, or null.
     * @param robot robot as its file describes it.
     * @return what was identified of its tendons, null for nothing.
     */
    static Identification identification(final Path file, final RobotDescription robot)
    {
        try
        {
            return file == null ? null : IdentificationFile.read(file, robot);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }

    /**
     * @param wish  name of a shipped policy, a path, {@code none}, or null for the shipped policy of the robot.
     * @param robot name of the robot.
     * @return path of a bundle, null for none.
     */
    static Path policyPath(final String wish, final String robot)
    {
        return Shipped.policy(wish, robot, Path.of(""));
    }

    static PolicyBundle policy(final Path path, final RobotDescription robot)
    {
        if (path == null)
        {
            return null;
        }
        try
        {
            return PolicyBundle.load(path, RobotFit.of(robot));
        }
        catch (final PolicyRefusedException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
    }
}
