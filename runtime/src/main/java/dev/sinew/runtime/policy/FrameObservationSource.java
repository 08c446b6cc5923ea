package dev.sinew.runtime.policy;

import dev.sinew.policy.term.ObservationSource;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * Lets observation terms read the frame's estimates and samples; never its truth. Loop's thread.
 */
final class FrameObservationSource implements ObservationSource
{
    private final CommandSource commands;
    private CycleFrame frame;

    FrameObservationSource(final CommandSource commands)
    {
        this.commands = commands;
    }

    void frame(final CycleFrame newFrame)
    {
        frame = newFrame;
    }

    @Override
    public double jointPositionRad(final int joint)
    {
        return frame.estimatePosition.get(joint);
    }

    @Override
    public double jointPositionStdRad(final int joint)
    {
        return Math.sqrt(frame.estimateVariance.get(joint));
    }

    @Override
    public double jointVelocityRadS(final int joint)
    {
        return frame.estimateVelocity.get(joint);
    }

    @Override
    public double gyroRadS(final int axis)
    {
        return frame.baseGyro.get(axis);
    }

    @Override
    public double projectedGravity(final int axis)
    {
        return frame.baseGravity.get(axis);
    }

    @Override
    public double command(final int command, final int index)
    {
        return commands.value(command, index);
    }

    @Override
    public double footWrench(final int index)
    {
        return frame.state.wrench.get(index);
    }
}
