package dev.sinew.tendon.calibration;

import dev.sinew.hal.numeric.Trigonometry;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * What the weight of all that a joint carries can ask of it, however the robot is hung up: mass times gravity times the
 * distance of the common centre from the joint's axis, with what lies beyond the next joints in the default pose, or
 * limp, when it pulls at those joints. Set-up only.
 */
final class HangingWeight
{
    private static final double GRAVITY_M_S2 = 9.81;

    private HangingWeight()
    {
    }

    /**
     * @param robot a robot.
     * @return greatest torque of weight about each joint, N·m.
     */
    static double[] of(final RobotDescription robot)
    {
        final int links = robot.links().size();
        final double[] mass = new double[links];
        // Mass times centre, in the link's own frame: with all beyond it stiff, and limp.
        final double[][] stiff = new double[links][];
        final double[][] limp = new double[links][];
        for (int i = 0; i < links; i++)
        {
            final LinkDescription link = robot.links().get(i);
            final Vector3 centre = link.centreOfMassM();
            mass[i] = link.massKg();
            stiff[i] = new double[] {mass[i] * centre.x(), mass[i] * centre.y(), mass[i] * centre.z()};
            limp[i] = stiff[i].clone();
        }
        final double[] torque = new double[robot.jointCount()];
        for (int j = torque.length - 1; j >= 0; j--) // parents stand before their children
        {
            final JointDescription joint = robot.joints().get(j);
            final int child = joint.childLink();
            final int parent = joint.parentLink();
            torque[j] = GRAVITY_M_S2 *
                Math.max(norm(cross(joint.axis(), stiff[child])), norm(cross(joint.axis(), limp[child])));
            final double[] turned = turned(joint.axis(), joint.defaultPositionRad(), stiff[child]);
            final Vector3 origin = joint.originM();
            final double[] hung = {mass[child] * origin.x(), mass[child] * origin.y(), mass[child] * origin.z()};
            mass[parent] += mass[child];
            for (int i = 0; i < hung.length; i++)
            {
                stiff[parent][i] += turned[i] + hung[i];
                limp[parent][i] += hung[i];
            }
        }
        return torque;
    }

    /** Rodrigues' formula: {@code v cos + (a x v) sin + a (a . v) (1 - cos)}. */
    private static double[] turned(final Vector3 axis, final double angleRad, final double[] v)
    {
        final double[] sinCos = new double[2];
        Trigonometry.sinCos(angleRad, sinCos, 0);
        final double[] side = cross(axis, v);
        final double along = (axis.x() * v[0] + axis.y() * v[1] + axis.z() * v[2]) * (1 - sinCos[1]);
        return new double[] {
            v[0] * sinCos[1] + side[0] * sinCos[0] + axis.x() * along,
            v[1] * sinCos[1] + side[1] * sinCos[0] + axis.y() * along,
            v[2] * sinCos[1] + side[2] * sinCos[0] + axis.z() * along};
    }

    private static double[] cross(final Vector3 a, final double[] b)
    {
        return new double[] {a.y() * b[2] - a.z() * b[1], a.z() * b[0] - a.x() * b[2], a.x() * b[1] - a.y() * b[0]};
    }

    private static double norm(final double[] v)
    {
        return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    }
}
