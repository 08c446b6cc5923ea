package dev.sinew.sim.engine;

/**
 * A floating-base robot of rigid links and hinges on the plane z = 0, stepped by one period of the loop at a time. The
 * state that it shows always belongs to the end of the last step; forces and accelerations are those at that state
 * under
 * the efforts of that step. Arrays are owned by the engine, live as long as it does and are overwritten by each step.
 * Not thread-safe; allocation-free after construction; the same calls give the same bits.
 */
public interface PhysicsEngine extends AutoCloseable
{
    /**
     * @return {@code embedded} or {@code mujoco}.
     */
    String name();

    /**
     * @return version of the engine itself.
     */
    String version();

    /**
     * Puts the robot at rest, upright at the origin.
     *
     * @param jointPosition positions, rad, one a joint.
     * @param baseHeightM   height of the base frame, m.
     */
    void reset(double[] jointPosition, double baseHeightM);

    /**
     * @return where the caller puts the efforts for the next step, N·m, one a joint; kept between steps.
     */
    double[] jointEffort();

    /**
     * Sets the external force on a link; it stays until set again.
     *
     * @param link index of the link.
     * @param fx   force in the world, N.
     * @param fy   force in the world, N.
     * @param fz   force in the world, N.
     * @param px   point of attack in the link's frame, m.
     * @param py   point of attack in the link's frame, m.
     * @param pz   point of attack in the link's frame, m.
     */
    void externalForce(int link, double fx, double fy, double fz, double px, double py, double pz);

    /**
     * Advances by one period.
     *
     * @return false when the state is no longer finite or the engine reported an instability; the engine then stays as
     * it was after the failing step.
     */
    boolean step();

    /**
     * @return joint positions, rad.
     */
    double[] jointPosition();

    /**
     * @return joint velocities, rad/s.
     */
    double[] jointVelocity();

    /**
     * @return position of the base frame in the world, m (3), then orientation world from base, w x y z (4).
     */
    double[] basePose();

    /**
     * @return linear velocity of the base frame's origin in the world, m/s (3), then angular velocity in the base
     * frame,
     * rad/s (3).
     */
    double[] baseVelocity();

    /**
     * @return normal force of each contact sphere, N, at least 0.
     */
    double[] contactForce();

    /**
     * @return ten numbers per inertial unit, in the order and frames of {@code SensorDescriptions.Imu}.
     */
    double[] imu();

    /**
     * @return six numbers per force-torque sensor, in the order and frames of {@code SensorDescriptions.Wrench}.
     */
    double[] wrench();

    @Override
    void close();
}
