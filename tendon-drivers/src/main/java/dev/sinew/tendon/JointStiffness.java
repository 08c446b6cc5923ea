package dev.sinew.tendon;

import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Stiffness that cables give joints while all motors stand still: {@code K_q = R^T K R - (dR^T/dq) f}, its diagonal,
 * one group after the other. With cables that are linear springs over round pulleys the tensions do not matter; where
 * moment arms change with the pose, pulling harder makes a joint stiffer or softer. Loop's thread; allocation-free.
 */
final class JointStiffness
{
    /** Step of the difference quotient of a moment arm, rad. */
    private static final double STEP_RAD = 1e-4;

    private final TendonRouting routing;
    private final int[][] joint;
    private final int[][] tendon;
    private final double[] stiffness;
    private final boolean[] constant;
    private final double[] q;
    private int next;

    JointStiffness(final RobotDescription robot, final List<TendonGroup> groups, final TendonRouting routing)
    {
        this.routing = routing;
        joint = groups.stream().map(group -> indices(group.joints())).toArray(int[][]::new);
        tendon = groups.stream().map(group -> indices(group.tendons())).toArray(int[][]::new);
        stiffness = robot.tendons().stream().mapToDouble(cable -> cable.stiffnessNM()).toArray();
        constant = new boolean[robot.tendonCount()];
        for (int i = 0; i < constant.length; i++)
        {
            constant[i] = routing.isConstant(i);
        }
        q = new double[robot.jointCount()];
    }

    private static int[] indices(final List<Integer> list)
    {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * @param position  joint positions, rad.
     * @param tension   tensions, N.
     * @param out       stiffness of the joints of the group whose turn it is, N·m/rad.
     */
    void next(final Column position, final Column tension, final Column out)
    {
        position.copyTo(q);
        for (final int j : joint[next])
        {
            double sum = 0;
            for (final int i : tendon[next])
            {
                final double arm = routing.momentArm(q, i, j);
                sum += stiffness[i] * arm * arm - (constant[i] ? 0 : tension.get(i) * slope(i, j));
            }
            out.set(j, sum);
        }
        next = next + 1 == joint.length ? 0 : next + 1;
    }

    private double slope(final int i, final int j)
    {
        final double at = q[j];
        q[j] = at + STEP_RAD;
        final double above = routing.momentArm(q, i, j);
        q[j] = at - STEP_RAD;
        final double below = routing.momentArm(q, i, j);
        q[j] = at;
        return (above - below) / (2 * STEP_RAD);
    }
}
