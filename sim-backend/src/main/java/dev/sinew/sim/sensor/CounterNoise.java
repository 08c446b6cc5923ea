package dev.sinew.sim.sensor;

/**
 * Random numbers without state: each is a hash of a key and a counter.
 */
public final class CounterNoise
{
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final long OTHER = 0xD6E8_FEB8_6659_FD93L;
    private static final long EVEN_BYTES = 0x00FF_00FF_00FF_00FFL;
    private static final long LANES = 0x0001_0001_0001_0001L;
    /** Mean of the sum of eight random bytes. */
    private static final double MEAN = 8 * 127.5;
    /** One over its standard deviation, sqrt(8 (256^2 - 1) / 12). */
    private static final double SCALE = 1 / Math.sqrt(8 * (65_536.0 - 1) / 12);

    private CounterNoise()
    {
    }

    /**
     * @param seed    seed of a run.
     * @param channel number of a channel.
     * @return key of the channel in that run.
     */
    public static long key(final long seed, final int channel)
    {
        return mix(mix(seed) + STEP * (channel + 1));
    }

    /**
     * Both halves of a 128-bit product, folded: every bit of the counter reaches every bit of the result.
     *
     * @param key     key of a channel.
     * @param counter number of the draw.
     * @return 64 random bits.
     */
    static long bits(final long key, final long counter)
    {
        final long a = key + STEP * counter;
        final long b = a ^ OTHER;
        return a * b ^ Math.multiplyHigh(a, b);
    }

    /**
     * The sum of eight random bytes, scaled: close to a normal distribution within 3 standard deviations, never beyond
     * 4.9.
     *
     * @param key     key of a channel.
     * @param counter number of the draw.
     * @return a random number of mean 0 and variance 1.
     */
    public static double normal(final long key, final long counter)
    {
        final long random = bits(key, counter);
        final long lanes = (random & EVEN_BYTES) + (random >>> 8 & EVEN_BYTES);
        return ((int)(lanes * LANES >>> 48) - MEAN) * SCALE;
    }

    /** A bijection whose output bits each depend on every input bit. */
    private static long mix(final long value)
    {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
