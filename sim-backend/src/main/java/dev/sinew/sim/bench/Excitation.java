package dev.sinew.sim.bench;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * A motion from which tendons can be identified: each joint of each group by itself and then all of them, slowly, over
 * most of their range, back and forth at two levels of co-contraction; then still, while all tendons pull harder and
 * let go again, quickly for the stiffness and for long for the creep.
 */
final class Excitation implements MotionRig.Motion
{
    private static final double RANGE = 0.8;
    private static final double PERIOD_S = 4;
    private static final double BLEND_S = 1;
    private static final double[] LEVELS = {0, 2};
    private static final double RAMP_S = 0.7;
    private static final int RAMPS = 4;
    private static final double HOLD_S = 20;
    private static final double HOLD_LEVEL = 4;
    private static final double[] PLACES = {0, 0.6, -0.6};
    private static final int STILL = -1;

    private final RobotDescription robot;
    /** Place of each moving joint in its group, -1 of one that stands. */
    private final int[] place;
    private final double[] middle;
    private final double[] amplitude;
    private final int most;
    private final List<Phase> phases = new ArrayList<>();
    private double durationS;

    /** A stretch of time, at whose begin pull and place change over {@code blendS}. */
    private record Phase(double beginS, double endS, double blendS, int mover, double harder, double at)
    {
    }

    /**
     * @param robot  robot.
     * @param groups groups to move.
     */
    Excitation(final RobotDescription robot, final List<TendonGroup> groups)
    {
        this.robot = robot;
        place = new int[robot.jointCount()];
        java.util.Arrays.fill(place, -1);
        middle = new double[robot.jointCount()];
        amplitude = new double[robot.jointCount()];
        int largest = 0;
        for (final TendonGroup group : groups)
        {
            largest = Math.max(largest, group.joints().size());
            for (int k = 0; k < group.joints().size(); k++)
            {
                final int j = group.joints().get(k);
                final JointDescription joint = robot.joints().get(j);
                place[j] = k;
                middle[j] = 0.5 * (joint.lowerRad() + joint.upperRad());
                amplitude[j] = RANGE * 0.5 * (joint.upperRad() - joint.lowerRad());
            }
        }
        most = largest;
        plan();
    }

    private void plan()
    {
        add(2 * BLEND_S, BLEND_S, STILL, 0, 0);
        for (final double level : LEVELS)
        {
            for (int mover = 0; mover <= most; mover++)
            {
                add(mover == most ? 2.5 * PERIOD_S : 1.5 * PERIOD_S, BLEND_S, mover, level, 0);
            }
        }
        for (final double at : PLACES)
        {
            add(2 * BLEND_S, BLEND_S, STILL, 0, at);
            for (int n = 0; n < RAMPS; n++)
            {
                add(RAMP_S, RAMP_S, STILL, HOLD_LEVEL, at);
                add(RAMP_S, RAMP_S, STILL, 0, at);
            }
        }
        add(2 * BLEND_S, BLEND_S, STILL, 0, 0);
        add(HOLD_S, BLEND_S, STILL, HOLD_LEVEL, 0);
        add(HOLD_S, BLEND_S, STILL, 0, 0);
    }

    private void add(final double lengthS, final double blendS, final int mover, final double harder, final double at)
    {
        phases.add(new Phase(durationS, durationS + lengthS, blendS, mover, harder, at));
        durationS += lengthS;
    }

    /**
     * @return how long it takes, s.
     */
    double durationS()
    {
        return durationS;
    }

    @Override
    public double at(final double timeS, final double[] position, final double[] velocity)
    {
        int n = 0;
        while (n + 1 < phases.size() && timeS >= phases.get(n + 1).beginS())
        {
            n++;
        }
        final Phase phase = phases.get(n);
        final Phase before = n == 0 ? phase : phases.get(n - 1);
        final double begin = smooth(timeS / BLEND_S);
        final double since = Math.max(0, timeS - phase.beginS());
        final double part = Math.min(1, since / phase.blendS());
        final double at = before.at() + smooth(part) * (phase.at() - before.at());
        for (final JointDescription joint : robot.joints())
        {
            final int j = joint.index();
            position[j] = joint.defaultPositionRad();
            velocity[j] = 0;
            if (place[j] >= 0)
            {
                position[j] += begin * (middle[j] + at * amplitude[j] - position[j]);
            }
            if (place[j] >= 0 && (phase.mover() == most || phase.mover() == place[j]))
            {
                final double omega = 2 * Math.PI / PERIOD_S;
                final double window = smooth(since / BLEND_S) * smooth((phase.endS() - timeS) / BLEND_S);
                position[j] += window * amplitude[j] * Math.sin(omega * since);
                velocity[j] = window * amplitude[j] * omega * Math.cos(omega * since);
            }
        }
        return before.harder() + part * (phase.harder() - before.harder());
    }

    private static double smooth(final double x)
    {
        final double inside = Math.max(0, Math.min(1, x));
        return inside * inside * (3 - 2 * inside);
    }
}
