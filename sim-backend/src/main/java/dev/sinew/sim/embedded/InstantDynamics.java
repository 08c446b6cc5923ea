package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.RobotDescription;

/**
 * Accelerations of a robot at one instant, without taking a step: for tests, analysis and comparison with other
 * engines. The same recursion as {@link EmbeddedEngine}, with all forces explicit. Not thread-safe; no allocation after
 * construction.
 */
public final class InstantDynamics
{
    private final Tree tree;

    /**
     * @param robot robot.
     */
    public InstantDynamics(final RobotDescription robot)
    {
        tree = new Tree(robot);
    }

    /**
     * Puts the state in.
     *
     * @param basePose      position of the base in the world, m (3), orientation world from base, w x y z (4).
     * @param baseVelocity  velocity of the base's origin in the world, m/s (3), angular velocity in the base frame,
     *                      rad/s (3).
     * @param jointPosition rad.
     * @param jointVelocity rad/s.
     */
    public void state(
        final double[] basePose,
        final double[] baseVelocity,
        final double[] jointPosition,
        final double[] jointVelocity)
    {
        final TreeState state = tree.state;
        System.arraycopy(basePose, 0, state.basePose, 0, state.basePose.length);
        System.arraycopy(baseVelocity, 0, state.baseVelocity, 0, state.baseVelocity.length);
        System.arraycopy(jointPosition, 0, state.jointPosition, 0, state.jointPosition.length);
        System.arraycopy(jointVelocity, 0, state.jointVelocity, 0, state.jointVelocity.length);
        tree.contact.reset();
        tree.kinematics.update();
    }

    /**
     * @param jointEffort N·m.
     * @param options     what to count.
     * @param target      out: acceleration of the base's origin in the world, m/s² (3), angular acceleration in the
     *                    base frame, rad/s² (3), then one joint acceleration a joint, rad/s².
     */
    public void accelerations(final double[] jointEffort, final DynamicsOptions options, final double[] target)
    {
        final TreeState state = tree.state;
        System.arraycopy(jointEffort, 0, state.jointEffort, 0, state.jointEffort.length);
        tree.solve(0, options);
        final double[] m = state.rotation;
        final double[] alpha = state.alpha;
        target[0] = state.acceleration[0];
        target[1] = state.acceleration[1];
        target[2] = state.acceleration[2] - Integrator.GRAVITY_M_S2;
        for (int k = 0; k < 3; k++)
        {
            target[3 + k] = m[k] * alpha[0] + m[3 + k] * alpha[1] + m[6 + k] * alpha[2];
        }
        System.arraycopy(state.jointAcceleration, 0, target, 6, state.jointAcceleration.length);
    }

    /**
     * @return kinetic energy, armature not counted, J.
     */
    public double kineticEnergyJ()
    {
        return MechanicalEnergy.kineticJ(tree.model, tree.state);
    }

    /**
     * @return potential energy in the earth's field above the plane z = 0, J.
     */
    public double potentialEnergyJ()
    {
        return MechanicalEnergy.potentialJ(tree.model, tree.state);
    }
}
