package dev.sinew.runtime.wiring;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Robots and policies that come with the project, by name, and others by path.
 */
public final class Shipped
{
    private static final String NO_POLICY = "none";

    private Shipped()
    {
    }

    /**
     * @return directory of the project, from the launcher.
     */
    public static Path home()
    {
        return Path.of(System.getProperty("sinew.home", "."));
    }

    /**
     * @param wish name of a shipped robot, or a file.
     * @param base directory that a relative file is looked for in.
     * @return its file, which may not exist.
     */
    public static Path robotFile(final String wish, final Path base)
    {
        final Path shipped = home().resolve("hal/robots").resolve(wish).resolve("robot.yaml");
        return Files.isRegularFile(shipped) ? shipped : base.resolve(wish);
    }

    /**
     * @param wish  name of a shipped policy, a path, {@code none}, or null for the shipped policy of the robot.
     * @param robot name of the robot.
     * @param base  directory that a relative path is looked for in.
     * @return path of a bundle, which may not exist; null for none.
     */
    public static Path policy(final String wish, final String robot, final Path base)
    {
        final Path shipped = home().resolve("policy-inference/policies");
        if (wish == null)
        {
            final Path standard = shipped.resolve(robot + "-balance");
            return Files.isDirectory(standard) ? standard : null;
        }
        if (NO_POLICY.equals(wish))
        {
            return null;
        }
        return Files.isDirectory(shipped.resolve(wish)) ? shipped.resolve(wish) : base.resolve(wish);
    }
}
