package dev.sinew.hal.identification;

/**
 * A measured number: the true one lies within {@code value ± bound}, as far as the recording can tell (three standard
 * deviations with correlated residuals, and what the method itself leaves open).
 *
 * @param value the number.
 * @param bound greatest deviation, at least 0.
 */
public record Measured(double value, double bound)
{
    /**
     * @param truth a number.
     * @return true when it lies within the bound.
     */
    public boolean holds(final double truth)
    {
        return Math.abs(truth - value) <= bound;
    }
}
