package dev.sinew.sim.embedded;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * What acts on a joint beside the effort from outside: viscous damping and its limits, springs with dampers that only
 * push back. All of it linearly implicit over one period, which keeps any stiffness stable.
 */
final class JointForces
{
    /** A joint at its greatest effort sinks this far into its limit, rad. */
    private static final double LIMIT_SAG_RAD = 0.02;
    /** Least natural frequency of a joint against its limit, rad/s. */
    private static final double LIMIT_FREQUENCY_RAD_S = 100;

    private final ArticulatedModel model;
    private final TreeState state;
    private final double[] lower;
    private final double[] upper;
    private final double[] effortMax;
    private final double[] stiffness;
    private final double[] limitDamping;

    /**
     * @param robot robot.
     * @param model the same robot, flat.
     * @param state what to read and fill.
     */
    JointForces(final RobotDescription robot, final ArticulatedModel model, final TreeState state)
    {
        this.model = model;
        this.state = state;
        lower = robot.joints().stream().mapToDouble(JointDescription::lowerRad).toArray();
        upper = robot.joints().stream().mapToDouble(JointDescription::upperRad).toArray();
        effortMax = robot.joints().stream().mapToDouble(JointDescription::effortMaxNm).toArray();
        stiffness = new double[model.joints];
        limitDamping = new double[model.joints];
    }

    /**
     * Fits a joint's limit to what it has to stop.
     *
     * @param joint   index of the joint.
     * @param inertia inertia that the joint's effort meets, kg·m².
     */
    void scaleLimit(final int joint, final double inertia)
    {
        stiffness[joint] = Math.max(inertia * LIMIT_FREQUENCY_RAD_S * LIMIT_FREQUENCY_RAD_S,
            effortMax[joint] / LIMIT_SAG_RAD);
        limitDamping[joint] = 2 * Math.sqrt(stiffness[joint] * inertia);
    }

    /**
     * Fills net effort and added inertia of all joints.
     *
     * @param periodS  time over which forces are implicit, s; 0 for forces at this instant.
     * @param armature true to count the inertia of pulleys.
     * @param damping  true to count damping.
     * @param limits   true to count limits.
     */
    void update(final double periodS, final boolean armature, final boolean damping, final boolean limits)
    {
        for (int joint = 0; joint < model.joints; joint++)
        {
            double added = armature ? model.armature[joint] : 0;
            double net = state.jointEffort[joint];
            if (damping)
            {
                net -= model.damping[joint] * state.jointVelocity[joint];
                added += model.damping[joint] * periodS;
            }
            state.netEffort[joint] = net;
            state.addedInertia[joint] = added;
            if (limits)
            {
                limit(joint, periodS);
            }
        }
    }

    private void limit(final int joint, final double periodS)
    {
        final double rate = state.jointVelocity[joint];
        final double next = state.jointPosition[joint] + periodS * rate;
        final double over = next - upper[joint];
        final double under = lower[joint] - next;
        if (over <= 0 && under <= 0)
        {
            return;
        }
        final double k = stiffness[joint];
        final double d = limitDamping[joint];
        final double push = over > 0 ? -(k * over + d * rate) : k * under - d * rate;
        if (over > 0 == push < 0)
        {
            state.netEffort[joint] += push;
            state.addedInertia[joint] += periodS * (periodS * k + d);
        }
    }
}
