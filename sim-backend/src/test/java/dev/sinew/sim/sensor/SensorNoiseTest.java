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
        assertEquals(0, lag / DRAWS, 0.01);
        assertEquals(0, across / DRAWS, 0.01);
        assertNotEquals(CounterNoise.key(42, 0), CounterNoise.key(43, 0));
        assertTrue(CounterNoise.bits(a, 0) != CounterNoise.bits(b, 0));
    }
}
