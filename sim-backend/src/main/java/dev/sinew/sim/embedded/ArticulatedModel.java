package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.LinkDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.Vector3;

/**
 * The constant numbers of a tree of rigid links in flat arrays, three numbers a vector. Per-link arrays start with the
 * base; joint {@code j} carries link {@code j + 1}. Immutable by agreement.
 */
final class ArticulatedModel
{
    final int links;
    final int joints;
    /** Parent link of each link; -1 for the base. */
    final int[] parent;
    /** Joint's place in the parent link's frame, m; per link. */
    final double[] origin;
    /** Hinge axis in the link's frame; per link. */
    final double[] axis;
    /** Mass, kg; per link. */
    final double[] mass;
    /** Centre of mass in the link's frame, m; per link. */
    final double[] centre;
    /** Principal moments about the centre of mass, kg·m²; per link. */
    final double[] inertia;
    /** Inertia on the joint's side of the transmission, kg·m²; per joint. */
    final double[] armature;
    /** Viscous damping, N·m·s/rad; per joint. */
    final double[] damping;

    /**
     * @param robot robot to flatten; parents before children.
     */
    ArticulatedModel(final RobotDescription robot)
    {
        links = robot.links().size();
        joints = robot.jointCount();
        if (links != joints + 1)
        {
            throw new IllegalArgumentException("a robot has one link more than joints: links=" + links +
                ", joints=" + joints);
        }
        parent = new int[links];
        origin = new double[3 * links];
        axis = new double[3 * links];
        mass = new double[links];
        centre = new double[3 * links];
        inertia = new double[3 * links];
        armature = new double[joints];
        damping = new double[joints];
        parent[0] = -1;
        for (int link = 0; link < links; link++)
        {
            final LinkDescription body = robot.links().get(link);
            mass[link] = body.massKg();
            put(centre, link, body.centreOfMassM());
            put(inertia, link, body.inertiaKgM2());
        }
        for (final JointDescription joint : robot.joints())
        {
            addJoint(joint);
        }
    }

    private void addJoint(final JointDescription joint)
    {
        final int link = joint.childLink();
        if (joint.parentLink() < 0 || joint.parentLink() >= link)
        {
            throw new IllegalArgumentException("parents come before children: joint=" + joint.name() +
                ", parentLink=" + joint.parentLink() + ", link=" + link);
        }
        parent[link] = joint.parentLink();
        put(origin, link, joint.originM());
        final Vector3 a = joint.axis();
        final double length = Math.sqrt(a.x() * a.x() + a.y() * a.y() + a.z() * a.z());
        if (!(length > 0))
        {
            throw new IllegalArgumentException("a hinge needs an axis: joint=" + joint.name() + ", axis=" + a);
        }
        put(axis, link, new Vector3(a.x() / length, a.y() / length, a.z() / length));
        armature[joint.index()] = joint.armatureKgM2();
        damping[joint.index()] = joint.dampingNmsRad();
    }

    private static void put(final double[] target, final int index, final Vector3 value)
    {
        target[3 * index] = value.x();
        target[3 * index + 1] = value.y();
        target[3 * index + 2] = value.z();
    }
}
