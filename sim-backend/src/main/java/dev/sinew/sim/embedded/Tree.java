package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * The parts of the dynamics of one robot, in the order in which a solve goes through them.
 */
final class Tree
{
    final ArticulatedModel model;
    final TreeState state;
    final Kinematics kinematics;
    final GroundContact contact;
    final ExternalForces external;
    private final LinkInertia inertia;
    private final JointForces forces;
    private final ArticulatedBody body;

    /**
     * @param robot robot.
     */
    Tree(final RobotDescription robot)
    {
        model = new ArticulatedModel(robot);
        state = new TreeState(model);
        kinematics = new Kinematics(model, state);
        inertia = new LinkInertia(model, state);
        forces = new JointForces(robot, model, state);
        contact = new GroundContact(robot, state);
        external = new ExternalForces(model.links, state);
        body = new ArticulatedBody(model, state);
        fitLimits(robot);
    }

    /**
     * Accelerations and contact forces, from the kinematics of the present state.
     *
     * @param periodS time over which forces are implicit, s; 0 for forces at this instant.
     * @param options what to count.
     */
    void solve(final double periodS, final DynamicsOptions options)
    {
        inertia.update();
        external.apply();
        if (options.contact())
        {
            contact.apply(periodS);
        }
        forces.update(periodS, options.armature(), options.damping(), options.limits());
        body.solve();
        if (options.contact())
        {
            contact.settle(periodS);
        }
    }

    private void fitLimits(final RobotDescription robot)
    {
        for (final JointDescription joint : robot.joints())
        {
            state.jointPosition[joint.index()] = joint.defaultPositionRad();
        }
        kinematics.update();
        solve(0, new DynamicsOptions(true, false, false, false));
        for (int joint = 0; joint < model.joints; joint++)
        {
            forces.scaleLimit(joint, body.inertiaAt(joint));
        }
    }
}
