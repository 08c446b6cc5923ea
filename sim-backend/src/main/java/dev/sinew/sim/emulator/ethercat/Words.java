package dev.sinew.sim.emulator.ethercat;

/**
 * Numbers in arrays of bytes, the lower byte first.
 */
final class Words
{
    private Words()
    {
    }

    static int u8(final byte[] bytes, final int at)
    {
        return bytes[at] & 0xFF;
    }

    static int u16(final byte[] bytes, final int at)
    {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    static long u32(final byte[] bytes, final int at)
    {
        return get(bytes, at, Integer.BYTES);
    }

    static long get(final byte[] bytes, final int at, final int count)
    {
        long value = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    static void put(final byte[] bytes, final int at, final int count, final long value)
    {
        for (int i = 0; i < count; i++)
        {
            bytes[at + i] = (byte)(value >> 8 * i);
        }
    }
}
