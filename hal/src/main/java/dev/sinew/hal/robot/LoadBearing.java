package dev.sinew.hal.robot;

import java.util.List;

/**
 * Which joints a standing robot stands on: those between the base and the contact spheres that touch the ground in the
 * default pose, and those that carry a large part of the robot. A robot that loses a tendon of one of these falls; one
 * that loses a tendon of a finger does not. Set-up only.
 */
public final class LoadBearing
{
    /** A joint that moves more than this part of the robot's mass carries it. */
    private static final double CARRIED_RATIO = 0.25;
    /** Spheres whose lowest point is within this distance of the lowest of all touch the ground, m. */
    private static final double LEVEL_M = 0.02;

    private LoadBearing()
    {
    }

    /**
     * @param robot a robot.
     * @return true for each joint that it stands on; a joint of a hand never counts.
     */
    public static boolean[] joints(final RobotDescription robot)
    {
        final boolean[] bearing = new boolean[robot.jointCount()];
        final double[] carried = carriedMass(robot);
        final double total = robot.massKg();
        for (int j = 0; j < bearing.length; j++)
        {
            bearing[j] = carried[j] > CARRIED_RATIO * total;
        }
        final double[] lowest = lowestPoints(robot);
        double floor = Double.MAX_VALUE;
        for (final double z : lowest)
        {
            floor = Math.min(floor, z);
        }
        for (int c = 0; c < lowest.length; c++)
        {
            if (lowest[c] < floor + LEVEL_M)
            {
                int link = robot.contacts().get(c).link();
                while (link > 0)
                {
                    bearing[link - 1] = true;
                    link = robot.joints().get(link - 1).parentLink();
                }
            }
        }
        for (final JointDescription joint : robot.joints())
        {
            bearing[joint.index()] &= !joint.hand();
        }
        return bearing;
    }

    private static double[] carriedMass(final RobotDescription robot)
    {
        final double[] mass = robot.links().stream().mapToDouble(LinkDescription::massKg).toArray();
        final double[] carried = new double[robot.jointCount()];
        for (int j = carried.length - 1; j >= 0 && j + 1 < mass.length; j--)
        {
            carried[j] = mass[j + 1];
            mass[robot.joints().get(j).parentLink()] += mass[j + 1];
        }
        return carried;
    }

    /** Height of the lowest point of each contact sphere over the base, m, in the default pose. */
    private static double[] lowestPoints(final RobotDescription robot)
    {
        final int links = robot.jointCount() + 1;
        final double[][] place = new double[links][3];
        final double[][] turn = new double[links][];
        turn[0] = new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
        for (final JointDescription joint : robot.joints())
        {
            final double[] parent = turn[joint.parentLink()];
            place[joint.childLink()] = sum(place[joint.parentLink()], turned(parent, joint.originM()));
            turn[joint.childLink()] = product(parent, rotation(joint.axis(), joint.defaultPositionRad()));
        }
        final List<ContactSphere> contacts = robot.contacts();
        final double[] lowest = new double[contacts.size()];
        for (int c = 0; c < lowest.length; c++)
        {
            final ContactSphere sphere = contacts.get(c);
            lowest[c] = place[sphere.link()][2] + turned(turn[sphere.link()], sphere.centreM())[2] - sphere.radiusM();
        }
        return lowest;
    }

    private static double[] sum(final double[] a, final double[] b)
    {
        return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
    }

    private static double[] turned(final double[] m, final Vector3 v)
    {
        return new double[] {m[0] * v.x() + m[1] * v.y() + m[2] * v.z(), m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
            m[6] * v.x() + m[7] * v.y() + m[8] * v.z()};
    }

    private static double[] product(final double[] a, final double[] b)
    {
        final double[] c = new double[9];
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                c[3 * i + k] = a[3 * i] * b[k] + a[3 * i + 1] * b[3 + k] + a[3 * i + 2] * b[6 + k];
            }
        }
        return c;
    }

    /** Rodrigues' formula. */
    private static double[] rotation(final Vector3 axis, final double angle)
    {
        final double s = StrictMath.sin(angle);
        final double c = StrictMath.cos(angle);
        final double t = 1 - c;
        final double x = axis.x();
        final double y = axis.y();
        final double z = axis.z();
        return new double[] {t * x * x + c, t * x * y - s * z, t * x * z + s * y, t * x * y + s * z, t * y * y + c,
            t * y * z - s * x, t * x * z - s * y, t * y * z + s * x, t * z * z + c};
    }
}
