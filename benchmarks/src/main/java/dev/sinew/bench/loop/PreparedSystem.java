package dev.sinew.bench.loop;

import java.util.SplittableRandom;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * A system without a device: {@code read} copies one of a few prepared samples, {@code write} copies the command away,
 * as a driver with shared memory does. The robot stands upright and sways near its default pose; motors and tensions
 * agree with the joints, so that nothing is found to be slack or lost.
 */
final class PreparedSystem implements SystemInterface
{
    private static final int SAMPLES = 16;
    private static final double SWAY_RAD = 0.005;
    private static final double ENCODER_NOISE_RAD = 2e-5;
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
            fill(samples[s], robot, restTension, 2 * Math.PI * s / SAMPLES, random);
        }
    }

    /** Joints that sway a little, and motors and tensions that agree with them: nothing for a monitor to find. */
    private static void fill(
        final StateBlock state,
        final RobotDescription robot,
        final double[] restTension,
        final double turn,
        final SplittableRandom random)
    {
        final double[] q = new double[robot.jointCount()];
        final double[] still = new double[robot.jointCount()];
        for (final JointDescription joint : robot.joints())
        {
            final double phase = turn + joint.index();
            still[joint.index()] = joint.defaultPositionRad();
            q[joint.index()] = joint.defaultPositionRad() + SWAY_RAD * Math.sin(phase) +
                ENCODER_NOISE_RAD * random.nextGaussian();
            state.jointPosition.set(joint.index(), q[joint.index()]);
            state.jointVelocity.set(joint.index(), 0.05 * random.nextGaussian());
        }
        for (int m = 0; m < robot.motorCount(); m++)
        {
            state.motorVelocity.set(m, 0.5 * random.nextGaussian());
            state.motorEffort.set(m, 0.05);
            state.motorTemperature.set(m, 35);
        }
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] length = new double[robot.tendonCount()];
        final double[] lengthStill = new double[robot.tendonCount()];
        routing.lengths(q, length);
        routing.lengths(still, lengthStill);
        for (final TendonDescription tendon : robot.tendons())
        {
            final int t = tendon.index();
            final double tension = restTension[t] * (1 + 0.1 * random.nextDouble());
            final double stretch = (tension - restTension[t]) / tendon.stiffnessNM();
            final double wound = stretch + lengthStill[t] - length[t];
            state.motorPosition.set(tendon.motor(), wound / robot.spoolRadiusM(tendon));
            state.tendonLength.set(t, length[t]);
            state.tendonVelocity.set(t, 0.002 * random.nextGaussian());
            state.tendonTension.set(t, tension);
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
