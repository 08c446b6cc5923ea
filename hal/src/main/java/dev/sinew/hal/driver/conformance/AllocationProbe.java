package dev.sinew.hal.driver.conformance;

import java.nio.file.Path;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

import dev.sinew.hal.driver.NativeLibraries;
import dev.sinew.hal.system.SystemException;

/**
 * Watches the calls of a driver library that reach the allocator, print, or open files. One at a time; calling thread
 * only.
 */
final class AllocationProbe implements AutoCloseable
{
    private final Function detach;
    private final Function arm;
    private final Function words;
    private final Function outstanding;
    private final int slots;

    /**
     * @param library the driver's file, already loaded.
     * @throws SystemException when the probe was not built or cannot see the library.
     */
    AllocationProbe(final Path library) throws SystemException
    {
        final NativeLibrary probe = NativeLibrary.getInstance(NativeLibraries.find("probe").toString());
        detach = probe.getFunction("sinew_probe_detach");
        arm = probe.getFunction("sinew_probe_arm");
        words = probe.getFunction("sinew_probe_words");
        outstanding = probe.getFunction("sinew_probe_outstanding");
        final String path = library.toAbsolutePath().normalize().toString();
        slots = probe.getFunction("sinew_probe_attach").invokeInt(new Object[] {path});
        if (slots < 0)
        {
            throw new SystemException("the probe does not see the library: path=" + path +
                "; name it by its real path");
        }
    }

    /**
     * @return how many ways out of the library's code are watched.
     */
    int slots()
    {
        return slots;
    }

    /**
     * @param on true to count this thread's calls from now on, false to stop.
     * @return calls of the allocator counted so far.
     */
    long arm(final boolean on)
    {
        return arm.invokeLong(new Object[] {on ? 1 : 0});
    }

    /**
     * @return calls that printed or opened something, counted so far.
     */
    long words()
    {
        return words.invokeLong(new Object[0]);
    }

    /**
     * @return pieces of memory taken and not given back, by all threads of the library; only changes mean anything.
     */
    long outstanding()
    {
        return outstanding.invokeLong(new Object[0]);
    }

    @Override
    public void close()
    {
        detach.invokeVoid(new Object[0]);
    }
}
