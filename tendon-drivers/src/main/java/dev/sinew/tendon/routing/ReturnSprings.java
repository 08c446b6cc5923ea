package dev.sinew.tendon.routing;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;

/**
 * All return springs of a robot: {@code f = max(0, k (l(q) - free) + b l')} while longer than that, and
 * {@code tau = R^T f}. One thread; allocation-free after construction; the same pose gives the same bits.
 */
public final class ReturnSprings
{
    private final TendonRouting routing;
    private final double[] free;
    private final double[] stiffness;
    private final double[] damping;
    private final double[] length;
    private final double[] rate;
    private final double[] pull;

    /**
     * @param robot robot whose springs are meant; it may have none.
     */
    public ReturnSprings(final RobotDescription robot)
    {
        routing = TendonRouting.ofSprings(robot);
        free = robot.springs().stream().mapToDouble(SpringDescription::freeLengthM).toArray();
        stiffness = robot.springs().stream().mapToDouble(SpringDescription::stiffnessNM).toArray();
        damping = robot.springs().stream().mapToDouble(SpringDescription::dampingNsM).toArray();
        length = new double[free.length];
        rate = new double[free.length];
        pull = new double[free.length];
    }

    /**
     * @return true when the robot has no springs.
     */
    public boolean isEmpty()
    {
        return free.length == 0;
    }

    /**
     * @param q      joint positions, rad.
     * @param effort out, effort of the springs at rest on each joint, N·m.
     */
    public void efforts(final double[] q, final double[] effort)
    {
        for (int s = 0; s < rate.length; s++)
        {
            rate[s] = 0;
        }
        pull(q, effort);
    }

    /**
     * @param q      joint positions, rad.
     * @param qd     joint velocities, rad/s.
     * @param effort out, effort of the springs on each joint, damping included, N·m.
     */
    public void efforts(final double[] q, final double[] qd, final double[] effort)
    {
        routing.velocities(q, qd, rate);
        pull(q, effort);
    }

    private void pull(final double[] q, final double[] effort)
    {
        routing.lengths(q, length);
        for (int s = 0; s < pull.length; s++)
        {
            final double stretch = length[s] - free[s];
            final double f = stiffness[s] * stretch + damping[s] * rate[s];
            pull[s] = stretch <= 0 || f < 0 ? 0 : f;
        }
        routing.efforts(q, pull, effort);
    }

    /**
     * @param q joint positions, rad.
     * @return what the springs hold, J.
     */
    public double energyJ(final double[] q)
    {
        routing.lengths(q, length);
        double energy = 0;
        for (int s = 0; s < length.length; s++)
        {
            final double stretch = Math.max(0, length[s] - free[s]);
            energy += 0.5 * stiffness[s] * stretch * stretch;
        }
        return energy;
    }

    /**
     * @param joint index of a joint.
     * @return true when a spring crosses it.
     */
    public boolean crosses(final int joint)
    {
        for (int s = 0; s < free.length; s++)
        {
            if (routing.crosses(s, joint))
            {
                return true;
            }
        }
        return false;
    }
}
