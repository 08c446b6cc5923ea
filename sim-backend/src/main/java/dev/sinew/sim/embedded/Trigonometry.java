package dev.sinew.sim.embedded;

/**
 * Sine and cosine with the same bits on every JVM and processor: additions and multiplications alone, error below two
 * units in the last place for arguments up to 1e5 rad.
 */
final class Trigonometry
{
    private static final double QUARTER_PI = Math.PI / 4;
    private static final double TWO_OVER_PI = 2 / Math.PI;
    /** The leading 26 bits of pi/2, so that products with small integers are exact. */
    private static final double HALF_PI_HIGH =
        Double.longBitsToDouble(Double.doubleToLongBits(Math.PI / 2) & 0xFFFF_FFFF_F800_0000L);
    /** pi/2 less its leading bits; the last term is what a double of pi/2 lacks. */
    private static final double HALF_PI_LOW = Math.PI / 2 - HALF_PI_HIGH;
    private static final double HALF_PI_LOWEST = 6.123233995736766e-17;

    private Trigonometry()
    {
    }

    /**
     * @param x      angle, rad.
     * @param target where sine and cosine go, in this order.
     * @param at     place of the sine in {@code target}.
     */
    static void sinCos(final double x, final double[] target, final int at)
    {
        if (Math.abs(x) < QUARTER_PI)
        {
            target[at] = sine(x);
            target[at + 1] = cosine(x * x);
            return;
        }
        final double quadrant = Math.rint(x * TWO_OVER_PI);
        final double r = x - quadrant * HALF_PI_HIGH - quadrant * HALF_PI_LOW - quadrant * HALF_PI_LOWEST;
        final double sin = sine(r);
        final double cos = cosine(r * r);
        switch ((int)quadrant & 3)
        {
            case 0:
                target[at] = sin;
                target[at + 1] = cos;
                break;
            case 1:
                target[at] = cos;
                target[at + 1] = -sin;
                break;
            case 2:
                target[at] = -sin;
                target[at + 1] = -cos;
                break;
            default:
                target[at] = -cos;
                target[at + 1] = sin;
                break;
        }
    }

    /** Taylor series; on |r| at most pi/4 its first term left out is below 1e-18. */
    private static double sine(final double r)
    {
        final double s = r * r;
        double sum = -1.0 / 1_307_674_368_000.0;
        sum = sum * s + 1.0 / 6_227_020_800.0;
        sum = sum * s - 1.0 / 39_916_800.0;
        sum = sum * s + 1.0 / 362_880.0;
        sum = sum * s - 1.0 / 5_040.0;
        sum = sum * s + 1.0 / 120.0;
        sum = sum * s - 1.0 / 6.0;
        return r + r * (s * sum);
    }

    private static double cosine(final double s)
    {
        double sum = 1.0 / 20_922_789_888_000.0;
        sum = sum * s - 1.0 / 87_178_291_200.0;
        sum = sum * s + 1.0 / 479_001_600.0;
        sum = sum * s - 1.0 / 3_628_800.0;
        sum = sum * s + 1.0 / 40_320.0;
        sum = sum * s - 1.0 / 720.0;
        sum = sum * s + 1.0 / 24.0;
        return 1 - (0.5 * s - s * (s * sum));
    }
}
