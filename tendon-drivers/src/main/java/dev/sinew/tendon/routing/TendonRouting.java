package dev.sinew.tendon.routing;

/**
 * Geometry of all tendons of a robot over its joints, with {@code R = -dl/dq}. Implementations are immutable,
 * thread-safe and allocation-free after construction. Arrays are indexed as in the robot description.
 */
public interface TendonRouting
{
    /**
     * @return number of joints.
     */
    int jointCount();

    /**
     * @return number of tendons.
     */
    int tendonCount();

    /**
     * @param q      joint positions, rad.
     * @param length out, path length of each tendon, m.
     */
    void lengths(double[] q, double[] length);

    /**
     * @param q        joint positions, rad.
     * @param qd       joint velocities, rad/s.
     * @param velocity out, {@code l' = -R q'} of each tendon, m/s.
     */
    void velocities(double[] q, double[] qd, double[] velocity);

    /**
     * @param q       joint positions, rad.
     * @param tension tensions, N.
     * @param effort  out, {@code tau = R^T f} at each joint, N·m; 0 where no tendon crosses.
     */
    void efforts(double[] q, double[] tension, double[] effort);

    /**
     * @param q      joint positions, rad.
     * @param tendon index of the tendon.
     * @param joint  index of the joint.
     * @return moment arm {@code -dl/dq}, m; 0 where the tendon does not cross the joint.
     */
    double momentArm(double[] q, int tendon, int joint);

    /**
     * @return true when the moment arms are the same in every pose, so that matrices made once stay right.
     */
    boolean isConstant();
}
