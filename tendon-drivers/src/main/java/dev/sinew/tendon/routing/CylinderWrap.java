package dev.sinew.tendon.routing;

import dev.sinew.hal.numeric.Trigonometry;
import dev.sinew.hal.robot.TendonRoute;

/**
 * A cable from one point to another that a cylinder may stand in the way of.
 *
 * <p>In the plane across the axis, with the points at distances a and b from it and phi the angle between them on the
 * side where the cable passes, {@code arc = phi - acos(r/a) - acos(r/b)} of the cylinder is touched; where that is
 * positive the planar path is {@code sqrt(a²-r²) + sqrt(b²-r²) + r arc}, else the cable runs straight. Rolled out,
 * the cable is a straight line, so its length is {@code hypot(planar, distance along the axis)}. The arc is taken from
 * the tangent points, between which it lies, and so needs no inverse cosine. Length and directions are continuous where
 * the cable meets the cylinder.</p>
 *
 * <p>Which way round the cable goes was decided when it was threaded: it is chosen once, in a reference pose, as the
 * way whose middle is nearer to the side point. A cable that passes behind the cylinder, so that the plain line would
 * miss it on the far side, hangs on it; one whose ends have moved past each other on the near side has let go.</p>
 */
final class CylinderWrap
{
    private final int place;
    private final double radius;
    private final double[] centre;
    /** Columns, in the link's frame: towards the side point, across that and the axis, along the axis. */
    private final double[] basis;
    /** +1 where the cable turns from the first direction of the basis towards the second. */
    private double sense = 1;

    private final double[] world = new double[9];
    private final double[] middle = new double[3];
    private final double[] from = new double[3];
    private final double[] to = new double[3];
    private double[] tangents = new double[4];
    private double fromSquare;
    private double toSquare;
    private double fromFree;
    private double toFree;
    private double arc;
    private double steepness;
    private boolean past;
    private final double[] leaving = new double[3];
    private final double[] meeting = new double[3];

    /**
     * @param cylinder cylinder.
     * @param place    place of its link.
     */
    CylinderWrap(final TendonRoute.Cylinder cylinder, final int place)
    {
        this.place = place;
        radius = cylinder.radiusM();
        centre = new double[] {cylinder.centreM().x(), cylinder.centreM().y(), cylinder.centreM().z()};
        final double[] axis = {cylinder.axis().x(), cylinder.axis().y(), cylinder.axis().z()};
        final double[] side = {cylinder.sideM().x() - centre[0], cylinder.sideM().y() - centre[1],
            cylinder.sideM().z() - centre[2]};
        final double along = axis[0] * side[0] + axis[1] * side[1] + axis[2] * side[2];
        final double distance = cylinder.distanceOfAxisTo(cylinder.sideM());
        for (int i = 0; i < 3; i++)
        {
            side[i] = (side[i] - along * axis[i]) / distance;
        }
        basis = new double[] {
            side[0], axis[1] * side[2] - axis[2] * side[1], axis[0],
            side[1], axis[2] * side[0] - axis[0] * side[2], axis[1],
            side[2], axis[0] * side[1] - axis[1] * side[0], axis[2]};
    }

    /**
     * Decides which way round the cable goes.
     *
     * @param frames frames in the reference pose.
     * @param points two points, seen from the carrying link.
     * @param a      place of the first in {@code points}.
     * @param b      place of the second.
     */
    void thread(final LinkFrames frames, final double[] points, final int a, final int b)
    {
        project(frames, points, a, b);
        sense = nearness(1) >= nearness(-1) ? 1 : -1;
    }

    /**
     * Looks whether the cylinder is touched, and if so, how the cable runs around it.
     *
     * @return length of the cable, m, or -1 where it runs straight; then there are no directions.
     */
    double solve(final LinkFrames frames, final double[] points, final int a, final int b)
    {
        project(frames, points, a, b);
        if (isInside() || !touches(sense))
        {
            arc = 0;
            return -1;
        }
        final double planar = fromFree + toFree + radius * arc;
        final double rise = to[2] - from[2];
        final double length = Math.sqrt(planar * planar + rise * rise);
        steepness = planar / length;
        direct(0, rise / length, leaving);
        direct(2, rise / length, meeting);
        return length;
    }

    /** @return unit vector along the cable where it leaves the first point, seen from the carrying link. */
    double[] leaving()
    {
        return leaving;
    }

    /** @return unit vector along the cable where it meets the second point, seen from the carrying link. */
    double[] meeting()
    {
        return meeting;
    }

