package dev.sinew.hal.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class TrigonometryTest
{
    @Test
    void shouldBeRightToTheLastPlaces()
    {
        final Random random = new Random(1);
        final double[] both = new double[2];
        for (int i = 0; i < 200_000; i++)
        {
            final double x = random.nextGaussian() * (i % 3 == 0 ? 0.3 : i % 3 == 1 ? 10 : 10_000);
            Trigonometry.sinCos(x, both, 0);
            assertEquals(StrictMath.sin(x), both[0], 3e-16, "sin " + x);
            assertEquals(StrictMath.cos(x), both[1], 3e-16, "cos " + x);
        }
    }

    @Test
    void shouldFindTheAngleOfAnyPoint()
    {
        final Random random = new Random(2);
        for (int i = 0; i < 200_000; i++)
        {
            final double y = random.nextGaussian() * (i % 3 == 0 ? 1e-9 : 1);
            final double x = random.nextGaussian() * (i % 5 == 0 ? 1e-7 : 1);
            assertEquals(StrictMath.atan2(y, x), Trigonometry.arcTangent(y, x), 5e-16, y + " " + x);
        }
        for (int eighth = -8; eighth <= 8; eighth++)
        {
            final double angle = eighth * Math.PI / 8;
            for (double off = -1e-9; off <= 1e-9; off += 1e-10)
            {
                final double y = StrictMath.sin(angle / 2 + off);
                final double x = StrictMath.cos(angle / 2 + off);
                assertEquals(angle / 2 + off, Trigonometry.arcTangent(y, x), 5e-16);
            }
        }
        assertEquals(Math.PI, Trigonometry.arcTangent(0, -1));
        assertEquals(0, Trigonometry.arcTangent(0, 0));
        assertEquals(3e-200, Trigonometry.arcTangent(3e-200, 1));
    }

    @Test
    void shouldPassOnWhatIsNotANumber()
    {
        final double[] both = new double[2];
        Trigonometry.sinCos(Double.NaN, both, 0);
        assertTrue(Double.isNaN(both[0]) && Double.isNaN(both[1]));
        Trigonometry.sinCos(Double.POSITIVE_INFINITY, both, 0);
        assertTrue(Double.isNaN(both[0]) && Double.isNaN(both[1]));
        assertTrue(Double.isNaN(Trigonometry.arcTangent(Double.NaN, 1)));
        assertTrue(Double.isNaN(Trigonometry.arcTangent(1, Double.NaN)));
    }
}
