package dev.sinew.tendon.calibration;

import java.util.Arrays;

/**
 * What is known on the way of where the joints of a group really are, for moment arms and springs, which change with
 * the pose: first only that nothing stands beyond its stops, then where one stop is, then where both are. Loop's
 * thread; allocation-free.
 */
final class PoseGuess
{
    private final GroupParts parts;
    private final double[] least;
    private final double[] most;
    private final double[] offset;
    private int stops;

    PoseGuess(final GroupParts parts)
    {
        this.parts = parts;
        least = new double[parts.joint.length];
        most = new double[parts.joint.length];
        offset = new double[parts.joint.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /** Takes in readings of a joint that moves between its stops. */
    void see(final double[] position)
    {
        for (int row = 0; row < offset.length && stops == 0; row++)
        {
            least[row] = Math.min(least[row], position[row]);
            most[row] = Math.max(most[row], position[row]);
            offset[row] = Math.max(most[row] - parts.upper[row], Math.min(least[row] - parts.lower[row], offset[row]));
        }
    }

    /** Takes in what was read at the lower (0), then at the upper (1) stops, which give way by as much. */
    void stop(final int side, final double[] anchor)
    {
        stops = 1 + side;
        for (int row = 0; row < offset.length; row++)
        {
            offset[row] = side == 0 ? anchor[row] - parts.lower[row] :
                0.5 * (offset[row] + anchor[row] - parts.upper[row]);
        }
    }

    /**
     * @param row      a joint.
     * @param position what its encoder, or its motors, say.
     * @return where it is, rad. A finger that springs hold counts as at its lower stop until that stop was found: its
     *         springs are then never taken for stronger than they are there, and do not hold it off.
     */
    double pose(final int row, final double position)
    {
        return stops == 0 && parts.sprung ? parts.lower[row] : position - offset[row];
    }
}
