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

    /**
     * Rows to both sides in which the sign must stay: while a rotor runs through its gap, what turns it is mistaken for
     * the torque of the cables, by as many rows as accelerations are taken over, and more.
     */
    private static final int CLEAR_ROWS = 3 * GroupData.SPEED_ROWS;

    private final GroupData data;
    /** Places of the motor's tendons in the group. */
    private final int[] tendons;
    private final LeastSquares fit;
    /** Sign of the torque of the cables on their drum, 0 where the drum may be between its flanks. */
    private final double[] flank;
    private double scatter;

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
        int clear = 0;
        for (int r = 0; r < data.rows; r++)
        {
            final double sign = Math.abs(torque[r]) > FLANK_RATIO * most ? Math.signum(torque[r]) : 0;
            clear = r > 0 && sign != 0 && sign == Math.signum(torque[r - 1]) ? clear + 1 : 0;
            final int middle = r - CLEAR_ROWS;
            if (middle >= 0)
            {
                flank[middle] = clear > 2 * CLEAR_ROWS ? sign : 0;
            }
        }
        return tendons.length == 1 ? solveOne(torque) : solveSeveral(torque);
    }

    private boolean solveOne(final double[] torque)
    {
        for (int r = 0; r < data.rows; r++)
        {
            if (!data.gap[r] && data.taut[tendons[0]][r])
            {
                fit.add(new double[] {torque[r], 1}, data.tension[tendons[0]][r]);
            }
        }
        return fit.solve();
    }

    /**
     * Two stages. The noise of the cells would make the radii of opposed cables, whose tensions hardly change, look far
     * too small: so the tensions are taken as far as torque and joint positions tell them, which know nothing of it.
     */
    private boolean solveSeveral(final double[] torque)
    {
        final LeastSquares[] told = new LeastSquares[tendons.length];
        for (int k = 0; k < tendons.length; k++)
        {
            told[k] = told(data, tendons[k], flank, data.tension[tendons[k]]);
            if (told[k] == null)
            {
                return false;
            }
        }
        for (int r = 0; r < data.rows; r++)
        {
            if (isClear(r))
            {
                final double[] instruments = data.instruments(tendons[0], r);
                final double[] row = new double[tendons.length + 1];
                for (int k = 0; k < tendons.length; k++)
                {
                    row[k] = told[k].at(instruments);
                }
                row[tendons.length] = 1;
                fit.add(row, torque[r]);
            }
        }
        return fit.solve() && findScatter(torque);
    }

    /**
     * @param data   recording of the group.
     * @param i      a tendon that shares its motor.
     * @param flank  sign of the motor's torque, 0 where it is not clear.
     * @param values by row.
     * @return what tells the values without the noise of load cells, see {@link GroupData#instruments}; null where
     *         there is too little.
     */
    static LeastSquares told(final GroupData data, final int i, final double[] flank, final double[] values)
    {
        final LeastSquares told = new LeastSquares(2 + 2 * data.joints);
        for (int r = 0; r < data.rows; r++)
        {
            if (flank[r] != 0 && !data.gap[r])
            {
                told.add(data.instruments(i, r), values[r]);
            }
        }
        return told.solve() ? told : null;
    }

    private boolean isClear(final int r)
    {
        return flank[r] != 0 && !data.gap[r];
    }

    /** What the measured tensions, not the told ones, leave of the torque. */
    private boolean findScatter(final double[] torque)
    {
        final double[] left = new double[fit.rows()];
        double squares = 0;
        int n = 0;
        for (int r = 0; r < data.rows; r++)
        {
            if (isClear(r))
            {
                double sum = torque[r] - fit.coefficient(tendons.length);
                for (int k = 0; k < tendons.length; k++)
                {
                    sum -= fit.coefficient(k) * data.tension[tendons[k]][r];
                }
                left[n++] = sum;
                squares += sum * sum;
            }
        }
        scatter = Math.sqrt(squares / n * LeastSquares.correlation(left));
        return true;
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
     * @param k place among the motor's tendons.
     * @return standard deviation of the radius, m.
     */
    double deviation(final int k)
    {
        return tendons.length == 1 ? fit.deviation(0) * radius(0) * radius(0) : scatter * fit.unitDeviation(k);
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
