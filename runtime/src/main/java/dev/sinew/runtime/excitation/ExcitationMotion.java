package dev.sinew.runtime.excitation;

import java.util.List;
import java.util.function.DoubleConsumer;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.policy.PolicyRunner;

/**
 * Moves joints as an {@link Excitation} says, beginning where they are, and shows every sample to a recorder. Joints
 * that it does not move hold the position in which it found them. Whenever the robot becomes active it begins anew.
 * Loop's thread.
 */
final class ExcitationMotion implements PolicyRunner
{
    private final JointDescription[] joints;
    private final Excitation excitation;
    private final MotionRecorder recorder;
    private final DoubleConsumer watcher;
    private final boolean[] movesGroup;
    private final double[] start;
    private final double[] position;
    private final double[] velocity;
    private double level;
    private long beginNs;
    private boolean begun;

    /**
     * @param robot      robot.
     * @param excitation what moves how.
     * @param recorder   shown every sample.
     * @param watcher    told the time since the begin in every cycle, on the loop's thread.
     */
    ExcitationMotion(
        final RobotDescription robot,
        final Excitation excitation,
        final MotionRecorder recorder,
        final DoubleConsumer watcher)
    {
        this.watcher = watcher;
        joints = robot.joints().toArray(JointDescription[]::new);
        this.excitation = excitation;
        this.recorder = recorder;
        start = new double[joints.length];
        position = new double[joints.length];
        velocity = new double[joints.length];
        final List<TendonGroup> groups = robot.tendonGroups();
        movesGroup = new boolean[groups.size()];
        for (int g = 0; g < movesGroup.length; g++)
        {
            movesGroup[g] = groups.get(g).joints().stream().anyMatch(excitation::moves);
        }
        for (int j = 0; j < joints.length; j++)
        {
            position[j] = joints[j].defaultPositionRad();
        }
    }

    @Override
    public String placement()
    {
        return "inline";
    }

    @Override
    public void reset()
    {
        begun = false;
        watcher.accept(0);
        recorder.reset();
    }

    @Override
    public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
    {
        if (!begun)
        {
            begun = true;
            beginNs = nowNs;
            frame.estimatePosition.copyTo(start);
        }
        final double now = (nowNs - beginNs) * 1e-9;
        level = excitation.at(now, start, position, velocity);
        watcher.accept(now);
        if (now <= excitation.durationS())
        {
            recorder.take(frame.state);
        }
        return Outcome.OK;
    }

    @Override
    public void targets(final CycleFrame frame)
    {
        for (int j = 0; j < joints.length; j++)
        {
            frame.targetPosition.set(j, position[j]);
            frame.targetVelocity.set(j, velocity[j]);
            frame.targetKp.set(j, joints[j].kpNmRad());
            frame.targetKd.set(j, joints[j].kdNmsRad());
            frame.targetEffort.set(j, 0);
        }
        for (int g = 0; g < movesGroup.length; g++)
        {
            if (movesGroup[g])
            {
                frame.targetCoContraction.set(g, level);
            }
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
        // nothing is held
    }
}
