package dev.sinew.sim.embedded;

/**
 * Everything about a tree of links that changes. Vectors of links are in axes parallel to the world, about the link's
 * origin, three numbers each; accelerations are proper ones (gravity's is already subtracted).
 */
final class TreeState
{
    /** Numbers of one articulated inertia: 6 of the rotational block, 9 of the coupling, 6 of the mass block. */
    static final int INERTIA_STRIDE = 21;

    /** Joint positions, rad. */
    final double[] jointPosition;
    /** Joint velocities, rad/s. */
    final double[] jointVelocity;
    /** Joint accelerations, rad/s². */
    final double[] jointAcceleration;
    /** Efforts that the outside puts on the joints, N·m. */
    final double[] jointEffort;
    /** Effort of each joint with its own forces, N·m. */
    final double[] netEffort;
    /** What each joint adds to the inertia that its acceleration meets, kg·m². */
    final double[] addedInertia;
    /** Base: position, m, then orientation world from base, w x y z. */
    final double[] basePose = { 0, 0, 0, 1, 0, 0, 0 };
    /** Base: velocity of its origin in the world, m/s, then angular velocity in the base frame, rad/s. */
    final double[] baseVelocity = new double[6];

    /** Rotation world from link, row by row, nine numbers a link. */
    final double[] rotation;
    /** Origin in the world, m. */
    final double[] position;
    /** Origin less the parent's origin, m. */
    final double[] offset;
    /** Hinge axis. */
    final double[] axis;
    /** Angular velocity, rad/s. */
    final double[] omega;
    /** Velocity of the origin, m/s. */
    final double[] velocity;
    /** Angular acceleration that the velocities alone put between parent and link, rad/s². */
    final double[] biasAngular;
    /** The same of the origin, m/s². */
    final double[] biasLinear;
    /** Angular acceleration, rad/s². */
    final double[] alpha;
    /** Proper acceleration of the origin, m/s². */
    final double[] acceleration;
    /** Rigid inertia at first, articulated inertia after the inward pass. */
    final double[] inertia;
    /** Force (torque, then force) that the link needs at zero acceleration; articulated after the inward pass. */
    final double[] biasForce;

    /**
     * @param model tree to make room for.
     */
    TreeState(final ArticulatedModel model)
    {
        jointPosition = new double[model.joints];
        jointVelocity = new double[model.joints];
        jointAcceleration = new double[model.joints];
        jointEffort = new double[model.joints];
        netEffort = new double[model.joints];
        addedInertia = new double[model.joints];
        rotation = new double[9 * model.links];
        position = new double[3 * model.links];
        offset = new double[3 * model.links];
        axis = new double[3 * model.links];
        omega = new double[3 * model.links];
        velocity = new double[3 * model.links];
        biasAngular = new double[3 * model.links];
        biasLinear = new double[3 * model.links];
        alpha = new double[3 * model.links];
        acceleration = new double[3 * model.links];
        inertia = new double[INERTIA_STRIDE * model.links];
        biasForce = new double[6 * model.links];
    }
}
