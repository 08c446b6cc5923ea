package dev.sinew.hal.driver;

import java.nio.file.Path;

import dev.sinew.hal.system.SystemException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Skips a test whose native part was not built, loudly, or fails it where the part is required. */
final class NativeParts
{
    private NativeParts()
    {
    }

    static Path library(final String name)
    {
        try
        {
            return NativeLibraries.find(name);
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
}
