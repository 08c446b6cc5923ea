package dev.sinew.runtime.grasp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.numeric.Trigonometry;
import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * The joints of a hand that lead to a fingertip, and what an effort of each does there. The tip presses along the way
 * on which its last joint moves it when that turns in its positive direction: a finger's positive direction closes.
 * Loop's thread; allocation-free.
 */
final class FingerChain
{
    final int[] joint;
    /** Speed of the tip along its pressing direction per speed of each joint, and effort per newton, m. */
    final double[] lever;

    private final Vector3[] origin;
    private final Vector3[] axis;
    private final Vector3 tip;
    /** Place and axis of each joint in the frame in front of the first, three numbers a joint. */
    private final double[] place;
    private final double[] turn;
    private final double[] rotation = new double[9];
    private final double[] next = new double[9];
    private final double[] at = new double[3];
    private final double[] sinCos = new double[2];

    /**
     * @param robot   robot.
     * @param contact sphere at the fingertip, on a link that a joint of a hand moves.
     */
    FingerChain(final RobotDescription robot, final ContactSphere contact)
    {
        final List<JointDescription> chain = new ArrayList<>();
        for (int link = contact.link(); link > 0 && robot.joints().get(link - 1).hand();
            link = robot.joints().get(link - 1).parentLink())
        {
            chain.add(0, robot.joints().get(link - 1));
        }
        joint = chain.stream().mapToInt(JointDescription::index).toArray();
        origin = chain.stream().map(JointDescription::originM).toArray(Vector3[]::new);
        axis = chain.stream().map(JointDescription::axis).toArray(Vector3[]::new);
        tip = contact.centreM();
        lever = new double[joint.length];
        place = new double[3 * joint.length];
        turn = new double[3 * joint.length];
    }

    /**
     * Brings {@link #lever} to a pose.
     *
     * @param position joint positions of the robot, rad.
     */
    void moveTo(final Column position)
    {
        Arrays.fill(rotation, 0);
        rotation[0] = 1;
        rotation[4] = 1;
        rotation[8] = 1;
        Arrays.fill(at, 0);
        for (int k = 0; k < joint.length; k++)
        {
            add(origin[k]);
            System.arraycopy(at, 0, place, 3 * k, 3);
            for (int row = 0; row < 3; row++)
            {
                turn[3 * k + row] = rotated(row, axis[k]);
            }
            rotate(axis[k], position.get(joint[k]));
        }
        add(tip);
        press();
    }

    private double rotated(final int row, final Vector3 v)
    {
        return rotation[3 * row] * v.x() + rotation[3 * row + 1] * v.y() + rotation[3 * row + 2] * v.z();
    }

    private void add(final Vector3 offset)
    {
        for (int row = 0; row < 3; row++)
        {
            at[row] += rotated(row, offset);
        }
    }

    /** Rodrigues: {@code R := R (I + sin q [a] + (1 - cos q) [a]^2)}. */
    private void rotate(final Vector3 a, final double q)
    {
        Trigonometry.sinCos(q, sinCos, 0);
        final double s = sinCos[0];
        final double c = sinCos[1];
        final double v = 1 - c;
        for (int row = 0; row < 3; row++)
        {
            final double x = rotation[3 * row];
            final double y = rotation[3 * row + 1];
            final double z = rotation[3 * row + 2];
            next[3 * row] = x * (c + a.x() * a.x() * v) + y * (a.y() * a.x() * v + a.z() * s) +
                z * (a.z() * a.x() * v - a.y() * s);
            next[3 * row + 1] = x * (a.x() * a.y() * v - a.z() * s) + y * (c + a.y() * a.y() * v) +
                z * (a.z() * a.y() * v + a.x() * s);
            next[3 * row + 2] = x * (a.x() * a.z() * v + a.y() * s) + y * (a.y() * a.z() * v - a.x() * s) +
                z * (c + a.z() * a.z() * v);
        }
        System.arraycopy(next, 0, rotation, 0, 9);
    }

    private void press()
    {
        final int last = joint.length - 1;
        velocity(last);
        final double length = Math.sqrt(next[0] * next[0] + next[1] * next[1] + next[2] * next[2]);
        final double x = next[0] / length;
        final double y = next[1] / length;
        final double z = next[2] / length;
        for (int k = 0; k <= last; k++)
        {
            velocity(k);
            lever[k] = next[0] * x + next[1] * y + next[2] * z;
        }
    }

    /** Velocity of the tip when joint k turns by 1 rad/s, in the first three numbers of {@link #next}. */
    private void velocity(final int k)
    {
        final double rx = at[0] - place[3 * k];
        final double ry = at[1] - place[3 * k + 1];
        final double rz = at[2] - place[3 * k + 2];
        next[0] = turn[3 * k + 1] * rz - turn[3 * k + 2] * ry;
        next[1] = turn[3 * k + 2] * rx - turn[3 * k] * rz;
        next[2] = turn[3 * k] * ry - turn[3 * k + 1] * rx;
    }

    /** @return sum of the squares of all levers, m². */
    double squares()
    {
        double sum = 0;
        for (final double arm : lever)
        {
            sum += arm * arm;
        }
        return sum;
    }
}
