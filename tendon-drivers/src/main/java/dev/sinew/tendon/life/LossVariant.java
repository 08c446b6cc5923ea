package dev.sinew.tendon.life;

import java.util.Arrays;

import dev.sinew.tendon.distribution.TensionDistribution;

/**
 * The distribution of a group without one of its tendons, with memory of its own. Loop's thread; allocation-free after
 * construction; the same input gives the same bits.
 */
public final class LossVariant
{
    /** A single tendon at a joint keeps this part of its least tension, so that it stays on its pulleys. */
    private static final double ON_PULLEY = 0.5;
    /** Part of their wanted effort that the kept joints get while another one is on its way to its stop. */
    private static final double GENTLE = 0.3;

    private final LossPlan plan;
    private final double[] lower;
    private final double[] upper;
    private final double[] rest;
    private final double[] arms;
    private final int[] source;
    private final double[] ownReference;
    private final double[] effort;
    private final double[] reference;
    private final double[] tension;
    private final TensionDistribution distribution;
    private boolean parking;
    private final double[] reducedArms;

    LossVariant(final GroupNumbers group, final LossPlan plan)
    {
        this.plan = plan;
        final int tendons = group.tendons();
        lower = new double[tendons];
        upper = new double[tendons];
        rest = new double[tendons];
        arms = group.arms().clone();
        effort = new double[group.joints()];
        if (plan.kind() == LossPlan.Kind.CLOSED || plan.kind() == LossPlan.Kind.PARKED)
        {
            final int parked = (plan.park() >= 0 ? 1 : 0) + (plan.second() >= 0 ? 1 : 0);
            final ReducedGroup reduced = new ReducedGroup(group, plan.lost(),
                Arrays.copyOf(new int[] {plan.park(), plan.second()}, parked),
                Arrays.copyOf(new int[] {plan.toward(), plan.towardTwo()}, parked));
            source = reduced.source;
            reducedArms = reduced.arms;
            ownReference = reduced.reference;
            reference = new double[reduced.columns];
            tension = new double[reduced.columns];
            distribution = TensionDistribution.of(reduced.arms, reduced.joints, reduced.columns, reduced.lower,
                reduced.upper);
            for (int i = 0; i < tendons; i++)
            {
                lower[i] = i == plan.lost() ? 0 : group.lowerN()[i];
                upper[i] = i == plan.lost() ? 0 : group.upperN()[i];
            }
            solve(new double[effort.length], group.pretension(), rest);
        }
        else
        {
            source = new int[0];
            reducedArms = new double[0];
            ownReference = new double[0];
            reference = new double[0];
            tension = new double[0];
            distribution = null;
            if (plan.kind() == LossPlan.Kind.ONE_SIDED)
            {
                final int other = 1 - plan.lost();
                lower[other] = ON_PULLEY * group.lowerN()[other];
                upper[other] = group.upperN()[other];
                rest[other] = lower[other];
            }
        }
    }

    /**
     * @param column tendon of the group.
     * @return true when it is the lost one, or when the whole group pulls on nothing.
     */
    public boolean isLost(final int column)
    {
        return column == plan.lost() || plan.kind() == LossPlan.Kind.NOTHING;
    }

    /**
     * Takes the moment arms of another pose.
     *
     * @param whole {@code A} of the whole group, row by row, m; copied.
     */
    public void arms(final double[] whole)
    {
        System.arraycopy(whole, 0, arms, 0, arms.length);
        final int columns = source.length;
        final int tendons = lower.length;
        for (int row = 0; row < effort.length && columns > 0; row++)
        {
            for (int c = 0; c < columns; c++)
            {
                reducedArms[row * columns + c] =
                    source[c] >= 0 ? whole[row * tendons + source[c]] : reducedArms[row * columns + c];
            }
        }
        if (distribution != null)
        {
            distribution.arms(reducedArms);
        }
    }

    /** Whether a parked joint is not at its stop yet, so that nothing there answers the tendons. */
    void parking(final boolean isParking)
    {
        parking = isParking;
    }

    boolean isParking()
    {
        return parking;
    }

    LossPlan plan()
    {
        return plan;
    }

    double lower(final int column)
    {
        return lower[column];
    }

    double upper(final int column)
    {
        return upper[column];
    }

    /**
     * @param column tendon of the group.
     * @return its tension when no joint is asked for effort, N; 0 for the lost one.
     */
    public double rest(final int column)
    {
        return rest[column];
    }

    /**
     * @param wanted    wanted effort of each joint of the group, N·m, finite; that of a parked joint is not looked at.
     * @param preferred tension of each tendon to stay near to, N.
     * @param out       tensions, one a tendon of the group, N; 0 for the lost one.
     * @return part of the wanted effort that is had, 0 to 1; parked joints do not count.
     */
    public double solve(final double[] wanted, final double[] preferred, final double[] out)
    {
        Arrays.fill(out, 0);
        if (plan.kind() == LossPlan.Kind.NOTHING)
        {
            return 0;
        }
        if (plan.kind() == LossPlan.Kind.ONE_SIDED)
        {
            return solveOneSided(wanted[0], out);
        }
        for (int row = 0; row < effort.length; row++)
        {
            effort[row] = plan.parked(row) == 0 ? (parking ? GENTLE : 1) * wanted[row] : 0;
        }
        for (int c = 0; c < source.length; c++)
        {
            reference[c] = source[c] < 0 ? ownReference[c] : preferred[source[c]];
        }
        final double scale = distribution.solve(effort, reference, tension);
        for (int c = 0; c < source.length; c++)
        {
            if (source[c] >= 0)
            {
                out[source[c]] = tension[c];
            }
        }
        return scale;
    }

    private double solveOneSided(final double wanted, final double[] out)
    {
        final int other = 1 - plan.lost();
        final double asked = wanted / arms[other];
        final double had = asked > lower[other] ? Math.min(asked, upper[other]) : lower[other];
        out[other] = had;
        return asked > 0 ? Math.min(1, had / asked) : wanted == 0 ? 1 : 0;
    }
}
