package dev.sinew.hal.driver;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.system.SystemException;

/**
 * Where our native libraries lie: the directories of the system property {@value #DIR_PROPERTY} (separated like a class
 * path), else those that the build fills below {@value #HOME_PROPERTY}, which defaults to where this class came from.
 */
public final class NativeLibraries
{
    /** Directories to look in, instead of the default ones. */
    public static final String DIR_PROPERTY = "sinew.native.dir";
    /** Root of the installation. */
    public static final String HOME_PROPERTY = "sinew.home";
    /** Environment variable or system property: "true" makes a missing native part a failure. */
    public static final String REQUIRE_VARIABLE = "SINEW_REQUIRE_NATIVE";

    private NativeLibraries()
    {
    }

    /**
     * @return directories to search, in order.
     */
    public static List<Path> directories()
    {
        final String given = System.getProperty(DIR_PROPERTY, "");
        final List<Path> directories = new ArrayList<>();
        for (final String entry : given.split(File.pathSeparator))
        {
            if (!entry.isBlank())
            {
                directories.add(Path.of(entry));
            }
        }
        if (directories.isEmpty())
        {
            final Path home = home();
            directories.add(home.resolve("lib/native"));
            directories.add(home.resolve("hal/target/native"));
            directories.add(home.resolve("tendon-drivers/target/native"));
            directories.add(home.resolve("sim-backend/target/native"));
        }
        return directories;
    }

    /**
     * @param name a path (anything with a slash), or a driver's name such as {@code loopback}.
     * @return the library's file.
     * @throws SystemException when there is none.
     */
    public static Path find(final String name) throws SystemException
    {
        if (name.indexOf('/') >= 0)
        {
            final Path path = Path.of(name);
            if (!Files.isRegularFile(path))
            {
                throw new SystemException("no such driver library: path=" + path.toAbsolutePath() +
                    "; correct the path, or give a driver's name without slashes");
            }
            return path;
        }
        for (final Path directory : directories())
        {
            for (final String file : List.of("libsinew_" + name + ".so", "lib" + name + ".so", name))
            {
                final Path path = directory.resolve(file);
                if (Files.isRegularFile(path))
                {
                    return path;
                }
            }
        }
        throw new SystemException("no such driver library: name=" + name + ", looked for libsinew_" + name +
            ".so in " + directories() + "; build it (mvn compile with a C compiler installed), or point -D" +
            DIR_PROPERTY + " at its directory");
    }

    /**
     * @param prefix begin of a file name.
     * @param suffix end of a file name.
     * @return files with such names in {@link #directories()}, those of one directory in the order of their names.
     */
    public static List<Path> list(final String prefix, final String suffix)
    {
        final List<Path> files = new ArrayList<>();
        for (final Path directory : directories())
        {
            final String[] names = directory.toFile().list(
                (parent, name) -> name.startsWith(prefix) && name.endsWith(suffix) &&
                    name.length() > prefix.length() + suffix.length());
            if (names != null)
            {
                Arrays.sort(names);
                for (final String name : names)
                {
                    files.add(directory.resolve(name));
                }
            }
        }
        return files;
    }

    /**
     * @return true when native parts must be there: then a test that would skip without them fails.
     */
    public static boolean required()
    {
        return "true".equals(System.getProperty(REQUIRE_VARIABLE, System.getenv(REQUIRE_VARIABLE)));
    }

    private static Path home()
    {
        final String given = System.getProperty(HOME_PROPERTY, "");
        if (!given.isBlank())
        {
            return Path.of(given);
        }
        try
        {
            final URL source = NativeLibraries.class.getProtectionDomain().getCodeSource().getLocation();
            final Path code = Path.of(source.toURI());
            final Path target = code.getParent();
            // hal/target/classes or hal/target/sinew-hal.jar: the root is above hal.
            if (target != null && target.endsWith("target") && target.getParent().getParent() != null)
            {
                return target.getParent().getParent();
            }
        }
        catch (final URISyntaxException | SecurityException ignored)
        {
            // Not from a file: the working directory is the best guess left.
        }
        return Path.of("").toAbsolutePath();
    }
}
