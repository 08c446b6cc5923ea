package dev.sinew.runtime.plot;

import java.util.Random;

import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameField;
import dev.sinew.runtime.frame.FrameLayout;

/**
 * Frames of a made-up run: the base sways and dips at 40 % of it, joints follow sines, tendons answer.
 */
public final class SyntheticRun
{
    private final Random random = new Random(5);
    private final int cycles;
    private long bad;
    private long skipped;
    private long missed;
    private long gated;

    /**
     * @param cycles length of the run.
     */
    public SyntheticRun(final int cycles)
    {
        this.cycles = cycles;
    }

    /**
     * @param frame frame to fill.
     * @param cycle number of the cycle, ascending from 0.
     */
    public void fill(final CycleFrame frame, final int cycle)
    {
        final double t = cycle * 1e-3;
        final double part = cycle / (double)cycles;
        final double dip = Math.exp(-Math.pow((part - 0.4) * 12, 2));
        final double tilt = 0.03 * Math.sin(2 * t) + 0.4 * dip;
        frame.set(FrameField.CYCLE, cycle);
        frame.set(FrameField.RELEASE_NS, 7_000_000_000L + cycle * 1_000_000L);
        final long late = Math.round(2000 * Math.exp(random.nextGaussian() * 0.5)) +
            (cycle % 5000 == 4999 ? 900_000 : 0);
        frame.set(FrameField.START_NS, frame.get(FrameField.RELEASE_NS) + late);
        frame.set(FrameField.START_STAMP_NS, frame.get(FrameField.START_NS));
        long stamp = frame.get(FrameField.START_NS);
        for (final FrameField field : new FrameField[]{FrameField.READ_DONE_NS, FrameField.ESTIMATE_DONE_NS,
            FrameField.DECIDE_DONE_NS, FrameField.DISTRIBUTE_DONE_NS, FrameField.WRITE_DONE_NS})
        {
            stamp += 1000 + random.nextInt(1000);
            frame.set(field, stamp);
        }
        frame.set(FrameField.PREVIOUS_CYCLE_NS, 8000 + random.nextInt(3000));
        frame.set(FrameField.VERDICT, part > 0.6 && cycle % 100 == 3 ? 2 : 0);
        frame.set(FrameField.MODE, part < 0.05 ? 2 : part < 0.9 ? 3 : 4);
        frame.set(FrameField.GATE_ACTIONS, dip > 0.5 ? 4 : 0);
        frame.set(FrameField.COUNT_CYCLES, cycle + 1);
        frame.set(FrameField.FIRST_ACTIVE_CYCLE, part < 0.05 ? -1 : (long)Math.ceil(0.05 * cycles));
        bad += frame.get(FrameField.VERDICT) == 0 ? 0 : 1;
        skipped += late > 800_000 ? 1 : 0;
        missed += late > 800_000 ? 1 : 0;
        gated += dip > 0.5 ? 1 : 0;
        frame.set(FrameField.COUNT_BAD_VERDICTS, bad);
        frame.set(FrameField.COUNT_SKIPPED, skipped);
        frame.set(FrameField.COUNT_DEADLINE_MISSES, missed);
        frame.set(FrameField.COUNT_GATED, gated);
        frame.truth.basePose.set(2, 0.91 - 0.1 * dip + 0.002 * Math.sin(9 * t));
        frame.truth.basePose.set(3, Math.cos(tilt / 2));
        frame.truth.basePose.set(5, Math.sin(tilt / 2));
        frame.baseGravity.set(2, -Math.cos(tilt + 0.004 * random.nextGaussian()));
        for (int joint = 0; joint < frame.targetPosition.size(); joint++)
        {
            final double target = 0.4 + 0.3 * Math.sin((1 + joint) * t);
            frame.targetPosition.set(joint, target);
            frame.estimatePosition.set(joint, target - 0.02 * Math.cos((1 + joint) * t) - 0.2 * dip);
            frame.state.tendonTension.set(2 * joint, 60 + 40 * Math.sin((1 + joint) * t) + 300 * dip);
            frame.state.tendonTension.set(2 * joint + 1, 60 - 40 * Math.sin((1 + joint) * t));
        }
    }

    /**
     * @return layout of its frames.
     */
    public static FrameLayout layout()
    {
        return dev.sinew.runtime.frame.TestFrames.layout();
    }
}
