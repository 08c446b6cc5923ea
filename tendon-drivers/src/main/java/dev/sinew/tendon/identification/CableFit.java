package dev.sinew.tendon.identification;

import java.util.List;

/**
 * How far a motor turns for the positions of its joints and the tension of its cable: moment arms over spool radius,
 * compliance, creep, backlash.
 * <pre>
 *   θ = c + sum_j (scale_j / r) int R_j dq_j + 1/(k r) F + chi/(k r) F_T + (g / 2) sgn(turn),    F = (f1 + f2) / 2
 * </pre>
 * <p>{@code f1} is the tension at the motor. The one at the joint, {@code f2}, follows the joint by the stiffness of
 * the half of the cable behind the guide, within what the guide holds, {@code f1 exp(-x) <= f2 <= f1 exp(x)}. {@code
 * F_T} is {@code F} behind a low-pass of the time constant of the creep, which is searched for.</p>
 */
final class CableFit
{
    private static final int SEARCH_STEPS = 14;
    private static final int REFINE_STEPS = 12;
    /** Every how many rows one is used in the search. */
    private static final int SEARCH_ROWS = 5;
    /** Creep slower than this part of the recording cannot be told from a drift. */
    private static final double SLOWEST = 0.6;
    private static final double FASTEST_S = 0.4;
    /** By how much creep has to explain more than chance, as a part of the squared residual. */
    private static final double WORTH = 0.02;

    private final GroupData data;
    private final int tendon;
    private final List<Leg> legs;
    private final double[] mean;
    /** The same as it is told without the noise of its cell, of a cable that is opposed by another on its motor. */
    private final double[] told;
    private final double[] flank;

    private LeastSquares fit;
    private double scatter;
    private double creepTimeS;
    private boolean creeps;

    /**
     * @param data        recording of the group.
     * @param tendon      a tendon of the group.
     * @param legs        its legs, as the file has them.
     * @param known       what is known of it so far.
     * @param flank       sign of the torque of all cables on such a drum, 0 where it is not clear; null where it never
     *                    changed.
     */
    CableFit(
        final GroupData data,
        final int tendon,
        final List<Leg> legs,
        final Known known,
        final double[] flank)
    {
        this.data = data;
        this.tendon = tendon;
        this.legs = legs;
        this.flank = flank;
        mean = mean(known);
        told = flank == null ? mean : told();
    }

    private double[] told()
    {
        final LeastSquares by = SpoolFit.told(data, tendon, flank, mean);
        final double[] found = mean.clone();
        for (int r = 0; by != null && r < data.rows; r++)
        {
            found[r] = by.at(data.instruments(tendon, r));
        }
        return found;
    }

    /** Mean of the tensions at both ends of the cable, row by row. */
    private double[] mean(final Known known)
    {
        final double[] found = new double[data.rows];
        final double held = Math.exp(Math.abs(known.exponent));
        double load = data.rows == 0 ? 0 : data.tension[tendon][0];
        double crept = known.creepRatio * load;
        for (int r = 0; r < data.rows; r++)
        {
            double shorter = 0;
            double passed = 0;
            if (r > 0)
            {
                for (int k = 0; k < legs.size(); k++)
                {
                    shorter += known.scale[k] * (legs.get(k).shorter[r] - legs.get(k).shorter[r - 1]);
                }
                passed = Math.min(1, (data.time[r] - data.time[r - 1]) / known.creepTimeS);
            }
            final double creep = passed * (known.creepRatio * load - crept);
            crept += creep;
            // Both lengths over the stiffness of half a cable; the creep is that of tension units as well.
            final double pull = Math.max(0, data.tension[tendon][r]);
            load = Math.min(Math.max(load - 2 * known.stiffness * shorter - creep, pull / held), pull * held);
            found[r] = 0.5 * (data.tension[tendon][r] + load);
        }
        return found;
    }

    /**
     * @param searchCreep true to look for creep as well.
     * @return true when there was enough to solve for.
     */
    boolean solve(final boolean searchCreep)
    {
        final LeastSquares plain = fit(0, 1);
        if (!plain.solve())
        {
            return false;
        }
        fit = plain;
        if (flank != null)
        {
            findScatter();
            return true; // opposed cables carry nothing for long, and their creep is not told
        }
        final double slowest = SLOWEST * (data.time[data.rows - 1] - data.time[0]);
        if (!searchCreep || slowest <= FASTEST_S)
        {
            return true;
        }
        double best = FASTEST_S;
        double bestRms = Double.POSITIVE_INFINITY;
        final double ratio = Math.pow(slowest / FASTEST_S, 1.0 / SEARCH_STEPS);
        double time = FASTEST_S;
        for (int n = 0; n <= SEARCH_STEPS; n++)
        {
            final double rms = rmsAt(time);
            best = rms < bestRms ? time : best;
            bestRms = Math.min(bestRms, rms);
            time *= ratio;
        }
        refine(best / ratio, Math.min(slowest, best * ratio), plain.rms());
        return true;
    }

