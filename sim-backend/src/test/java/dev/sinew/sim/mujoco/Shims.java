package dev.sinew.sim.mujoco;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.system.SystemException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The shims that tests run on: all that were built. Without any a test is skipped, or fails if required. */
public final class Shims
{
    private Shims()
    {
    }

    /** @return the newest one. */
    public static Path newest()
    {
        try
        {
            return MujocoLibraries.choose("");
        }
        catch (final SystemException missing)
        {
            if (NativeLibraries.required())
            {
                return Assertions.fail(NativeLibraries.REQUIRE_VARIABLE + "=true: " + missing.getMessage());
            }
            Assumptions.abort(missing.getMessage());
            throw new AssertionError(missing);
        }
    }

    /** @return versions, at least one. */
    public static Stream<String> all()
    {
        newest();
        return MujocoLibraries.versions().stream();
    }

    /** @return the one for a version. */
    public static Path of(final String version) throws SystemException
    {
        return MujocoLibraries.choose(version);
    }

    /** @return the oldest version, for the contract's second run. */
    public static Path oldest() throws SystemException
    {
        newest();
        final List<String> versions = MujocoLibraries.versions();
        return MujocoLibraries.choose(versions.get(0));
    }
}
