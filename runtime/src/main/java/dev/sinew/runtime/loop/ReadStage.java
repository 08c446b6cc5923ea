package dev.sinew.runtime.loop;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.system.BusMonitor;
import dev.sinew.hal.system.ManagedSystem;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.runtime.clock.CycleClock;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.safety.Judge;
import dev.sinew.runtime.safety.LatePolicy;
import dev.sinew.runtime.safety.Verdict;

/**
 * Read, judge, estimate: one receive, one verdict, and joint space from it when the verdict allows.
 */
public final class ReadStage implements Stage
{
    private final ManagedSystem system;
    private final BusMonitor monitor;
    private final Transmission transmission;
    private final Judge judge;
    private final CycleClock clock;
    private final LatePolicy latePolicy;
    private final TendonCare care;

    /**
     * @param system       what is read.
     * @param transmission from tendons to joints.
     * @param judge        gives the verdict.
     * @param clock        for stamps.
     * @param latePolicy   what a late cycle does.
     * @param care         looks after the tendons.
     */
    public ReadStage(
        final ManagedSystem system,
        final Transmission transmission,
        final Judge judge,
        final CycleClock clock,
        final LatePolicy latePolicy,
        final TendonCare care)
    {
        this.system = system;
        this.monitor = system.busMonitor();
        this.transmission = transmission;
        this.judge = judge;
        this.clock = clock;
        this.latePolicy = latePolicy;
        this.care = care;
    }

    @Override
    public String name()
    {
        return "read";
    }

    @Override
    public void run(final CycleContext context)
    {
        final CycleFrame frame = context.frame;
        final ReturnCode code = system.read(frame.state, context.nowNs);
        if (monitor != null)
        {
            monitor.busHealth(frame.busAge, frame.busCode, context.nowNs);
        }
        frame.set(FrameField.READ_DONE_NS, clock.stampNs());
        context.verdict = judge.judge(code, frame.state, context.latenessNs, context.nowNs);
        context.controlStep = context.verdict == Verdict.GOOD ||
            context.verdict == Verdict.LATE && latePolicy != LatePolicy.SKIP;
        if (context.controlStep)
        {
            estimateJoints(context);
            estimateBase(frame);
        }
        if (context.controlStep) // the estimate may have found that it cannot be used
        {
            care.afterEstimate(frame, context.nowNs);
        }
        frame.set(FrameField.VERDICT, context.verdict.ordinal());
        frame.set(FrameField.ESTIMATE_DONE_NS, clock.stampNs());
    }

    /** Joints that the tendons cannot tell either make the sample one without joints. */
    private void estimateJoints(final CycleContext context)
    {
        final CycleFrame frame = context.frame;
        transmission.estimate(frame.state, frame.estimatePosition, frame.estimateVelocity, frame.estimateEffort);
        transmission.estimateQuality(frame.estimateVariance, frame.estimateSource);
        frame.set(FrameField.ENCODERS_OUT, transmission.encodersOut());
        // Before a calibration no encoder means what it reads, and the calibration knows that.
        if (!transmission.isEstimateUsable() && !care.calibrator().present())
        {
            context.verdict = Verdict.INCOMPLETE;
            context.controlStep = false;
        }
    }

    /**
     * Gravity and angular velocity in the base frame from the first inertial unit, which sits in the base: the third
     * row of the rotation matrix, negated. Without one the base is taken to stand upright and still.
     */
    private static void estimateBase(final CycleFrame frame)
    {
        final Column imu = frame.state.imu;
        if (imu.size() < StateBlock.IMU_STRIDE)
        {
            frame.baseGravity.set(2, -1);
            return;
        }
        final double w = imu.get(0);
        final double x = imu.get(1);
        final double y = imu.get(2);
        final double z = imu.get(3);
        frame.baseGravity.set(0, -2 * (x * z - w * y));
        frame.baseGravity.set(1, -2 * (y * z + w * x));
        frame.baseGravity.set(2, -(1 - 2 * (x * x + y * y)));
        frame.baseGyro.set(0, imu.get(4));
        frame.baseGyro.set(1, imu.get(5));
        frame.baseGyro.set(2, imu.get(6));
    }
}
