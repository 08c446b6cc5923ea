package dev.sinew.hal.robot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether tendons that can only pull move every joint of their group both ways. They do when {@code R^T f = tau} has a
 * solution {@code f >= 0} for every {@code tau}, which is so when every joint's effort can be had alone, in both
 * directions. Moment arms are constant, so one check serves all positions. Set-up only.
 */
public final class WrenchClosure
{
    private static final double RESIDUAL_MAX = 1e-6;

    private final TendonGroup group;
    private final double[][] columns;
    private final NonNegativeLeastSquares solver;

    /**
     * @param group   joints and tendons that belong together.
     * @param tendons all tendons of the robot, by index.
     */
    public WrenchClosure(final TendonGroup group, final List<TendonDescription> tendons)
    {
        this.group = group;
        columns = new double[group.tendons().size()][group.joints().size()];
        for (int t = 0; t < columns.length; t++)
        {
            double norm = 0;
            for (final TendonDescription.MomentArm arm : tendons.get(group.tendons().get(t)).momentArms())
            {
                columns[t][group.joints().indexOf(arm.joint())] = arm.momentArmM();
                norm = Math.max(norm, Math.abs(arm.momentArmM()));
            }
            for (int j = 0; j < columns[t].length; j++)
            {
                columns[t][j] /= norm;
            }
        }
        solver = new NonNegativeLeastSquares(columns, group.joints().size());
    }

    /**
     * @return directions that no pull can produce alone, by joint, the negative one first; empty when the group is
     *         closed.
     */
    public List<Missing> missing()
    {
        final List<Missing> missing = new ArrayList<>();
        for (int j = 0; j < group.joints().size(); j++)
        {
            for (int sign = -1; sign <= 1; sign += 2)
            {
                final double[] effort = new double[group.joints().size()];
                effort[j] = sign;
                if (distance(solver.residual(solver.solve(effort), effort)) > RESIDUAL_MAX)
                {
                    missing.add(new Missing(group.joints().get(j), sign));
                }
            }
        }
        return missing;
    }

    /**
     * @param tendons all tendons of the robot, by index.
     * @return tensions, all positive, greatest 1, that put no effort on any joint, one a tendon of the group; empty
     *         when there are none.
     */
    public double[] nullVector(final List<TendonDescription> tendons)
    {
        final double[] pull = new double[group.joints().size()];
        for (final double[] column : columns)
        {
            for (int j = 0; j < pull.length; j++)
            {
                pull[j] -= column[j];
            }
        }
        final double[] extra = solver.solve(pull);
        if (distance(solver.residual(extra, pull)) > RESIDUAL_MAX)
        {
            return new double[0];
        }
        final double[] tension = new double[extra.length];
        for (int t = 0; t < tension.length; t++)
        {
            double norm = 0;
            for (final TendonDescription.MomentArm arm : tendons.get(group.tendons().get(t)).momentArms())
            {
                norm = Math.max(norm, Math.abs(arm.momentArmM()));
            }
            tension[t] = (1 + extra[t]) / norm;
        }
        final double greatest = Arrays.stream(tension).max().orElse(1);
        return Arrays.stream(tension).map(value -> value / greatest).toArray();
    }

    private static double distance(final double[] vector)
    {
        double sum = 0;
        for (final double value : vector)
        {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /**
     * A direction in which a joint cannot be moved on its own.
     *
     * @param joint index of the joint.
     * @param sign  +1 or -1.
     */
    public record Missing(int joint, int sign)
    {
    }
}