    private void project(final LinkFrames frames, final double[] points, final int a, final int b)
    {
        frames.turned(place, basis, world);
        frames.point(place, centre, 0, middle, 0);
        project(points, a, from);
        project(points, b, to);
        fromSquare = from[0] * from[0] + from[1] * from[1];
        toSquare = to[0] * to[0] + to[1] * to[1];
        fromFree = Math.sqrt(Math.max(0, fromSquare - radius * radius));
        toFree = Math.sqrt(Math.max(0, toSquare - radius * radius));
    }

    private void project(final double[] points, final int at, final double[] local)
    {
        final double x = points[at] - middle[0];
        final double y = points[at + 1] - middle[1];
        final double z = points[at + 2] - middle[2];
        for (int column = 0; column < 3; column++)
        {
            local[column] = x * world[column] + y * world[3 + column] + z * world[6 + column];
        }
    }

    private boolean isInside()
    {
        return fromSquare < radius * radius || toSquare < radius * radius;
    }

    /** Leaves the tangent points and, where they are needed, the arc between them. */
    private boolean touches(final double way)
    {
        final double a = radius / fromSquare;
        final double b = radius / toSquare;
        tangents[0] = a * (radius * from[0] - way * fromFree * from[1]);
        tangents[1] = a * (radius * from[1] + way * fromFree * from[0]);
        tangents[2] = b * (radius * to[0] + way * toFree * to[1]);
        tangents[3] = b * (radius * to[1] - way * toFree * to[0]);
        final double sin = way * (tangents[0] * tangents[3] - tangents[1] * tangents[2]);
        final double cos = tangents[0] * tangents[2] + tangents[1] * tangents[3];
        final boolean behind = way * (from[0] * to[1] - from[1] * to[0]) < 0;
        past = behind && missesOnTheNearSide();
        if (past || !behind && !(sin > 0))
        {
            return false;
        }
        arc = Trigonometry.arcTangent(sin, cos);
        arc += arc < 0 ? 2 * Math.PI : 0;
        return true;
    }

    private boolean missesOnTheNearSide()
    {
        final double x = to[0] - from[0];
        final double y = to[1] - from[1];
        final double part = Math.min(1, Math.max(0, -(x * from[0] + y * from[1]) / (x * x + y * y)));
        final double nearX = from[0] + part * x;
        final double nearY = from[1] + part * y;
        return nearX >= 0 && nearX * nearX + nearY * nearY > radius * radius;
    }

    /** Turns the tangent at a tangent point, tilted along the axis, into the carrying link's frame. */
    private void direct(final int tangent, final double tilt, final double[] target)
    {
        final double factor = sense * steepness / radius;
        final double x = -factor * tangents[tangent + 1];
        final double y = factor * tangents[tangent];
        for (int row = 0; row < 3; row++)
        {
            target[row] = world[3 * row] * x + world[3 * row + 1] * y + world[3 * row + 2] * tilt;
        }
    }

    /** @return cosine of the angle between the side point and the middle of the cable's way round. */
    private double nearness(final double way)
    {
        touches(way);
        double half = 0.5 * Trigonometry.arcTangent(
            way * (tangents[0] * tangents[3] - tangents[1] * tangents[2]),
            tangents[0] * tangents[2] + tangents[1] * tangents[3]);
        half += half < 0 && way * (from[0] * to[1] - from[1] * to[0]) < 0 ? Math.PI : 0;
        final double[] sinCos = new double[2];
        Trigonometry.sinCos(half, sinCos, 0);
        return (tangents[0] * sinCos[1] - way * tangents[1] * sinCos[0]) / radius;
    }

    /**
     * @return angle by which the cylinder turned the cable in the last {@link #solve}, rad; 0 where it ran straight.
     */
    double wrapRad()
    {
        return arc * steepness;
    }

    /**
     * Set-up only.
     *
     * @param element which element of the path this is.
     * @return how sound the pose of the last {@link #solve} is.
     */
    WrapDoubt doubt(final int element)
    {
        final boolean wrapped = arc > 0;
        final boolean letGo = past;
        final double[] kept = tangents.clone();
        final double keptArc = arc;
        final double clear = isInside() ? 0 : nearness(sense) - nearness(-sense);
        tangents = kept;
        arc = keptArc;
        return new WrapDoubt(element, radius, Math.sqrt(fromSquare) - radius, Math.sqrt(toSquare) - radius, wrapped,
            letGo, clear);
    }
}
