package dev.sinew.hal.yaml;

import java.util.Locale;

/**
 * What is believable for a number, with a guess at the unit that was meant when it is not.
 *
 * @param least      least value.
 * @param most       greatest value.
 * @param unit       SI unit.
 * @param otherUnit  unit that people write by mistake; empty for none.
 * @param otherScale one of that unit in SI.
 */
public record Range(double least, double most, String unit, String otherUnit, double otherScale)
{
    /**
     * @param least least value.
     * @param most  greatest value.
     * @param unit  SI unit.
     * @return a range without a guess.
     */
    public static Range of(final double least, final double most, final String unit)
    {
        return new Range(least, most, unit, "", 1);
    }

    /**
     * @param least least value, m.
     * @param most  greatest value, m.
     * @return a range of metres.
     */
    public static Range metres(final double least, final double most)
    {
        return new Range(least, most, "m", "mm", 1e-3);
    }

    /**
     * @param least least value, rad.
     * @param most  greatest value, rad.
     * @return a range of radians.
     */
    public static Range radians(final double least, final double most)
    {
        return new Range(least, most, "rad", "degrees", Math.PI / 180);
    }

    /**
     * @param value a number; NaN has been reported already.
     * @return why it is not believable; empty when it is.
     */
    public String objection(final double value)
    {
        if (Double.isNaN(value) || value >= least && value <= most)
        {
            return "";
        }
        final double converted = value * otherScale;
        final String guess = !otherUnit.isEmpty() && converted >= least && converted <= most ?
            "; did you mean " + otherUnit + "? " + show(value) + " " + otherUnit + " is " + show(converted) : "";
        return "should be from " + show(least) + " to " + show(most) + " " + unit + ", is " + show(value) + guess;
    }

    /**
     * @param value a number.
     * @return it, short: whole numbers without a point.
     */
    public static String show(final double value)
    {
        if (value == Math.rint(value) && Math.abs(value) < 1e9)
        {
            return Long.toString((long)value);
        }
        final double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
        return Double.toString(rounded);
    }
}
