package dev.sinew.sim.embedded;

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
    void shouldPassOnWhatIsNotANumber()
    {
        final double[] both = new double[2];
        Trigonometry.sinCos(Double.NaN, both, 0);
        assertTrue(Double.isNaN(both[0]) && Double.isNaN(both[1]));
        Trigonometry.sinCos(Double.POSITIVE_INFINITY, both, 0);
        assertTrue(Double.isNaN(both[0]) && Double.isNaN(both[1]));
    }
}
