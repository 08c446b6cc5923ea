package dev.sinew.tendon.routing;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.numeric.Trigonometry;
import dev.sinew.hal.robot.TendonRoute;
import dev.sinew.hal.robot.Vector3;

/**
 * A cable over points and cylinders: its length, its moment arms, and the angle by which it is turned. A straight piece
 * from a point on one link to a point on another pulls at each joint between the two with the moment of its line about
 * the joint's axis. Around a cylinder the touched part does not move against its link, so the two free pieces beside it
 * are all that counts. One thread; allocation-free after construction.
 */
final class CablePath implements RouteRow
{
    private final LinkFrames frames;
    private final int points;
    private final int[] pointPlace;
    private final double[] local;
    private final double[] world;

    private final int spans;
    private final int[] first;
    private final int[] element;
    private final double[] share;
    private final boolean[] begins;
    private final CylinderWrap[] wrap;
    /** Joints that move one end of a piece against the other, for the straight span and the two beside a cylinder. */
    private final Lever[][] straight;
    private final Lever[][] before;
    private final Lever[][] after;
    private final double[] leaving;
    private final double[] meeting;

    /**
     * @param frames frames of all links of the path.
     * @param path   the path.
     */
    CablePath(final LinkFrames frames, final TendonRoute.Path path)
    {
        this.frames = frames;
        final List<TendonRoute.Via> vias = new ArrayList<>();
        final List<Span> found = new ArrayList<>();
        divide(path, vias, found);
        points = vias.size();
        pointPlace = vias.stream().mapToInt(via -> frames.placeOf(via.link())).toArray();
        local = new double[3 * points];
        world = new double[3 * points];
        for (int i = 0; i < points; i++)
        {
            final Vector3 at = vias.get(i).atM();
            local[3 * i] = at.x();
            local[3 * i + 1] = at.y();
            local[3 * i + 2] = at.z();
        }
        spans = found.size();
        first = found.stream().mapToInt(Span::first).toArray();
        element = found.stream().mapToInt(Span::element).toArray();
        share = found.stream().mapToDouble(Span::share).toArray();
        begins = new boolean[spans];
        wrap = new CylinderWrap[spans];
        straight = new Lever[spans][];
        before = new Lever[spans][];
        after = new Lever[spans][];
        leaving = new double[3 * spans];
        meeting = new double[3 * spans];
        for (int s = 0; s < spans; s++)
        {
            final int a = pointPlace[first[s]];
            final int b = pointPlace[first[s] + 1];
            begins[s] = found.get(s).begins();
            straight[s] = levers(a, b, path.joints());
            if (found.get(s).obstacle() != null)
            {
                final int c = frames.placeOf(found.get(s).obstacle().link());
                wrap[s] = new CylinderWrap(found.get(s).obstacle(), c);
                before[s] = levers(a, c, path.joints());
                after[s] = levers(c, b, path.joints());
            }
        }
    }

    /** Lists the points, and the spans between neighbours of one branch. */
    private static void divide(final TendonRoute.Path path, final List<TendonRoute.Via> vias, final List<Span> found)
    {
        double divisor = 1;
        int inBranch = 0;
        TendonRoute.Cylinder obstacle = null;
        for (int i = 0; i < path.elements().size(); i++)
        {
            final TendonRoute.Element element = path.elements().get(i);
            if (element instanceof TendonRoute.Pulley pulley)
            {
                divisor = pulley.divisor();
                inBranch = 0;
            }
            else if (element instanceof TendonRoute.Cylinder cylinder)
            {
                obstacle = cylinder;
            }
            else if (element instanceof TendonRoute.Via via)
            {
                if (inBranch > 0)
                {
                    found.add(new Span(vias.size() - 1, i - 1, obstacle, 1 / divisor, inBranch == 1));
                }
                vias.add(via);
                inBranch++;
                obstacle = null;
            }
        }
    }

    private Lever[] levers(final int from, final int to, final List<Integer> joints)
    {
        final List<Lever> levers = new ArrayList<>();
        int a = from;
        int b = to;
        while (a != b)
        {
            // Turning what carries the far end shortens the piece by minus the moment, the near end by plus.
            final int moved = Math.max(a, b);
            levers.add(new Lever(moved, joints.indexOf(frames.joint(moved)), b == moved ? -1 : 1));
            final int carrier = frames.parent(moved);
            b = b == moved ? carrier : b;
            a = a == moved ? carrier : a;
        }
        return levers.toArray(Lever[]::new);
    }

