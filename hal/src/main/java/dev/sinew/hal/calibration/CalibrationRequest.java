package dev.sinew.hal.calibration;

import java.util.List;

/**
 * What somebody wants of a calibration.
 *
 * @param groups      names of the groups to work on, in that order.
 * @param effortRatio greatest effort on a joint while it seeks its stops, as a part of its own greatest, above 0 to 1.
 * @param speedRatio  speed of joints as a multiple of the standard one, which takes two seconds over a range.
 * @param tensionOnly true to wind cables and no more.
 */
public record CalibrationRequest(List<String> groups, double effortRatio, double speedRatio, boolean tensionOnly)
{
    /** Part of a joint's greatest effort that is used where nobody says otherwise. */
    public static final double EFFORT_RATIO = 0.3;

    /**
     * Checks and makes the list unmodifiable.
     */
    public CalibrationRequest
    {
        groups = List.copyOf(groups);
        if (!(effortRatio > 0 && effortRatio <= 1))
        {
            throw new IllegalArgumentException("effortRatio out of range: value=" + effortRatio + ", above 0 to 1");
        }
        if (!(speedRatio >= 0.05 && speedRatio <= 5))
        {
            throw new IllegalArgumentException("speedRatio out of range: value=" + speedRatio + ", 0.05 to 5");
        }
    }
}
