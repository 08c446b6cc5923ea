package dev.sinew.sim.embedded;

import java.util.Arrays;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.sim.engine.PhysicsEngine;

/**
 * The engine that needs only the JVM. Loop's thread; no allocation after construction; the same calls give the same
 * bits on every JVM.
 *
 * <p>Accelerations, contact forces and wrenches are those that moved the robot over the last step. Contact, damping and
 * limits are implicit, so their forces belong to the end of the step, like positions and velocities.</p>
 */
public final class EmbeddedEngine implements PhysicsEngine
{
    /** Name by which users ask for it. */
    public static final String NAME = "embedded";
    /** Grows whenever the same input may give other bits. */
    public static final String VERSION = "1";

    private static final double NANOSECONDS = 1e-9;

    private final Tree tree;
    private final Integrator integrator;
    private final EngineSensors sensors;
    private final double periodS;

    /**
     * An engine that steps by one period of the robot's loop.
     *
     * @param robot robot.
     */
    public EmbeddedEngine(final RobotDescription robot)
    {
        this(robot, robot.rates().periodNs() * NANOSECONDS);
    }

    /**
     * @param robot   robot.
     * @param periodS length of a step, s, above 0 and at most 0.02.
     */
    public EmbeddedEngine(final RobotDescription robot, final double periodS)
    {
        if (!(periodS > 0 && periodS <= 0.02))
        {
            throw new IllegalArgumentException("step period out of range: value=" + periodS + " s, above 0 to 0.02 s");
        }
        this.periodS = periodS;
        tree = new Tree(robot);
        integrator = new Integrator(tree.state);
        sensors = new EngineSensors(robot, tree.state);
        final double[] pose = new double[robot.jointCount()];
        robot.joints().forEach(joint -> pose[joint.index()] = joint.defaultPositionRad());
        reset(pose, robot.simulation().baseHeightM());
    }

    @Override
    public String name()
    {
        return NAME;
    }

    @Override
    public String version()
    {
        return VERSION;
    }

    @Override
    public void reset(final double[] jointPosition, final double baseHeightM)
    {
        final TreeState state = tree.state;
        System.arraycopy(jointPosition, 0, state.jointPosition, 0, state.jointPosition.length);
        Arrays.fill(state.jointVelocity, 0);
        Arrays.fill(state.basePose, 0);
        Arrays.fill(state.baseVelocity, 0);
        state.basePose[2] = baseHeightM;
        state.basePose[3] = 1;
        begin();
    }

    /**
     * Puts the robot into any state, without pushes, efforts or contact forces from before.
     *
     * @param basePose      position of the base in the world, m (3), orientation world from base, w x y z (4).
     * @param baseVelocity  velocity of the base's origin in the world, m/s (3), angular velocity in the base frame,
     *                      rad/s (3).
     * @param jointPosition rad.
     * @param jointVelocity rad/s.
     */
    public void restart(
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
        begin();
    }

    private void begin()
    {
        Arrays.fill(tree.state.jointEffort, 0);
        tree.external.reset();
        tree.contact.reset();
        tree.kinematics.update();
        tree.solve(0, DynamicsOptions.ALL);
        sensors.captureWrenches();
        sensors.update();
    }

    @Override
    public double[] jointEffort()
    {
        return tree.state.jointEffort;
    }

    @Override
    public void externalForce(
        final int link,
        final double fx,
        final double fy,
        final double fz,
        final double px,
        final double py,
        final double pz)
    {
        tree.external.set(link, fx, fy, fz, px, py, pz);
    }

    @Override
    public boolean step()
    {
        tree.solve(periodS, DynamicsOptions.ALL);
        sensors.captureWrenches();
        final boolean finite = integrator.advance(periodS);
        tree.kinematics.update();
        sensors.update();
        return finite;
    }

    @Override
    public double[] jointPosition()
    {
        return tree.state.jointPosition;
    }

    @Override
    public double[] jointVelocity()
    {
        return tree.state.jointVelocity;
    }

    @Override
    public double[] basePose()
    {
        return tree.state.basePose;
    }

    @Override
    public double[] baseVelocity()
    {
        return tree.state.baseVelocity;
    }

    @Override
    public double[] contactForce()
    {
        return tree.contact.normalForce();
    }

    @Override
    public double[] imu()
    {
        return sensors.imu();
    }

    @Override
    public double[] wrench()
    {
        return sensors.wrench();
    }

    /**
     * @return kinetic and potential energy of the links, armature not counted, J.
     */
    public double energyJ()
    {
        return MechanicalEnergy.kineticJ(tree.model, tree.state) + MechanicalEnergy.potentialJ(tree.model, tree.state);
    }

    /**
     * @return kinetic energy of the links, J.
     */
    public double kineticEnergyJ()
    {
        return MechanicalEnergy.kineticJ(tree.model, tree.state);
    }

    /**
     * Allocates; for tests and analysis.
     *
     * @return linear momentum of the robot, N·s (3), then angular momentum about its centre of mass, N·m·s (3), both in
     * the world; armature not counted.
     */
    public double[] momentum()
    {
        return Momentum.of(tree.model, tree.state);
    }

    /** For tests. */
    TreeState state()
    {
        return tree.state;
    }

    @Override
    public void close()
    {
        // nothing outside the heap is held
    }
}
