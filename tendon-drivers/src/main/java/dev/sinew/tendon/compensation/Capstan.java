package dev.sinew.tendon.compensation;

/**
 * A cable that slides around something: the pulling end carries {@code exp(mu w)} times the tension of the other, with
 * the friction coefficient mu and the wrap angle w (Euler and Eytelwein). Additions and multiplications alone, so that
 * the bits are the same on every JVM and processor.
 */
public final class Capstan
{
    /** Largest exponent that counts: beyond it a cable does not slide at any tension that it survives. */
    public static final double EXPONENT_MAX = 20;

    private static final int HALVINGS = 6;
    private static final double PART = 1.0 / (1 << HALVINGS);

    private Capstan()
    {
    }

    /**
     * @param exponent friction coefficient times wrap angle, rad; its sign is that of the direction: positive where the
     *                 asked end pulls. Beyond {@value #EXPONENT_MAX} it counts as that.
     * @return tension of the asked end over that of the other, {@code exp(exponent)}, greater than 0.
     */
    public static double ratio(final double exponent)
    {
        final double limited = Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, exponent));
        // Taylor series of a part that is at most 0.32, then squared up again; relative error below 1e-13.
        final double x = limited * PART;
        double sum = 1 + x / 11;
        for (int k = 10; k >= 1; k--)
        {
            sum = 1 + x / k * sum;
        }
        for (int i = 0; i < HALVINGS; i++)
        {
            sum *= sum;
        }
        return sum;
    }
}
