package dev.sinew.bench.loop;

import java.util.SplittableRandom;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;

/**
 * A system without a device: {@code read} copies one of a few prepared samples, {@code write} copies the command away,
 * as a driver with shared memory does. The robot stands upright near its default pose; one tendon in twenty is slack,
 * so that the slower way of estimating velocities is met as well.
 */
final class PreparedSystem implements SystemInterface
{
    private static final int SAMPLES = 16;
    private static final int SLACK_ONE_IN = 20;
    private static final double STANDARD_GRAVITY_M_S2 = 9.81;

    private final StateBlock[] samples = new StateBlock[SAMPLES];
    private final CommandBlock sent;
    private long sequence;

    /**
     * @param robot       robot that the samples are of.
     * @param restTension tension of each tendon at rest, N.
     */
    PreparedSystem(final RobotDescription robot, final double[] restTension)
    {
        sent = CommandBlock.of(robot);
        final SplittableRandom random = new SplittableRandom(1);
        for (int s = 0; s < SAMPLES; s++)
        {
            samples[s] = StateBlock.of(robot);
            fill(samples[s], robot, restTension, random);
        }
    }

    private static void fill(
        final StateBlock state,
        final RobotDescription robot,
        final double[] restTension,
        final SplittableRandom random)
    {
        for (final JointDescription joint : robot.joints())
        {
            state.jointPosition.set(joint.index(), joint.defaultPositionRad() + 0.005 * random.nextGaussian());
            state.jointVelocity.set(joint.index(), 0.05 * random.nextGaussian());
        }
        for (int m = 0; m < robot.motorCount(); m++)
        {
            state.motorPosition.set(m, random.nextGaussian());
            state.motorVelocity.set(m, 0.5 * random.nextGaussian());
            state.motorEffort.set(m, 0.05);
            state.motorTemperature.set(m, 35);
        }
        for (int t = 0; t < robot.tendonCount(); t++)
        {
            final boolean slack = random.nextInt(SLACK_ONE_IN) == 0;
            state.tendonLength.set(t, 0.4);
            state.tendonVelocity.set(t, 0.002 * random.nextGaussian());
            state.tendonTension.set(t, slack ? 0 : restTension[t] * (1 + 0.1 * random.nextDouble()));
        }
        for (int i = 0; i + StateBlock.IMU_STRIDE <= state.imu.size(); i += StateBlock.IMU_STRIDE)
        {
            state.imu.set(i, 1);
            state.imu.set(i + 1, 0.001 * random.nextGaussian());
            state.imu.set(i + 4, 0.01 * random.nextGaussian());
            state.imu.set(i + 9, STANDARD_GRAVITY_M_S2);
        }
    }

    @Override
    public SystemTraits traits()
    {
        return new SystemTraits("prepared", "1", false, true, false);
    }

    @Override
    public void onConfigure()
    {
        // everything was claimed by the constructor
    }

    @Override
    public ReturnCode onActivate(final long nowNs)
    {
        return ReturnCode.OK;
    }

    @Override
    public ReturnCode read(final StateBlock state, final long nowNs)
    {
        state.copyFrom(samples[(int)sequence & SAMPLES - 1]);
        sequence++;
        state.stamp(sequence, nowNs, nowNs, ChannelGroup.ALL, 0);
        return ReturnCode.OK;
    }

    @Override
    public ReturnCode write(final CommandBlock command, final long nowNs)
    {
        sent.copyFrom(command);
        return ReturnCode.OK;
    }

    @Override
    public void onDeactivate()
    {
        sent.stamp(sent.sequence(), sent.cycleTimeNs(), false);
    }

    @Override
    public void close()
    {
        onDeactivate();
    }
}
