package dev.sinew.tendon.examine;

import dev.sinew.tendon.distribution.TensionDistribution;
import dev.sinew.tendon.routing.GroupArms;

/**
 * How far a group's efforts go in a direction, in the pose in which its moment arms are. Set-up only.
 */
final class EffortReach
{
    private static final double EFFORT_TOLERANCE = 1e-6;
    private static final double BEYOND = 1.01;

    private final GroupArms space;
    private final double[] upper;
    private final double[] effort;
    private final double[] reference;
    private final double[] tension;

    EffortReach(final GroupArms space, final double[] upper)
    {
        this.space = space;
        this.upper = upper;
        effort = new double[space.joints()];
        reference = new double[space.columns()];
        tension = new double[space.columns()];
    }

    /** The greatest effort at one joint in one direction with none on the others, N·m; not a number for none. */
    double along(final TensionDistribution bounded, final int row, final int sign)
    {
        final double[] direction = new double[space.joints()];
        direction[row] = sign;
        return sign * along(bounded, direction);
    }

    /** How many times a direction, N·m, can be had; not a number where the tendons do not make it alone. */
    double along(final TensionDistribution bounded, final double[] direction)
    {
        final int columns = space.columns();
        double times = Double.POSITIVE_INFINITY;
        double size = 0;
        for (int j = 0; j < direction.length; j++)
        {
            double most = 0;
            for (int i = 0; i < columns; i++)
            {
                most += Math.abs(space.matrix()[j * columns + i]) * upper[i];
            }
            size = Math.max(size, most);
            times = direction[j] == 0 ? times : Math.min(times, BEYOND * most / Math.abs(direction[j]));
        }
        for (int j = 0; j < direction.length; j++)
        {
            effort[j] = times * direction[j];
        }
        final double scale = bounded.solve(effort, reference, tension);
        for (int j = 0; j < direction.length; j++)
        {
            double made = 0;
            for (int i = 0; i < columns; i++)
            {
                made += space.matrix()[j * columns + i] * tension[i];
            }
            if (Math.abs(made - scale * effort[j]) > EFFORT_TOLERANCE * size)
            {
                return Double.NaN;
            }
        }
        return scale * times;
    }
}
