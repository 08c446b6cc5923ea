package dev.sinew.tendon.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonRoute;

/**
 * Cables of any kind of route, mixed. Those over round pulleys are worked out once; the others when the pose changes,
 * and then all at once, so that lengths, rates, efforts and angles of one pose cost little more than one of them.
 */
final class PosedRouting implements TendonRouting
{
    private final ArmTable arms;
    private final RouteRow[] row;
    private final LinkFrames[] frames;
    /** Path length at positions 0 of round pulleys, in the last pose of the others, m. */
    private final double[] length;
    /** Joints of the rows, and where they were last. */
    private final int[] watched;
    private final double[] pose;
    private final int[] moving;

    /**
     * @param robot  robot.
     * @param routes how each cable runs.
     * @param restM  path length of each at joint positions 0, m; of no meaning for a path.
     */
    PosedRouting(final RobotDescription robot, final List<TendonRoute> routes, final double[] restM)
    {
        arms = new ArmTable(robot.jointCount(), routes.stream().map(PosedRouting::jointsOf).toList());
        row = new RouteRow[routes.size()];
        length = restM.clone();
        final PathClusters clusters = new PathClusters(robot, routes.stream()
            .filter(TendonRoute.Path.class::isInstance).map(TendonRoute.Path.class::cast).distinct().toList());
        frames = clusters.all().toArray(LinkFrames[]::new);
        final double[] threaded =
            robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        for (final LinkFrames cluster : frames)
        {
            cluster.update(threaded);
        }
        final TreeSet<Integer> joints = new TreeSet<>();
        final List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < row.length; i++)
        {
            if (routes.get(i) instanceof TendonRoute.Pulleys pulleys)
            {
                for (int k = 0; k < pulleys.arms().size(); k++)
                {
                    arms.arm[arms.first[i] + k] = pulleys.arms().get(k).momentArmM();
                }
                arms.changed(i);
                continue;
            }
            if (routes.get(i) instanceof TendonRoute.Polynomial polynomial)
            {
                row[i] = new PolynomialRow(polynomial, restM[i]);
            }
            else if (routes.get(i) instanceof TendonRoute.Path path)
            {
                final CablePath cable = new CablePath(clusters.of(path), path);
                cable.thread();
                row[i] = cable;
            }
            rows.add(i);
            joints.addAll(routes.get(i).joints());
        }
        moving = rows.stream().mapToInt(Integer::intValue).toArray();
        watched = joints.stream().mapToInt(Integer::intValue).toArray();
        pose = new double[watched.length];
        Arrays.fill(pose, Double.NaN);
    }

    private static List<Integer> jointsOf(final TendonRoute route)
    {
        if (route instanceof TendonRoute.Pulleys pulleys)
        {
            return pulleys.arms().stream().map(arm -> arm.joint()).toList();
        }
        return route instanceof TendonRoute.Polynomial polynomial ?
            polynomial.arms().stream().map(TendonRoute.PolynomialArm::joint).toList() : route.joints();
    }

    private void moveTo(final double[] q)
    {
        boolean same = true;
        for (int i = 0; i < watched.length; i++)
        {
            // Not a number differs from itself: such a pose is worked out again each time.
            same &= pose[i] == q[watched[i]];
            pose[i] = q[watched[i]];
        }
        if (same)
        {
            return;
        }
        for (final LinkFrames cluster : frames)
        {
            cluster.update(q);
        }
        for (final int i : moving)
        {
            Arrays.fill(arms.arm, arms.first[i], arms.first[i + 1], 0);
            length[i] = row[i].follow(q, arms.arm, arms.first[i]);
            arms.changed(i);
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
    public void lengths(final double[] q, final double[] out)
    {
        moveTo(q);
        for (int i = 0; i < row.length; i++)
        {
            out[i] = row[i] == null ? length[i] - arms.along(i, q) : length[i];
        }
    }

    @Override
    public void velocities(final double[] q, final double[] qd, final double[] velocity)
    {
        moveTo(q);
        for (int i = 0; i < row.length; i++)
        {
            velocity[i] = -arms.along(i, qd);
        }
    }

    @Override
    public void efforts(final double[] q, final double[] tension, final double[] effort)
    {
        moveTo(q);
        arms.efforts(tension, effort);
    }

    @Override
    public double momentArm(final double[] q, final int tendon, final int joint)
    {
        moveTo(q);
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
        moveTo(q);
        for (int i = 0; i < row.length; i++)
        {
            wrapRad[i] = row[i] == null ? 0 : row[i].wrapRad();
        }
    }

    @Override
    public boolean isConstant()
    {
        return moving.length == 0;
    }

    @Override
    public boolean isConstant(final int tendon)
    {
        return row[tendon] == null;
    }

    @Override
    public List<WrapDoubt> doubts(final double[] q, final int tendon)
    {
        moveTo(q);
        return row[tendon] instanceof CablePath path ? path.doubts() : List.of();
    }
}
