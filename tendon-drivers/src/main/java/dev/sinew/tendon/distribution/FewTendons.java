package dev.sinew.tendon.distribution;

/**
 * No more tendons than joints: not every effort can be had, by design (a finger that bends as one). The tensions make
 * the effort that is nearest to the wanted one.
 */
final class FewTendons implements TensionDistribution
{
    private final double[] arms;
    private final NearestEffort nearest;

    FewTendons(final double[] arms, final int joints, final int tendons, final double[] lower, final double[] upper)
    {
        this.arms = arms.clone();
        nearest = new NearestEffort(joints, tendons, lower, upper);
    }

    @Override
    public boolean arms(final double[] newArms)
    {
        System.arraycopy(newArms, 0, arms, 0, arms.length);
        return false;
    }

    @Override
    public double solve(final double[] effort, final double[] reference, final double[] tension)
    {
        return nearest.solve(arms, effort, reference, tension);
    }
}
