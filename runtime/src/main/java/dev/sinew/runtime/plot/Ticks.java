package dev.sinew.runtime.plot;

import java.util.Locale;

/**
 * A range that begins and ends on round numbers, with a few round numbers between. Immutable.
 *
 * @param low  begin of the axis.
 * @param high end of the axis, greater.
 * @param step distance of two ticks: 1, 2 or 5 times a power of ten.
 */
record Ticks(double low, double high, double step)
{
    private static final int WANTED = 5;

    /**
     * @param least    smallest value that is drawn; may equal the greatest; NaN when there is none.
     * @param greatest greatest value that is drawn.
     * @return an axis that shows both.
     */
    static Ticks of(final double least, final double greatest)
    {
        if (!Double.isFinite(least) || !Double.isFinite(greatest))
        {
            return new Ticks(0, 1, 0.2);
        }
        double low = least;
        double high = greatest;
        final double smallest = Math.max(1e-9, 1e-3 * Math.max(Math.abs(low), Math.abs(high)));
        if (high - low < smallest)
        {
            low -= smallest;
            high += smallest;
        }
        final double raw = (high - low) / WANTED;
        final double power = Math.pow(10, Math.floor(Math.log10(raw)));
        final double lead = raw / power;
        final double step = power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
        return new Ticks(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, step);
    }

    /**
     * @param end end of the axis, greater than 0.
     * @return an axis from 0 to exactly that end, ticks on round numbers inside.
     */
    static Ticks upTo(final double end)
    {
        return new Ticks(0, end, of(0, end).step);
    }

    /**
     * @return number of ticks, both ends included where they are round.
     */
    int count()
    {
        return (int)Math.floor((high - low) / step + 1e-6) + 1;
    }

    /**
     * @param value a value.
     * @return where it lies on the axis, 0 at the begin, 1 at the end.
     */
    double part(final double value)
    {
        return (value - low) / (high - low);
    }

    /**
     * @param index number of a tick, from 0.
     * @return its value.
     */
    double value(final int index)
    {
        return low + index * step;
    }

    /**
     * @param index number of a tick, from 0.
     * @return its value as text, no more digits than the step needs.
     */
    String text(final int index)
    {
        final int digits = (int)Math.max(0, Math.min(9, Math.ceil(-Math.log10(step) - 1e-9)));
        final double value = value(index);
        return String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value) < step * 1e-6 ? 0.0 : value);
    }
}
