package dev.sinew.bench.crossing;

import com.sun.jna.Native;

/** Functions of the C library that do next to nothing, by JNA's direct mapping. */
final class DirectC
{
    static
    {
        Native.register(DirectC.class, "c");
    }

    private DirectC()
    {
    }

    /** Absolute value. */
    static native long labs(long value);

    /** Length of a text, at most {@code most}. */
    static native long strnlen(long address, long most);
}
