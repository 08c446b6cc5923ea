package dev.sinew.runtime.policy;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * The robot file's default pose and gains, for ever: a policy that always gives the same action.
 */
public final class NoPolicy implements PolicyRunner
{
    private final JointDescription[] joints;

    /**
     * @param robot whose defaults are held.
     */
    public NoPolicy(final RobotDescription robot)
    {
        joints = robot.joints().toArray(new JointDescription[0]);
    }

    @Override
    public String placement()
    {
        return "none";
    }

    @Override
    public void reset()
    {
    }

    @Override
    public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
    {
        return Outcome.OK;
    }

    @Override
    public void targets(final CycleFrame frame)
    {
        for (int j = 0; j < joints.length; j++)
        {
            frame.targetPosition.set(j, joints[j].defaultPositionRad());
            frame.targetVelocity.set(j, 0);
            frame.targetKp.set(j, joints[j].kpNmRad());
            frame.targetKd.set(j, joints[j].kdNmsRad());
            frame.targetEffort.set(j, 0);
        }
    }

    @Override
    public long actionObservationCycle()
    {
        return -1;
    }

    @Override
    public void close()
    {
    }
}
