package dev.sinew.bench.crossing;

import com.sun.jna.Library;

/** The same by JNA's interface mapping, which boxes its arguments. */
public interface MappedC extends Library
{
    /**
     * @param value number.
     * @return its absolute value.
     */
    long labs(long value);
}
