package dev.sinew.tendon.routing;

import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SpringDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Geometry of all tendons of a robot over its joints, with {@code R = -dl/dq}. What it answers depends on the pose
 * alone. Allocation-free after construction; one thread, because answers for the last pose are kept. Arrays are indexed
 * as in the robot description.
 */
public interface TendonRouting
{
    /**
     * @param robot robot whose tendons are meant.
     * @return their geometry.
     */
    static TendonRouting of(final RobotDescription robot)
    {
        return robot.tendons().stream().allMatch(TendonDescription::isConstant) ? new ConstantRouting(robot) :
            new PosedRouting(robot, robot.tendons().stream().map(TendonDescription::route).toList(),
            robot.tendons().stream().mapToDouble(TendonDescription::restLengthM).toArray());
    }

    /**
     * @param robot robot whose return springs are meant.
     * @return the geometry of their cables, indexed as the springs.
     */
    static TendonRouting ofSprings(final RobotDescription robot)
    {
        final List<SpringDescription> springs = robot.springs();
        return new PosedRouting(robot, springs.stream().map(SpringDescription::route).toList(),
            springs.stream().mapToDouble(SpringDescription::restLengthM).toArray());
    }

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
     * @param tendon index of a tendon.
     * @param joint  index of a joint.
     * @return true when it may have a moment arm there in some pose.
     */
    boolean crosses(int tendon, int joint);

    /**
     * By how much eyes and cylinders of a path turn each cable in all: friction acts along that angle. Round pulleys
     * and polynomials do not say, so theirs is 0; what a file says of sheaths ({@code TendonLosses}) is not in it.
     *
     * @param q       joint positions, rad.
     * @param wrapRad out, angle of each tendon, rad, at least 0; branches after a pulley count by their part of the
     *                tension.
     */
    void wrapAngles(double[] q, double[] wrapRad);

    /**
     * Set-up only.
     *
     * @param q      joint positions, rad.
     * @param tendon index of a tendon.
     * @return how sound its way around each cylinder is; allocates.
     */
    default List<WrapDoubt> doubts(final double[] q, final int tendon)
    {
        return List.of();
    }

    /**
     * @return true when the moment arms are the same in every pose, so that matrices made once stay right.
     */
    boolean isConstant();

    /**
     * @param tendon index of a tendon.
     * @return true when its moment arms are the same in every pose.
     */
    boolean isConstant(int tendon);
}
