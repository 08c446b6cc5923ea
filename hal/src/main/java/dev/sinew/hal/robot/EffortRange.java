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
        final Problem problem = problem(joint);
        if (!feasible(problem, 0))
        {
            return new Reach(Double.NaN, Double.NaN);
        }
        return new Reach(search(problem, -problem.bound) * problem.unit, search(problem, problem.bound) * problem.unit);
    }

    /**
     * @param joint    index of a joint.
     * @param effortNm an effort, N·m.
     * @return true when its tendons give it, alone.
     */
    public boolean reaches(final int joint, final double effortNm)
    {
        final Problem problem = problem(joint);
        return feasible(problem, effortNm / problem.unit);
    }

    /** Tensions above their least, and what they lack to their greatest, are the unknowns; all are at least 0. */
    private Problem problem(final int joint)
    {
        final TendonGroup group = groupOf[joint];
        final int rows = group.joints().size();
        final int count = group.tendons().size();
        double arm = 0;
        double most = 0;
        double scale = 0;
        for (final int t : group.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(t);
            scale = Math.max(scale, tendon.tensionMaxN());
            for (final TendonDescription.MomentArm moment : tendon.momentArms())
            {
                arm = Math.max(arm, Math.abs(moment.momentArmM()));
                most += moment.joint() == joint ? Math.abs(moment.momentArmM()) * tendon.tensionMaxN() : 0;
            }
        }
        final double[][] columns = new double[2 * count][rows + count];
        final double[] lowest = new double[rows + count];
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
        return new Problem(new NonNegativeLeastSquares(columns, rows + count), lowest, group.joints().indexOf(joint),
            arm * scale, most / (arm * scale));
    }

    private static double search(final Problem problem, final double end)
    {
        double good = 0;
        double bad = end * 1.01;
        for (int i = 0; i < HALVINGS; i++)
        {
            final double middle = (good + bad) / 2;
            if (feasible(problem, middle))
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

    private static boolean feasible(final Problem problem, final double effort)
    {
        final double[] wanted = problem.lowest.clone();
        wanted[problem.row] += effort;
        double sum = 0;
        for (final double rest : problem.solver.residual(problem.solver.solve(wanted), wanted))
        {
            sum += rest * rest;
        }
        return Math.sqrt(sum) < RESIDUAL_MAX;
    }

    /** One joint's question; efforts in units of {@code unit} N·m, none beyond {@code bound}. */
    private record Problem(NonNegativeLeastSquares solver, double[] lowest, int row, double unit, double bound)
    {
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