    /** What the measured tensions, not the told ones, leave of the motor's position. */
    private void findScatter()
    {
        final double[] left = new double[fit.rows()];
        double squares = 0;
        int n = 0;
        for (int r = 0; r < data.rows; r++)
        {
            if (isUsed(r))
            {
                left[n] = data.motorPosition[tendon][r] - fit.at(row(r, mean[r], 0));
                squares += left[n] * left[n];
                n++;
            }
        }
        scatter = Math.sqrt(squares / n * LeastSquares.correlation(left));
    }

    private boolean isUsed(final int r)
    {
        return data.taut[tendon][r] && !data.gap[r] && (flank == null || flank[r] != 0);
    }

    private double[] row(final int r, final double pull, final int more)
    {
        final int n = legs.size();
        final double[] row = new double[2 + n + (flank == null ? 0 : 1) + more];
        row[0] = 1;
        row[1] = pull;
        for (int j = 0; j < n; j++)
        {
            row[2 + j] = legs.get(j).shorter[r];
        }
        if (flank != null)
        {
            row[2 + n] = flank[r];
        }
        return row;
    }

    private double deviation(final int column)
    {
        return flank == null ? fit.deviation(column) : scatter * fit.unitDeviation(column);
    }

    private double rmsAt(final double time)
    {
        final LeastSquares with = fit(time, SEARCH_ROWS);
        return with.solve() ? with.rms() : Double.POSITIVE_INFINITY;
    }

    private void refine(final double from, final double to, final double plainRms)
    {
        double low = Math.log(from);
        double high = Math.log(to);
        for (int n = 0; n < REFINE_STEPS; n++)
        {
            final double third = (high - low) / 3;
            if (rmsAt(Math.exp(low + third)) < rmsAt(Math.exp(high - third)))
            {
                high -= third;
            }
            else
            {
                low += third;
            }
        }
        final double time = Math.exp(0.5 * (low + high));
        final LeastSquares with = fit(time, 1);
        if (with.solve() && with.rms() * with.rms() < (1 - WORTH) * plainRms * plainRms)
        {
            fit = with;
            creepTimeS = time;
            creeps = true;
        }
    }

    /** With a time of 0 without creep. */
    private LeastSquares fit(final double time, final int every)
    {
        final int n = legs.size();
        final int columns = 2 + n + (flank == null ? 0 : 1) + (time > 0 ? 2 : 0);
        final LeastSquares made = new LeastSquares(columns);
        double slow = mean.length == 0 ? 0 : mean[0];
        for (int r = 0; r < data.rows; r++)
        {
            if (time > 0 && r > 0)
            {
                final double part = (data.time[r] - data.time[r - 1]) / time;
                slow += part / (1 + part) * (mean[r] - slow);
            }
            if (r % every != 0 || !isUsed(r))
            {
                continue;
            }
            final double[] row = row(r, told[r], time > 0 ? 2 : 0);
            if (time > 0)
            {
                row[columns - 2] = slow;
                row[columns - 1] = Math.exp(-(data.time[r] - data.time[0]) / time);
            }
            made.add(row, data.motorPosition[tendon][r]);
        }
        return made;
    }

    /** @return scale of a leg over the spool's radius, 1/m. */
    double scaleOverRadius(final int leg)
    {
        return fit.coefficient(2 + leg);
    }

    double scaleOverRadiusDeviation(final int leg)
    {
        return deviation(2 + leg);
    }

    /** @return 1/(k r), rad/N. */
    double compliance()
    {
        return fit.coefficient(1);
    }

    double complianceDeviation()
    {
        return deviation(1);
    }

    /** @return half of the gap, rad; only with flanks. */
    double halfGap()
    {
        return fit.coefficient(2 + legs.size());
    }

    double halfGapDeviation()
    {
        return deviation(2 + legs.size());
    }

    boolean creeps()
    {
        return creeps;
    }

    double creepTimeS()
    {
        return creepTimeS;
    }

    /** @return chi/(k r), rad/N. */
    double creepCompliance()
    {
        return fit.coefficient(2 + legs.size() + (flank == null ? 0 : 1));
    }

    double creepComplianceDeviation()
    {
        return deviation(2 + legs.size() + (flank == null ? 0 : 1));
    }

    double rmsRad()
    {
        return fit.rms();
    }
}
