package dev.sinew.tendon.distribution;

/**
 * Two tendons that pull one joint in opposite directions.
 */
public final class AntagonistPair implements TensionDistribution
{
    private double arm0;
    private double arm1;
    private double armSquare;
    private double null0;
    private double null1;
    private final double lower0;
    private final double lower1;
    private final double upper0;
    private final double upper1;
    private double most;
    private double least;
    /** For poses in which both tendons pull the same way, or cannot rest within their bounds. */
    private final ActiveSet anyPose;
    private boolean closed;

    /**
     * @param arms  the two moment arms, of opposite sign, m.
     * @param lower least tensions, N.
     * @param upper greatest tensions, N.
     */
    public AntagonistPair(final double[] arms, final double[] lower, final double[] upper)
    {
        lower0 = lower[0];
        lower1 = lower[1];
        upper0 = upper[0];
        upper1 = upper[1];
        anyPose = new ActiveSet(1, 2, lower, upper, new NearestEffort(1, 2, lower, upper), true);
        arms(arms);
        if (!(arm0 * arm1 < 0))
        {
            throw new IllegalArgumentException("an antagonist pair pulls both ways: arms=" + arm0 + ", " + arm1);
        }
    }

    @Override
    public boolean arms(final double[] arms)
    {
        arm0 = arms[0];
        arm1 = arms[1];
        armSquare = arm0 * arm0 + arm1 * arm1;
        null0 = Math.abs(arm1);
        null1 = Math.abs(arm0);
        most = Math.max(arm0 * lower0, arm0 * upper0) + Math.max(arm1 * lower1, arm1 * upper1);
        least = Math.min(arm0 * lower0, arm0 * upper0) + Math.min(arm1 * lower1, arm1 * upper1);
        closed = arm0 * arm1 < 0 && least <= 0 && most >= 0;
        return closed || anyPose.arms(arms);
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        if (!closed)
        {
            return anyPose.solve(effort, reference, tension);
        }
        final double wanted = effort[0];
        if (wanted > most || wanted < least)
        {
            final boolean first = wanted > most == arm0 > 0;
            tension[0] = first ? upper0 : lower0;
            tension[1] = first ? lower1 : upper1;
            return Math.max(0, (wanted > most ? most : least) / wanted);
        }
        // The least-norm correction of the reference, then along the null vector just far enough to meet the bounds.
        final double step = (wanted - arm0 * reference[0] - arm1 * reference[1]) / armSquare;
        final double f0 = reference[0] + arm0 * step;
        final double f1 = reference[1] + arm1 * step;
        if (f0 >= lower0 && f0 <= upper0 && f1 >= lower1 && f1 <= upper1)
        {
            tension[0] = f0 + 0.0; // no step along the null vector; -0 becomes 0 as it would below
            tension[1] = f1 + 0.0;
            return 1;
        }
        final double from = Math.max((lower0 - f0) / null0, (lower1 - f1) / null1);
        final double to = Math.min((upper0 - f0) / null0, (upper1 - f1) / null1);
        final double along = from > 0 ? from : Math.min(to, 0);
        tension[0] = Math.min(Math.max(f0 + along * null0, lower0), upper0);
        tension[1] = Math.min(Math.max(f1 + along * null1, lower1), upper1);
        return 1;
    }
}
