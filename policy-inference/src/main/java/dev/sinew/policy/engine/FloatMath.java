package dev.sinew.policy.engine;

/**
 * Elementary functions from additions and multiplications alone, so that their bits are the same on every JVM, and
 * without branches, so that the compiler can make SIMD of a loop over them.
 *
 * <p>{@code e^x - 1} is built from a polynomial at {@code x / 32} and five doublings {@code E(2y) = E(y) (E(y) + 2)}:
 * unlike the squaring of {@code e^y}, this keeps the relative error near zero and shrinks it toward minus one.
 */
public final class FloatMath
{
    /** Below this {@link #expm1} is minus one in single precision. */
    public static final float EXPM1_FLOOR = -17.5f;
    /** Coefficient of y^2 of e^y - 1. */
    public static final float C2 = 1f / 2;
    /** Coefficient of y^3. */
    public static final float C3 = 1f / 6;
    /** Coefficient of y^4. */
    public static final float C4 = 1f / 24;
    /** Coefficient of y^5. */
    public static final float C5 = 1f / 120;
    /** Coefficient of y^6. */
    public static final float C6 = 1f / 720;
    /** The doublings undo this. */
    public static final float SHRINK = 1f / 32;

    private FloatMath()
    {
    }

    /**
     * @param x between {@link #EXPM1_FLOOR} and 0.
     * @return e^x - 1.
     */
    public static float expm1(final float x)
    {
        final float y = x * SHRINK;
        float e = y * (1f + y * (C2 + y * (C3 + y * (C4 + y * (C5 + y * C6)))));
        e = e * (e + 2f);
        e = e * (e + 2f);
        e = e * (e + 2f);
        e = e * (e + 2f);
        return e * (e + 2f);
    }

    /** @return x above zero, alpha * (e^x - 1) below; NaN stays NaN. */
    public static float elu(final float x, final float alpha)
    {
        return Math.max(x, 0f) + alpha * expm1(Math.max(Math.min(x, 0f), EXPM1_FLOOR));
    }

    /** @return the hyperbolic tangent; NaN stays NaN. */
    public static float tanh(final float x)
    {
        final float e = expm1(Math.max(-2f * Math.abs(x), EXPM1_FLOOR));
        return Math.copySign(e / (e + 2f), x);
    }
}
