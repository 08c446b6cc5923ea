package dev.sinew.hal.numeric;

/**
 * Sine, cosine and arc tangent with the same bits on every JVM and processor: the basic operations of arithmetic alone.
 * Sine and cosine are within two units in the last place for arguments up to 1e5 rad, the arc tangent within 4e-16 rad.
 * Any thread; allocation-free.
 */
public final class Trigonometry
{
    private static final double QUARTER_PI = Math.PI / 4;
    private static final double TWO_OVER_PI = 2 / Math.PI;
    /** The leading 26 bits of pi/2, so that products with small integers are exact. */
    private static final double HALF_PI_HIGH =
        Double.longBitsToDouble(Double.doubleToLongBits(Math.PI / 2) & 0xFFFF_FFFF_F800_0000L);
    /** pi/2 less its leading bits; the last term is what a double of pi/2 lacks. */
    private static final double HALF_PI_LOW = Math.PI / 2 - HALF_PI_HIGH;
    private static final double HALF_PI_LOWEST = 6.123233995736766e-17;
    private static final double SIXTEENTH_TAN = 0.1989123673796580069; // tan(pi / 16)
    private static final double EIGHTH_TAN = 0.4142135623730950488; // tan(pi / 8)
    private static final double THREE_SIXTEENTHS_TAN = 0.6681786379192989147; // tan(3 pi / 16)

    private Trigonometry()
    {
    }

    /**
     * @param x      angle, rad.
     * @param target where sine and cosine go, in this order.
     * @param at     place of the sine in {@code target}.
     */
    public static void sinCos(final double x, final double[] target, final int at)
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

    /**
     * @param y ordinate.
     * @param x abscissa.
     * @return angle from the x axis to the point (x, y), rad, in [-pi, pi]; 0 for the origin, and not a number where
     *         either is not.
     */
    public static double arcTangent(final double y, final double x)
    {
        final double high = Math.max(Math.abs(x), Math.abs(y));
        final double low = Math.min(Math.abs(x), Math.abs(y));
        if (high == 0)
        {
            return 0;
        }
        double angle = firstOctant(low, high);
        if (Math.abs(y) > Math.abs(x))
        {
            angle = Math.PI / 2 - angle;
        }
        if (x < 0)
        {
            angle = Math.PI - angle;
        }
        return y < 0 ? -angle : angle;
    }

    /** Turns the point by 0, pi/8 or pi/4, so that what is left is at most pi/16. */
    private static double firstOctant(final double y, final double x)
    {
        if (y <= SIXTEENTH_TAN * x)
        {
            return smallArc(y / x);
        }
        if (y <= THREE_SIXTEENTHS_TAN * x)
        {
            return Math.PI / 8 + smallArc((y - EIGHTH_TAN * x) / (x + EIGHTH_TAN * y));
        }
        return QUARTER_PI + smallArc((y - x) / (x + y));
    }

    /** Taylor series; on |t| at most tan(pi/16) its first term left out is below 4e-18. */
    private static double smallArc(final double t)
    {
        final double s = t * t;
        double sum = 1.0 / 21;
        sum = 1.0 / 19 - sum * s;
        sum = 1.0 / 17 - sum * s;
        sum = 1.0 / 15 - sum * s;
        sum = 1.0 / 13 - sum * s;
        sum = 1.0 / 11 - sum * s;
        sum = 1.0 / 9 - sum * s;
        sum = 1.0 / 7 - sum * s;
        sum = 1.0 / 5 - sum * s;
        sum = 1.0 / 3 - sum * s;
        return t - t * (s * sum);
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