    /** Decides for each cylinder which way round the cable goes; the frames are in the reference pose. */
    void thread()
    {
        place();
        for (int s = 0; s < spans; s++)
        {
            if (wrap[s] != null)
            {
                wrap[s].thread(frames, world, 3 * first[s], 3 * first[s] + 3);
            }
        }
    }

    /** The frames are in the pose already. */
    @Override
    public double follow(final double[] q, final double[] arm, final int at)
    {
        place();
        double length = 0;
        for (int s = 0; s < spans; s++)
        {
            final int a = 3 * first[s];
            final double bent = wrap[s] == null ? -1 : wrap[s].solve(frames, world, a, a + 3);
            if (bent >= 0)
            {
                System.arraycopy(wrap[s].leaving(), 0, leaving, 3 * s, 3);
                System.arraycopy(wrap[s].meeting(), 0, meeting, 3 * s, 3);
                pull(before[s], a, leaving, 3 * s, share[s], arm, at);
                pull(after[s], a + 3, meeting, 3 * s, share[s], arm, at);
                length += bent * share[s];
            }
            else
            {
                length += stretch(s) * share[s];
                pull(straight[s], a, leaving, 3 * s, share[s], arm, at);
            }
        }
        return length;
    }

    private void place()
    {
        for (int i = 0; i < points; i++)
        {
            frames.point(pointPlace[i], local, 3 * i, world, 3 * i);
        }
    }

    private double stretch(final int span)
    {
        final int a = 3 * first[span];
        final double x = world[a + 3] - world[a];
        final double y = world[a + 4] - world[a + 1];
        final double z = world[a + 5] - world[a + 2];
        final double distance = Math.sqrt(x * x + y * y + z * z);
        // Two points in one place have no direction; the cable then pulls at nothing.
        final double per = distance > 0 ? 1 / distance : 0;
        leaving[3 * span] = x * per;
        leaving[3 * span + 1] = y * per;
        leaving[3 * span + 2] = z * per;
        System.arraycopy(leaving, 3 * span, meeting, 3 * span, 3);
        return distance;
    }

    private void pull(
        final Lever[] levers,
        final int point,
        final double[] along,
        final int from,
        final double part,
        final double[] arm,
        final int at)
    {
        for (final Lever lever : levers)
        {
            arm[at + lever.column] += part * lever.sign * frames.moment(lever.place, world, point, along, from);
        }
    }

    /** Eyes and cylinders; branches count by their part of the tension. */
    @Override
    public double wrapRad()
    {
        double sum = 0;
        for (int s = 0; s < spans; s++)
        {
            if (!begins[s])
            {
                sum += share[s] * bend(3 * s);
            }
            if (wrap[s] != null)
            {
                sum += share[s] * wrap[s].wrapRad();
            }
        }
        return sum;
    }

    private double bend(final int at)
    {
        final double x = meeting[at - 3];
        final double y = meeting[at - 2];
        final double z = meeting[at - 1];
        final double cx = y * leaving[at + 2] - z * leaving[at + 1];
        final double cy = z * leaving[at] - x * leaving[at + 2];
        final double cz = x * leaving[at + 1] - y * leaving[at];
        return Trigonometry.arcTangent(Math.sqrt(cx * cx + cy * cy + cz * cz),
            x * leaving[at] + y * leaving[at + 1] + z * leaving[at + 2]);
    }

    /** Set-up only: how sound each cylinder's part is in the pose of the last {@link #follow}. */
    List<WrapDoubt> doubts()
    {
        final List<WrapDoubt> doubts = new ArrayList<>();
        for (int s = 0; s < spans; s++)
        {
            if (wrap[s] != null)
            {
                doubts.add(wrap[s].doubt(element[s]));
            }
        }
        return doubts;
    }

    /** One joint between the ends of a piece of cable. */
    private record Lever(int place, int column, double sign)
    {
    }

    /** From one point to the next. */
    private record Span(int first, int element, TendonRoute.Cylinder obstacle, double share, boolean begins)
    {
    }
}
