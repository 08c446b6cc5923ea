package dev.sinew.tendon.identification;

/**
 * Inertia of one motor's rotor and spools, from what it takes to accelerate them.
 * <pre>
 *   effort + s effort' = J θ'' + d θ' + c sgn θ' + sum_i r_i f_i + t_0
 * </pre>
 * <p>The motor's position is differentiated twice over some rows to both sides. That is the true acceleration behind a
 * low-pass, and the same low-pass is put on everything else, so that quick motion makes no inertia smaller than it is.
 * Viscous and dry friction and the radii are fitted beside it, and so is the time {@code s} between the samples of
 * torque and tension: half a cycle of it would hide a fifth of a finger's rotor behind the friction of its cable.</p>
 */
final class RotorFit
{
    /** Rows to both sides: fewer than for slow motion, whose noise would hide nothing here. */
    private static final int REACH = 2;
    /** Speed from which dry friction counts as whole, rad/s. */
    private static final double DRY_RAD_S = 0.3;
    private static final int COLUMNS = 5;

    private final GroupData data;
    private final int[] tendons;
    private final LeastSquares fit;

    /**
     * @param data    recording of the group.
     * @param tendons places of the tendons of one motor in it.
     */
    RotorFit(final GroupData data, final int[] tendons)
    {
        this.data = data;
        this.tendons = tendons;
        fit = new LeastSquares(COLUMNS + tendons.length);
    }

    /** @return true when there was enough to solve for. */
    boolean solve()
    {
        final double[] effort = data.motorEffort[tendons[0]];
        final double[] speed = data.slope(data.motorPosition[tendons[0]], REACH);
        final double[][] columns = new double[COLUMNS + tendons.length][];
        columns[0] = data.slope(speed, REACH);
        columns[1] = mean(speed);
        columns[2] = mean(mean(ways(speed)));
        columns[3] = mean(data.slope(effort, REACH));
        for (int k = 0; k < tendons.length; k++)
        {
            columns[COLUMNS - 1 + k] = mean(mean(data.tension[tendons[k]]));
        }
        final double[] slow = mean(mean(effort));
        for (int r = 0; r < data.rows; r++)
        {
            if (!data.torn[r])
            {
                final double[] row = new double[columns.length];
                for (int c = 0; c < columns.length - 1; c++)
                {
                    row[c] = columns[c][r];
                }
                row[columns.length - 1] = 1;
                fit.add(row, slow[r]);
            }
        }
        return fit.solve();
    }

    private static double[] ways(final double[] speed)
    {
        final double[] found = new double[speed.length];
        for (int r = 0; r < found.length; r++)
        {
            found[r] = Math.max(-1, Math.min(1, speed[r] / DRY_RAD_S));
        }
        return found;
    }

    /** Mean over the rows of a slope, by Simpson's rule, which follows quick motion exactly enough. */
    private static double[] mean(final double[] values)
    {
        final double[] found = new double[values.length];
        for (int r = REACH; r < values.length - REACH; r++)
        {
            double sum = values[r - REACH] + values[r + REACH];
            for (int k = 1; k < 2 * REACH; k++)
            {
                sum += (k % 2 == 1 ? 4 : 2) * values[r - REACH + k];
            }
            found[r] = sum / (6 * REACH);
        }
        return found;
    }

    /** @return inertia of rotor and spools, kg·m². */
    double inertia()
    {
        return fit.coefficient(0);
    }

    /** @return its standard deviation, kg·m², infinite where the motor was not accelerated. */
    double deviation()
    {
        return fit.deviation(0);
    }
}
