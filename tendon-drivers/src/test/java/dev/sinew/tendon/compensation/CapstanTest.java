package dev.sinew.tendon.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CapstanTest
{
    @Test
    void shouldGiveTheGoldenNumbers()
    {
        assertEquals(0.740818, Capstan.ratio(-0.3), 5e-7);
        assertEquals(1.349859, Capstan.ratio(0.3), 5e-7);
        assertEquals(0.730403, Capstan.ratio(-0.1 * Math.PI), 5e-7);
        assertEquals(1.0, Capstan.ratio(0));
    }

    @Test
    void shouldBeTheExponentialFunction()
    {
        for (double x = -Capstan.EXPONENT_MAX; x <= Capstan.EXPONENT_MAX; x += 0.0137)
        {
            assertEquals(1, Capstan.ratio(x) / Math.exp(x), 2e-13, "x=" + x);
        }
    }

    @Test
    void shouldStayFiniteForAnExponentThatMakesNoSense()
    {
        assertEquals(Capstan.ratio(20), Capstan.ratio(1e9));
        assertEquals(Capstan.ratio(-20), Capstan.ratio(-1e9));
    }
}
