package dev.sinew.hal.driver.conformance;

import java.io.File;

/**
 * What this process holds beside memory. Known on Linux.
 *
 * @param files   open file descriptors, or -1.
 * @param threads threads, or -1.
 */
record ProcessResources(int files, int threads)
{
    static ProcessResources now()
    {
        return new ProcessResources(entries("/proc/self/fd"), entries("/proc/self/task"));
    }

    private static int entries(final String directory)
    {
        final String[] names = new File(directory).list();
        return names == null ? -1 : names.length;
    }
}
