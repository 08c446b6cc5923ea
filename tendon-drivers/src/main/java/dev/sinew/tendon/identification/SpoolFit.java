package dev.sinew.tendon.identification;

import java.util.Arrays;

/**
 * Radii of the spools of one motor from what it pushed into its cables and what the load cells beside it saw.
 * <pre>
 *   one cable:   f = (effort - J θ'' - d θ') / r + f_0        several:   effort - J θ'' - d θ' = sum_i r_i f_i + t_0
 * </pre>
 * <p>The torque is known far better than a tension, so with one cable the noise of the cell stays where it does no
 * harm.</p>
 */
final class SpoolFit
{
    /** Part of the greatest torque below which a loose drum may be between its flanks. */
    private static final double FLANK_RATIO = 0.1;

    private final GroupData data;
    /** Places of the motor's tendons in the group. */
    private final int[] tendons;
    private final LeastSquares fit;
    /** Sign of the torque of the cables on their drum, 0 where the drum may be between its flanks. */
    private final double[] flank;

    /**
     * @param data    recording of the group.
     * @param tendons places of the tendons of one motor in it.
     */
    SpoolFit(final GroupData data, final int[] tendons)
    {
        this.data = data;
        this.tendons = tendons;
        fit = new LeastSquares(tendons.length + 1);
        flank = new double[data.rows];
    }

    /** @return true when there was enough to solve for. */
    boolean solve()
    {
        final double[] torque = data.cableTorque[tendons[0]];
        double most = 0;
        for (int r = 0; r < data.rows; r++)
        {
            most = data.gap[r] ? most : Math.max(most, Math.abs(torque[r]));
        }
        for (int r = 0; r < data.rows; r++)
        {
            flank[r] = Math.abs(torque[r]) > FLANK_RATIO * most ? Math.signum(torque[r]) : 0;
            if (!data.gap[r])
            {
                add(r, torque[r]);
            }
        }
        return fit.solve();
    }

    private void add(final int r, final double torque)
    {
        if (tendons.length == 1)
        {
            if (data.taut[tendons[0]][r])
            {
                fit.add(new double[] {torque, 1}, data.tension[tendons[0]][r]);
            }
            return;
        }
        if (flank[r] != 0)
        {
            final double[] row = new double[tendons.length + 1];
            for (int k = 0; k < tendons.length; k++)
            {
                row[k] = data.tension[tendons[k]][r];
            }
            row[tendons.length] = 1;
            fit.add(row, torque);
        }
    }

    /**
     * @param k place among the motor's tendons.
     * @return cable that a turn by 1 rad takes in, m.
     */
    double radius(final int k)
    {
        return tendons.length == 1 ? 1 / fit.coefficient(0) : fit.coefficient(k);
    }

    /**
     * @param k           place among the motor's tendons.
     * @param mayHavePlay true where the drum may have play, see {@link CableFit#mayHavePlay()}.
     * @return standard deviation of the radius, m.
     */
    double deviation(final int k, final boolean mayHavePlay)
    {
        final int column = tendons.length == 1 ? 0 : k;
        final double found = mayHavePlay ? fit.wholeDeviation(column) : fit.deviation(column);
        return tendons.length == 1 ? found * radius(0) * radius(0) : found;
    }

    double[] flank()
    {
        return flank;
    }

    /** @return true when its drum was pulled to both flanks. */
    boolean sawBothFlanks()
    {
        return Arrays.stream(flank).anyMatch(sign -> sign > 0) && Arrays.stream(flank).anyMatch(sign -> sign < 0);
    }
}
