package dev.sinew.policy.term;

/**
 * Where observation terms read from: the estimated state of one cycle, never a simulator's truth. Called by the thread
 * that steps the policy; must not allocate. Joints are in the robot's order.
 */
public interface ObservationSource
{
    /** @return position of a joint of the robot, rad. */
    double jointPositionRad(int joint);

    /** @return standard deviation of a joint's position by the robot's own estimate, rad; 0 where nobody says. */
    default double jointPositionStdRad(final int joint)
    {
        return 0;
    }

    /** @return velocity of a joint of the robot, rad/s. */
    double jointVelocityRadS(int joint);

    /** @return angular velocity of the pelvis about its own axis 0, 1 or 2, rad/s. */
    double gyroRadS(int axis);

    /** @return component of the unit vector of gravity in the pelvis frame; (0, 0, -1) when upright. */
    double projectedGravity(int axis);

    /** @return number {@code index} of the command with index {@code command} in the manifest. */
    double command(int command, int index);

    /** @return force (N) and torque (N m): 0-5 left foot, 6-11 right foot. */
    double footWrench(int index);
}
