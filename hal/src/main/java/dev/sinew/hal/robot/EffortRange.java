package dev.sinew.hal.robot;

/**
 * How much effort a joint's tendons give between their tension bounds while the other joints of the group get none.
 * Set-up only.
 */
public final class EffortRange
{
    private static final int HALVINGS = 40;
    private static final double RESIDUAL_MAX = 1e-7;

    private final RobotDescription robot;
    private final TendonGroup[] groupOf;

    /**
     * @param robot robot to judge.
     */
    public EffortRange(final RobotDescription robot)
    {
        this.robot = robot;
        groupOf = new TendonGroup[robot.jointCount()];
        for (final TendonGroup group : robot.tendonGroups())
        {
            group.joints().forEach(joint -> groupOf[joint] = group);
        }
    }

    /**
     * @param joint index of a joint.
     * @return what its tendons reach, N·m; NaN where no tensions within the bounds leave the other joints alone.
     */
    public Reach of(final int joint)
    {
        final TendonGroup group = groupOf[joint];
        final int rows = group.joints().size();
        final int count = group.tendons().size();
        double arm = 0;
        double bound = 0;
        for (final int t : group.tendons())
        {
            for (final TendonDescription.MomentArm moment : robot.tendons().get(t).momentArms())
            {
                arm = Math.max(arm, Math.abs(moment.momentArmM()));
                bound += moment.joint() == joint ?
                    Math.abs(moment.momentArmM()) * robot.tendons().get(t).tensionMaxN() : 0;
            }
        }
        final double[][] columns = new double[2 * count][rows + count];
        final double[] lowest = new double[rows + count];
        double scale = 0;
        for (final int t : group.tendons())
        {
            scale = Math.max(scale, robot.tendons().get(t).tensionMaxN());
        }
        for (int i = 0; i < count; i++)
        {
            final TendonDescription tendon = robot.tendons().get(group.tendons().get(i));
            for (final TendonDescription.MomentArm moment : tendon.momentArms())
            {
                final int row = group.joints().indexOf(moment.joint());
                columns[i][row] = moment.momentArmM() / arm;
                lowest[row] -= moment.momentArmM() / arm * tendon.tensionMinN() / scale;
            }
            columns[i][rows + i] = 1;
            columns[count + i][rows + i] = 1;
            lowest[rows + i] = (tendon.tensionMaxN() - tendon.tensionMinN()) / scale;
        }
        final NonNegativeLeastSquares solver = new NonNegativeLeastSquares(columns, rows + count);
        final int row = group.joints().indexOf(joint);
        if (!feasible(solver, lowest, row, 0))
        {
            return new Reach(Double.NaN, Double.NaN);
        }
        final double unit = arm * scale;
        return new Reach(search(solver, lowest, row, -bound / unit) * unit,
            search(solver, lowest, row, bound / unit) * unit);
    }

    private static double search(final NonNegativeLeastSquares solver, final double[] lowest, final int row,
        final double end)
    {
        double good = 0;
        double bad = end * 1.01;
        for (int i = 0; i < HALVINGS; i++)
        {
            final double middle = (good + bad) / 2;
            if (feasible(solver, lowest, row, middle))
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }
        return good;
    }

    private static boolean feasible(final NonNegativeLeastSquares solver, final double[] lowest, final int row,
        final double effort)
    {
        final double[] wanted = lowest.clone();
        wanted[row] += effort;
        double sum = 0;
        for (final double rest : solver.residual(solver.solve(wanted), wanted))
        {
            sum += rest * rest;
        }
        return Math.sqrt(sum) < RESIDUAL_MAX;
    }

    /**
     * Efforts at which a joint's tendons arrive at a bound.
     *
     * @param lowestNm  least effort, N·m, below 0.
     * @param highestNm greatest effort, N·m, above 0.
     */
    public record Reach(double lowestNm, double highestNm)
    {
    }
}
