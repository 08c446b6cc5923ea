package dev.sinew.tendon.routing;

import java.util.List;
import java.util.TreeSet;

import dev.sinew.hal.numeric.Trigonometry;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * Where some links of a robot stand, seen from the nearest link that carries all of them: what lies between that one
 * and the base does not change how cables run among them. Links have places of their own here, parents first; place 0
 * is the carrying link. One thread.
 */
final class LinkFrames
{
    private final int[] link;
    private final int[] parent;
    private final int[] joint;
    private final double[] offset;
    /** Per place, the axis and its cross product matrix, squared: a turn is {@code 1 + sin K + (1 - cos) K K}. */
    private final double[] axis;
    private final double[] square;
    private final double[] sinCos = new double[2];
    private final double[] turn = new double[9];
    private final double[] rotation;
    private final double[] origin;
    private final double[] turningAxis;

    /**
     * @param robot robot.
     * @param links indices of links whose frames are wanted, at least one.
     */
    LinkFrames(final RobotDescription robot, final List<Integer> links)
    {
        final TreeSet<Integer> all = chains(robot, links);
        final int count = all.size();
        link = all.stream().mapToInt(Integer::intValue).toArray();
        parent = new int[count];
        joint = new int[count];
        offset = new double[3 * count];
        axis = new double[3 * count];
        square = new double[9 * count];
        rotation = new double[9 * count];
        origin = new double[3 * count];
        turningAxis = new double[3 * count];
        for (int i = 0; i < 3; i++)
        {
            rotation[4 * i] = 1;
        }
        for (int place = 1; place < count; place++)
        {
            final JointDescription hinge = robot.joints().get(link[place] - 1);
            joint[place] = hinge.index();
            parent[place] = placeOf(hinge.parentLink());
            put(hinge.originM(), offset, 3 * place);
            put(hinge.axis(), axis, 3 * place);
            final double[] a = {hinge.axis().x(), hinge.axis().y(), hinge.axis().z()};
            for (int row = 0; row < 3; row++)
            {
                for (int column = 0; column < 3; column++)
                {
                    square[9 * place + 3 * row + column] = a[row] * a[column] - (row == column ? 1 : 0);
                }
            }
        }
    }

    /** The links and all between them and the nearest one that carries them all, ascending, so parents first. */
    private static TreeSet<Integer> chains(final RobotDescription robot, final List<Integer> links)
    {
        final TreeSet<Integer> open = new TreeSet<>(links);
        final TreeSet<Integer> all = new TreeSet<>(links);
        while (open.size() > 1)
        {
            final int last = open.pollLast();
            final int carrier = robot.joints().get(last - 1).parentLink();
            open.add(carrier);
            all.add(carrier);
        }
        return all;
    }

    private static void put(final Vector3 vector, final double[] target, final int at)
    {
        target[at] = vector.x();
        target[at + 1] = vector.y();
        target[at + 2] = vector.z();
    }

    /** @return place of a link; it has to be one of these. */
    int placeOf(final int linkIndex)
    {
        for (int place = 0; place < link.length; place++)
        {
            if (link[place] == linkIndex)
            {
                return place;
            }
        }
        throw new IllegalArgumentException("link " + linkIndex + " is not among these frames");
    }

    int parent(final int place)
    {
        return parent[place];
    }

    /** @return joint that moves the link at this place against its parent. */
    int joint(final int place)
    {
        return joint[place];
    }

    void update(final double[] q)
    {
        for (int place = 1; place < link.length; place++)
        {
            turn(place, q[joint[place]]);
            final int up = parent[place];
            final int at = 9 * place;
            for (int row = 0; row < 3; row++)
            {
                final double x = rotation[9 * up + 3 * row];
                final double y = rotation[9 * up + 3 * row + 1];
                final double z = rotation[9 * up + 3 * row + 2];
                rotation[at + 3 * row] = x * turn[0] + y * turn[3] + z * turn[6];
                rotation[at + 3 * row + 1] = x * turn[1] + y * turn[4] + z * turn[7];
                rotation[at + 3 * row + 2] = x * turn[2] + y * turn[5] + z * turn[8];
                origin[3 * place + row] = origin[3 * up + row] + x * offset[3 * place] + y * offset[3 * place + 1] +
                    z * offset[3 * place + 2];
                turningAxis[3 * place + row] = x * axis[3 * place] + y * axis[3 * place + 1] +
                    z * axis[3 * place + 2];
            }
        }
    }

    private void turn(final int place, final double angle)
    {
        Trigonometry.sinCos(angle, sinCos, 0);
        final double sin = sinCos[0];
        // 1 - cos without cancellation matters to nobody here: it is multiplied by lengths of centimetres.
        final double rest = 1 - sinCos[1];
        final double x = sin * axis[3 * place];
        final double y = sin * axis[3 * place + 1];
        final double z = sin * axis[3 * place + 2];
        final int at = 9 * place;
        turn[0] = 1 + rest * square[at];
        turn[1] = rest * square[at + 1] - z;
        turn[2] = rest * square[at + 2] + y;
        turn[3] = rest * square[at + 3] + z;
        turn[4] = 1 + rest * square[at + 4];
        turn[5] = rest * square[at + 5] - x;
        turn[6] = rest * square[at + 6] - y;
        turn[7] = rest * square[at + 7] + x;
        turn[8] = 1 + rest * square[at + 8];
    }

    /** Writes a point of a link, seen from the carrying link. */
    void point(final int place, final double[] local, final int from, final double[] target, final int at)
    {
        final int r = 9 * place;
        final double x = local[from];
        final double y = local[from + 1];
        final double z = local[from + 2];
        for (int row = 0; row < 3; row++)
        {
            target[at + row] = origin[3 * place + row] + rotation[r + 3 * row] * x + rotation[r + 3 * row + 1] * y +
                rotation[r + 3 * row + 2] * z;
        }
    }

    /** Writes a matrix of three column vectors of a link, row by row, seen from the carrying link. */
    void turned(final int place, final double[] local, final double[] target)
    {
        final int r = 9 * place;
        for (int row = 0; row < 3; row++)
        {
            final double x = rotation[r + 3 * row];
            final double y = rotation[r + 3 * row + 1];
            final double z = rotation[r + 3 * row + 2];
            for (int column = 0; column < 3; column++)
            {
                target[3 * row + column] = x * local[column] + y * local[3 + column] + z * local[6 + column];
            }
        }
    }

    /**
     * @param place place of a link.
     * @param point a point on a line, at {@code at}.
     * @param along direction of the line.
     * @return moment of a unit force along the line about the axis that the link turns on: {@code z · ((p - o) x u)}.
     */
    double moment(final int place, final double[] point, final int at, final double[] along, final int from)
    {
        final int o = 3 * place;
        final double x = point[at] - origin[o];
        final double y = point[at + 1] - origin[o + 1];
        final double z = point[at + 2] - origin[o + 2];
        return turningAxis[o] * (y * along[from + 2] - z * along[from + 1]) +
            turningAxis[o + 1] * (z * along[from] - x * along[from + 2]) +
            turningAxis[o + 2] * (x * along[from + 1] - y * along[from]);
    }
}
