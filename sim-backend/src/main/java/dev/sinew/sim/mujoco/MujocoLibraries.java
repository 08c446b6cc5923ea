package dev.sinew.sim.mujoco;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.system.SystemException;

/**
 * The MuJoCo shims that the build has made, and which of them to use.
 */
public final class MujocoLibraries
{
    /** System property (or environment variable {@code SINEW_MUJOCO}) that asks for one version: {@code 2.2.2}. */
    public static final String VERSION_PROPERTY = "sinew.mujoco";

    private static final String PREFIX = "libsinew_mujoco-";
    private static final String SUFFIX = ".so";
    private static final String REMEDY = "install MuJoCo (apt-get install libmujoco-dev, or pip install 'mujoco<4') " +
        "and a C compiler, then build again (./sinew --rebuild)";

    private MujocoLibraries()
    {
    }

    /**
     * @return versions for which a shim was built, oldest first.
     */
    public static List<String> versions()
    {
        return List.copyOf(found().values().stream().map(MujocoLibraries::version).toList());
    }

    /**
     * @return the shim to use: the one that was asked for, else the newest.
     * @throws SystemException when it is not there.
     */
    public static Path choose() throws SystemException
    {
        final String environment = System.getenv("SINEW_MUJOCO");
        return choose(System.getProperty(VERSION_PROPERTY, environment == null ? "" : environment));
    }

    /**
     * @param wanted a version, or an empty text for the newest.
     * @return its shim.
     * @throws SystemException when it is not there.
     */
    public static Path choose(final String wanted) throws SystemException
    {
        final TreeMap<Long, Path> shims = found();
        if (shims.isEmpty())
        {
            throw new SystemException("the MuJoCo engine is not built: looked for " + PREFIX + "*" + SUFFIX + " in " +
                NativeLibraries.directories() + "; " + REMEDY);
        }
        if (wanted.isBlank())
        {
            return shims.lastEntry().getValue();
        }
        for (final Path shim : shims.values())
        {
            if (version(shim).equals(wanted))
            {
                return shim;
            }
        }
        throw new SystemException("MuJoCo " + wanted + " was asked for but only " + versions() + " is built; set -D" +
            VERSION_PROPERTY + " to one of these, or install that version and build again");
    }

    private static TreeMap<Long, Path> found()
    {
        final TreeMap<Long, Path> shims = new TreeMap<>();
        for (final Path file : NativeLibraries.list(PREFIX, SUFFIX))
        {
            shims.putIfAbsent(order(version(file)), file);
        }
        return shims;
    }

    private static String version(final Path shim)
    {
        final String name = shim.getFileName().toString();
        return name.substring(PREFIX.length(), name.length() - SUFFIX.length());
    }

    /** 3.12.0 after 3.3.7: three parts of up to 16 bits each. */
    private static long order(final String version)
    {
        long order = 0;
        for (final String part : version.split("\\."))
        {
            order = (order << 16) + (part.matches("\\d{1,4}") ? Integer.parseInt(part) : 0);
        }
        return order;
    }
}
