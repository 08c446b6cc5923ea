package dev.sinew.policy.term;

/**
 * Sine and cosine of a phase in turns, from additions and multiplications alone: the JVM's own may differ in the last
 * bit between CPU families, and what a policy observes must replay bit for bit. Error below 1e-9.
 */
final class PhaseMath
{
    private PhaseMath()
    {
    }

    /** @return sin(2 pi turns), for turns in [0, 2). */
    static double sinTurns(final double turns)
    {
        // Fold to a quarter turn around zero, where the series converges fast.
        double t = turns - Math.rint(turns);
        if (t > 0.25)
        {
            t = 0.5 - t;
        }
        else if (t < -0.25)
        {
            t = -0.5 - t;
        }
        final double x = t * (2 * Math.PI);
        final double y = x * x;
        return x * (1 - y / 6 * (1 - y / 20 * (1 - y / 42 * (1 - y / 72 * (1 - y / 110 * (1 - y / 156 *
            (1 - y / 210)))))));
    }

    static double cosTurns(final double turns)
    {
        return sinTurns(turns + 0.25);
    }
}
