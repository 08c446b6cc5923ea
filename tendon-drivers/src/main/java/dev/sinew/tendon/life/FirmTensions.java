package dev.sinew.tendon.life;

import dev.sinew.tendon.distribution.TensionDistribution;

/**
 * Tensions of a group that keep further away from slack than the file's least ones, for the same efforts. A motor whose
 * joint outruns it needs torque to follow, and what it lacks comes out of its tendon; a group in which a tendon became
 * faint holds on more firmly for a while. Two sets of tensions that make the same effort can be mixed: so does the mix.
 * Loop's thread; allocation-free after construction; the same input gives the same bits.
 */
public final class FirmTensions
{
    /** Least tension of a firm group as a multiple of the file's. */
    private static final double LEAST_FACTOR = 8;
    /** The raise takes at most this part of the room between the bounds. */
    private static final double ROOM_RATIO = 0.15;

    private final TensionDistribution distribution;
    private final double[] tension;

    private FirmTensions(final TensionDistribution distribution, final int columns)
    {
        this.distribution = distribution;
        tension = new double[columns];
    }

    /**
     * @param group a group whose tendons can be pulled one by one and are closed; the springs' columns have one bound.
     * @return its firm tensions.
     */
    public static FirmTensions of(final GroupNumbers group)
    {
        final double[] lower = group.lowerN().clone();
        for (int i = 0; i < lower.length; i++)
        {
            final double room = group.upperN()[i] - lower[i];
            lower[i] += Math.min((LEAST_FACTOR - 1) * lower[i], ROOM_RATIO * room);
        }
        return new FirmTensions(TensionDistribution.of(group.arms(), group.joints(), group.tendons(), lower,
            group.upperN()), lower.length);
    }

    /**
     * @param arms moment arms of another pose, as in {@link TensionDistribution#arms}.
     */
    public void arms(final double[] arms)
    {
        distribution.arms(arms);
    }

    /**
     * @param effort    wanted efforts, N·m.
     * @param reference tensions to stay near to, N.
     * @param out       firm tensions, N.
     * @return part of the effort that they make.
     */
    public double solve(final double[] effort, final double[] reference, final double[] out)
    {
        return distribution.solve(effort, reference, out);
    }

    /**
     * @param part      part of firm tensions in the mix, 0 to 1.
     * @param effort    wanted efforts, N·m.
     * @param reference tensions to stay near to, N.
     * @param mixed     in: tensions that make the effort or a part of it; out: the mix.
     * @param scale     part of the effort that they make.
     * @return part of the effort that the mix makes.
     */
    public double mix(
        final double part,
        final double[] effort,
        final double[] reference,
        final double[] mixed,
        final double scale)
    {
        final double own = distribution.solve(effort, reference, tension);
        for (int i = 0; i < tension.length; i++)
        {
            mixed[i] += part * (tension[i] - mixed[i]);
        }
        return scale + part * (own - scale);
    }
}
