package dev.sinew.tendon.routing;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Tendons over round pulleys: every moment arm is a constant, {@code l(q) = rest - R q}. Immutable; thread-safe.
 */
public final class ConstantRouting implements TendonRouting
{
    private final ArmTable arms;
    private final double[] rest;

    /**
     * @param robot robot whose tendons are meant.
     */
    public ConstantRouting(final RobotDescription robot)
    {
        final List<TendonDescription> tendons = robot.tendons();
        arms = new ArmTable(robot.jointCount(), tendons.stream()
            .map(tendon -> tendon.momentArms().stream().map(TendonDescription.MomentArm::joint).toList()).toList());
        rest = tendons.stream().mapToDouble(TendonDescription::restLengthM).toArray();
        for (final TendonDescription tendon : tendons)
        {
            for (int k = 0; k < tendon.momentArms().size(); k++)
            {
                arms.arm[arms.first[tendon.index()] + k] = tendon.momentArms().get(k).momentArmM();
            }
            arms.changed(tendon.index());
        }
    }

    @Override
    public int jointCount()
    {
        return arms.jointCount;
    }

    @Override
    public int tendonCount()
    {
        return arms.tendonCount;
    }

    @Override
    public void lengths(final double[] q, final double[] length)
    {
        for (int i = 0; i < rest.length; i++)
        {
            length[i] = rest[i] - arms.along(i, q);
        }
    }

    @Override
    public void velocities(final double[] q, final double[] qd, final double[] velocity)
    {
        for (int i = 0; i < rest.length; i++)
        {
            velocity[i] = -arms.along(i, qd);
        }
    }

    @Override
    public void efforts(final double[] q, final double[] tension, final double[] effort)
    {
        arms.efforts(tension, effort);
    }

    @Override
    public double momentArm(final double[] q, final int tendon, final int joint)
    {
        return arms.at(tendon, joint);
    }

    @Override
    public boolean crosses(final int tendon, final int joint)
    {
        return arms.crosses(tendon, joint);
    }

    @Override
    public void wrapAngles(final double[] q, final double[] wrapRad)
    {
        Arrays.fill(wrapRad, 0, rest.length, 0);
    }

    @Override
    public boolean isConstant()
    {
        return true;
    }

    @Override
    public boolean isConstant(final int tendon)
    {
        return true;
    }
}
