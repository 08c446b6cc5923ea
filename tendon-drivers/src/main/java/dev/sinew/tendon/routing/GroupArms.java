package dev.sinew.tendon.routing;

import java.util.Arrays;

import dev.sinew.hal.robot.TendonGroup;

/**
 * The matrix {@code A = R^T} of one group: constant, or that of the pose. Return springs are one column more, a cable
 * that always pulls with the same force and whose moment arms are what they turn each joint with, over that force: so
 * whatever distributes tensions knows of them as a tendon that it cannot choose. Loop's thread; allocation-free.
 */
public final class GroupArms
{
    /** Force of the springs' column, N: of the size of tensions, so that numbers stay alike. */
    public static final double SPRING_N = 10;

    private final int joints;
    private final int tendons;
    private final int columns;
    private final double[] matrix;
    private final TendonRouting routing;
    private final int[] joint;
    private final int[] tendon;
    private final double[] pose;
    private final boolean constant;
    private final boolean sprung;

    /**
     * @param group   group.
     * @param routing how the tendons of its robot run.
     * @param springs return springs of its robot.
     */
    public GroupArms(final TendonGroup group, final TendonRouting routing, final ReturnSprings springs)
    {
        this.routing = routing;
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        joints = joint.length;
        tendons = tendon.length;
        sprung = Arrays.stream(joint).anyMatch(springs::crosses);
        constant = Arrays.stream(tendon).allMatch(routing::isConstant);
        columns = tendons + (sprung ? 1 : 0);
        matrix = new double[joints * columns];
        pose = new double[joints];
        Arrays.fill(pose, Double.NaN);
    }

    /**
     * @return number of joints, which is that of rows.
     */
    public int joints()
    {
        return joints;
    }

    /**
     * @return number of tendons.
     */
    public int tendons()
    {
        return tendons;
    }

    /**
     * @return number of columns: tendons, and the springs where there are any.
     */
    public int columns()
    {
        return columns;
    }

    /**
     * @return {@code A}, row by row, m; the array itself, which {@link #moveTo} overwrites.
     */
    public double[] matrix()
    {
        return matrix;
    }

    /**
     * @return true when the matrix depends on the pose.
     */
    public boolean follows()
    {
        return sprung || !constant;
    }

    /**
     * @return true when the last column is that of springs.
     */
    public boolean sprung()
    {
        return sprung;
    }

    /**
     * @param q       joint positions of the robot, rad.
     * @param springs effort of the springs on each of its joints there, N·m.
     * @return true when the matrix changed.
     */
    public boolean moveTo(final double[] q, final double[] springs)
    {
        double check = 0;
        for (int j = 0; j < joints; j++)
        {
            check += q[joint[j]] * 0.0;
        }
        boolean same = true;
        if (check != 0)
        {
            return false; // not a number: the last pose is the best guess
        }
        for (int j = 0; j < joints; j++)
        {
            same &= pose[j] == q[joint[j]];
            pose[j] = q[joint[j]];
            if (sprung)
            {
                final double arm = springs[joint[j]] / SPRING_N;
                same &= matrix[j * columns + tendons] == arm;
                matrix[j * columns + tendons] = arm;
            }
        }
        for (int i = 0; i < tendons && !same; i++)
        {
            for (int j = 0; j < joints; j++)
            {
                matrix[j * columns + i] = routing.momentArm(q, tendon[i], joint[j]);
            }
        }
        return !same;
    }
}
