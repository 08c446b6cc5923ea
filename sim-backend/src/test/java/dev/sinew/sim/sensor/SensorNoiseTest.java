package dev.sinew.sim.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SensorNoiseTest
{
    private static final int DRAWS = 200_000;

    @Test
    void shouldBeNormal()
    {
        double sum = 0;
        double square = 0;
        double fourth = 0;
        int beyondTwo = 0;
        final long key = CounterNoise.key(42, 3);
        for (int i = 0; i < DRAWS; i++)
        {
            final double x = CounterNoise.normal(key, i);
            sum += x;
            square += x * x;
            fourth += x * x * x * x;
            beyondTwo += Math.abs(x) > 2 ? 1 : 0;
        }
        assertEquals(0, sum / DRAWS, 0.01);
        assertEquals(1, square / DRAWS, 0.01);
        assertEquals(3, fourth / DRAWS, 0.25);
        assertEquals(0.0455, (double)beyondTwo / DRAWS, 0.003);
    }

    @Test
    void shouldSetEveryBitHalfOfTheTime()
    {
        final int[] ones = new int[64];
        final int[] flips = new int[64];
        final long key = CounterNoise.key(7, 1);
        for (int i = 0; i < DRAWS; i++)
        {
            final long bits = CounterNoise.bits(key, i);
            final long next = CounterNoise.bits(key, i + 1);
            for (int bit = 0; bit < 64; bit++)
            {
                ones[bit] += (int)(bits >>> bit & 1);
                flips[bit] += (int)((bits ^ next) >>> bit & 1);
            }
        }
        for (int bit = 0; bit < 64; bit++)
        {
            assertEquals(0.5, (double)ones[bit] / DRAWS, 0.006, "bit=" + bit);
            assertEquals(0.5, (double)flips[bit] / DRAWS, 0.006, "flips of bit=" + bit);
        }
    }

    private static void correlation(final long one, final long other, final int lag)
    {
        double sum = 0;
        double cubes = 0;
        for (int i = 0; i < DRAWS / 4; i++)
        {
            final double a = CounterNoise.normal(one, i);
            final double b = CounterNoise.normal(other, i + lag);
            sum += a * b;
            cubes += a * a * b;
        }
        assertEquals(0, sum / (DRAWS / 4), 0.025, "lag=" + lag);
        assertEquals(0, cubes / (DRAWS / 4), 0.04, "lag=" + lag);
    }

    @Test
    void shouldNotRepeatItselfFromDrawToDrawOrColumnToColumn()
    {
        double lag = 0;
        double across = 0;
        final long a = CounterNoise.key(42, 0);
        final long b = CounterNoise.key(42, 1);
        for (int i = 0; i < DRAWS; i++)
        {
            lag += CounterNoise.normal(a, i) * CounterNoise.normal(a, i + 1);
            across += CounterNoise.normal(a, i) * CounterNoise.normal(b, i);
        }
        for (int column = 2; column < 40; column++)
        {
            correlation(CounterNoise.key(1, column), CounterNoise.key(2, column), 1);
            correlation(CounterNoise.key(1, column), CounterNoise.key(1, column), 75);
        }
        assertEquals(0, lag / DRAWS, 0.01);
        assertEquals(0, across / DRAWS, 0.01);
        assertNotEquals(CounterNoise.key(42, 0), CounterNoise.key(43, 0));
        assertTrue(CounterNoise.bits(a, 0) != CounterNoise.bits(b, 0));
    }
}
