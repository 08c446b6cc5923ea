package dev.sinew.tendon.life;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.ActiveSet;

/**
 * Finds what a group keeps without one of its tendons: first whether the others are closed by themselves; else which
 * joint, pulled to which of its stops, leaves the most to the others; else two such joints; else, for a single joint,
 * the direction in which it can still be pulled. Set-up only; allocates; deterministic.
 */
public final class LossPlanner
{
    /** Less than this part of a joint's greatest effort is no motion worth the name. */
    static final double USEFUL = 0.02;

    private final GroupNumbers group;

    LossPlanner(final GroupNumbers group)
    {
        this.group = group;
    }

    /**
     * @param robot robot.
     * @param part  one of its groups.
     * @return true when a motor winds several tendons of it, so that they cannot be pulled one by one.
     */
    public static boolean sharesMotor(final RobotDescription robot, final TendonGroup part)
    {
        return part.tendons().stream()
            .anyMatch(t -> robot.motors().get(robot.tendons().get(t).motor()).tendons().size() > 1);
    }

    /**
     * @param robot robot.
     * @param part  one of its groups.
     * @return true when a return spring pulls at a joint of it.
     */
    static boolean sprung(final RobotDescription robot, final TendonGroup part)
    {
        return robot.springs().stream()
            .anyMatch(spring -> spring.route().joints().stream().anyMatch(part.joints()::contains));
    }

    LossPlan plan(final int lost)
    {
        if (group.joints() == 1 && group.tendons() == 2)
        {
            return oneSided(lost);
        }
        final LossPlan closed = tried(lost, new int[0], new int[0]);
        if (closed != null)
        {
            return closed;
        }
        LossPlan best = null;
        for (int row = group.joints() - 1; row >= 0; row--)
        {
            for (int sign = -1; sign <= 1; sign += 2)
            {
                best = better(best, tried(lost, new int[] {row}, new int[] {sign}));
            }
        }
        if (best != null)
        {
            return best;
        }
        best = pairs(lost);
        return best != null ? best : LossPlan.nothing(lost, group.joints());
    }

    private LossPlan pairs(final int lost)
    {
        LossPlan best = null;
        for (int a = group.joints() - 1; a > 0; a--)
        {
            for (int b = a - 1; b >= 0; b--)
            {
                for (int signs = 0; signs < 4; signs++)
                {
                    best = better(best, tried(lost, new int[] {a, b},
                        new int[] {(signs & 1) * 2 - 1, (signs >> 1) * 2 - 1}));
                }
            }
        }
        return best;
    }

    private static LossPlan better(final LossPlan best, final LossPlan next)
    {
        return best == null || next != null && next.weakest() > best.weakest() ? next : best;
    }

    /** Null when it is not closed, or leaves a joint too weak. */
    private LossPlan tried(final int lost, final int[] rows, final int[] signs)
    {
        if (rows.length >= group.joints())
        {
            return null;
        }
        final ReducedGroup reduced = new ReducedGroup(group, lost, rows, signs);
        if (!reduced.solvable())
        {
            return null;
        }
        final ActiveSet solver =
            new ActiveSet(reduced.arms, reduced.joints, reduced.columns, reduced.lower, reduced.upper);
        if (!rests(reduced, solver))
        {
            return null;
        }
        final LossPlan plan = new LossPlan(lost, rows.length == 0 ? LossPlan.Kind.CLOSED : LossPlan.Kind.PARKED,
            rows.length > 0 ? rows[0] : -1, rows.length > 1 ? rows[1] : -1, rows.length > 0 ? signs[0] : 0,
            rows.length > 1 ? signs[1] : 0, new double[reduced.joints], new double[reduced.joints]);
        final double[] effort = new double[reduced.joints];
        final double[] tension = new double[reduced.columns];
        for (int row = 0; row < reduced.joints; row++)
        {
            if (plan.parked(row) == 0)
            {
                effort[row] = group.effortMax()[row];
                plan.positive()[row] = solver.solve(effort, reduced.reference, tension);
                effort[row] = -group.effortMax()[row];
                plan.negative()[row] = solver.solve(effort, reduced.reference, tension);
                effort[row] = 0;
            }
        }
        return plan.weakest() >= USEFUL ? plan : null;
    }

    /** Whether there are tensions within the bounds that leave every joint alone. */
    private static boolean rests(final ReducedGroup reduced, final ActiveSet solver)
    {
        final double[] tension = new double[reduced.columns];
        solver.solve(new double[reduced.joints], reduced.reference, tension);
        for (int row = 0; row < reduced.joints; row++)
        {
            double effort = 0;
            double size = 0;
            for (int i = 0; i < reduced.columns; i++)
            {
                effort += reduced.arms[row * reduced.columns + i] * tension[i];
                size += Math.abs(reduced.arms[row * reduced.columns + i]) * reduced.upper[i];
            }
            if (Math.abs(effort) > 1e-9 * size)
            {
                return false;
            }
        }
        return true;
    }

    private LossPlan oneSided(final int lost)
    {
        final int other = 1 - lost;
        final double arm = group.arm(0, other);
        final double kept = Math.min(1, Math.abs(arm) * group.upperN()[other] / group.effortMax()[0]);
        // A spring, whose column has one bound, pulls as it likes.
        if (arm == 0 || kept < USEFUL || !(group.upperN()[other] > group.lowerN()[other]))
        {
            return LossPlan.nothing(lost, 1);
        }
        return new LossPlan(lost, LossPlan.Kind.ONE_SIDED, 0, -1, arm > 0 ? 1 : -1, 0,
            new double[] {arm > 0 ? 0 : kept}, new double[] {arm > 0 ? kept : 0});
    }
}
