package dev.sinew.bench.stress;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Small slots whose numbers are all the same, so that a mixed one shows.
 */
final class Slots
{
    static final int WORDS = 16;
    static final int END_OFFSET = WORDS * Long.BYTES;
    static final int MIXED = 99;

    private Slots()
    {
    }

    static UnsafeBuffer filled(final int number)
    {
        final UnsafeBuffer slot = new UnsafeBuffer(new byte[END_OFFSET + Long.BYTES]);
        for (int offset = 0; offset <= END_OFFSET; offset += Long.BYTES)
        {
            slot.putLong(offset, number);
        }
        return slot;
    }

    /**
     * @return the number that fills the slot, or {@link #MIXED}.
     */
    static int content(final UnsafeBuffer slot)
    {
        final long first = slot.getLong(0);
        for (int offset = Long.BYTES; offset <= END_OFFSET; offset += Long.BYTES)
        {
            if (slot.getLong(offset) != first)
            {
                return MIXED;
            }
        }
        return (int)first;
    }
}
