package dev.sinew.runtime.campaign;

import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.policy.PolicyRunner;

/**
 * Every joint by itself from one random position of its range to the next, along quintics that begin and end at rest;
 * half of the ends lie near a limit, so that the whole range is used. Where a tendon is to be cut at little or at much
 * tension, its group's joints are pressed against their stops for a while. Loop's thread; deterministic.
 */
final class RandomMotion implements PolicyRunner
{
    /** Distance from a limit that is kept, as a part of the range. */
    private static final double MARGIN = 0.03;
    /** Ends near a limit lie within this part of the range from it. */
    private static final double NEAR = 0.12;
    /** Peak speed of joints of hands and of the others, rad/s. */
    private static final double HAND_RAD_S = 8;
    private static final double BODY_RAD_S = 2.5;
    private static final double SLOWEST = 0.15;
    private static final double HAND_SHORTEST_S = 0.25;
    private static final double BODY_SHORTEST_S = 0.6;
    /** A quintic's peak speed is this times its mean. */
    private static final double PEAK = 1.875;
    /** Before and after a cut, ns. */
    private static final long PRESS_BEFORE_NS = 700_000_000L;
    private static final long PRESS_AFTER_NS = 150_000_000L;

    private final JointDescription[] joints;
    private final SplittableRandom random;
    private final MotionTally tally;
    private final double[] from;
    private final double[] to;
    private final long[] beginNs;
    private final long[] lengthNs;
    private final Cut[] cuts;
    private final double[][] press;
    private final int[][] pressed;
    private long nowNs;
    private boolean begun;

    /**
     * @param robot robot.
     * @param seed  seed of the motion.
     * @param cuts  cuts of this segment.
     * @param arms  of each cut: the effort that 1 N of its tendon puts on each joint, N·m, one entry a joint.
     * @param tally shown every frame.
     */
    RandomMotion(
        final RobotDescription robot,
        final long seed,
        final List<Cut> cuts,
        final double[][] arms,
        final MotionTally tally)
    {
        joints = robot.joints().toArray(JointDescription[]::new);
        random = new SplittableRandom(seed);
        this.tally = tally;
        from = new double[joints.length];
        to = new double[joints.length];
        beginNs = new long[joints.length];
        lengthNs = new long[joints.length];
        this.cuts = cuts.toArray(Cut[]::new);
        press = new double[this.cuts.length][];
        pressed = new int[this.cuts.length][];
        for (int c = 0; c < this.cuts.length; c++)
        {
            pressed[c] = robot.tendonGroups().get(this.cuts[c].group()).joints().stream()
                .mapToInt(Integer::intValue).toArray();
            press[c] = press(this.cuts[c].level(), arms[c]);
        }
        for (int j = 0; j < joints.length; j++)
        {
            to[j] = joints[j].defaultPositionRad();
        }
    }

    private double[] press(final Cut.Level level, final double[] arms)
    {
        final double[] effort = new double[joints.length];
        if (level == Cut.Level.WORKING)
        {
            return null;
        }
        double most = 0;
        for (int j = 0; j < joints.length; j++)
        {
            most = Math.max(most, Math.abs(arms[j]) / joints[j].effortMaxNm());
        }
        final double sign = level == Cut.Level.MAXIMUM ? 0.98 : -0.3;
        for (int j = 0; j < joints.length; j++)
        {
            effort[j] = sign * arms[j] / most;
        }
        return effort;
    }

    @Override
    public String placement()
    {
        return "inline";
    }

    @Override
    public void reset()
    {
        // the motion goes on
    }

    @Override
    public Outcome onCycle(final CycleFrame frame, final long cycle, final long timeNs)
    {
        final long beforeNs = nowNs;
        nowNs = timeNs;
        for (int c = 0; c < cuts.length; c++)
        {
            if (press[c] != null && presses(c, beforeNs) && !presses(c, timeNs))
            {
                goOnFrom(frame, pressed[c]);
            }
        }
        for (int j = 0; j < joints.length; j++)
        {
            if (!begun || timeNs - beginNs[j] >= lengthNs[j])
            {
                next(j, timeNs);
            }
        }
        begun = true;
        tally.take(frame, timeNs);
        return Outcome.OK;
    }

    private boolean presses(final int c, final long timeNs)
    {
        final long sinceNs = timeNs - cuts[c].atNs();
        return sinceNs >= -PRESS_BEFORE_NS && sinceNs < PRESS_AFTER_NS;
    }

    /** The motion goes on from where the joints are, not from where they would have been. */
    private void goOnFrom(final CycleFrame frame, final int[] some)
    {
        for (final int j : some)
        {
            to[j] = frame.estimatePosition.get(j);
            beginNs[j] = Long.MIN_VALUE / 2;
            lengthNs[j] = 1;
        }
    }

    private void next(final int j, final long timeNs)
    {
        final double lower = joints[j].lowerRad();
        final double range = joints[j].upperRad() - lower;
        from[j] = to[j];
        final double place = random.nextDouble();
        final double part = random.nextBoolean() ? MARGIN + (1 - 2 * MARGIN) * place :
            random.nextBoolean() ? MARGIN + NEAR * place : 1 - MARGIN - NEAR * place;
        to[j] = lower + part * range;
        final double peak = (joints[j].hand() ? HAND_RAD_S : BODY_RAD_S) *
            (SLOWEST + (1 - SLOWEST) * random.nextDouble());
        beginNs[j] = timeNs;
        lengthNs[j] = Math.round(1e9 * Math.max(joints[j].hand() ? HAND_SHORTEST_S : BODY_SHORTEST_S,
            PEAK * Math.abs(to[j] - from[j]) / peak));
    }

    @Override
    public void targets(final CycleFrame frame)
    {
        for (int j = 0; j < joints.length; j++)
        {
            final double u = begun ? Math.min(1, (double)(nowNs - beginNs[j]) / lengthNs[j]) : 1;
            final double way = to[j] - from[j];
            final double s = u * u * u * (10 + u * (6 * u - 15));
            final double rate = 30 * u * u * (1 - u) * (1 - u);
            frame.targetPosition.set(j, begun ? from[j] + way * s : to[j]);
            frame.targetVelocity.set(j, begun ? way * rate * 1e9 / lengthNs[j] : 0);
            frame.targetKp.set(j, joints[j].kpNmRad());
            frame.targetKd.set(j, joints[j].kdNmsRad());
            frame.targetEffort.set(j, 0);
        }
        for (int c = 0; c < cuts.length; c++)
        {
            if (press[c] != null && presses(c, nowNs))
            {
                for (final int j : pressed[c])
                {
                    frame.targetKp.set(j, 0);
                    frame.targetVelocity.set(j, 0);
                    frame.targetEffort.set(j, press[c][j]);
                }
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
