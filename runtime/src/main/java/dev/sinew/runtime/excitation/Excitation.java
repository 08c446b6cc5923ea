package dev.sinew.runtime.excitation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * A motion from which tendons can be identified: each joint of each group by itself and then all of them, slowly, over
 * most of their range, back and forth at two levels of co-contraction; then still, while all tendons pull harder and
 * let go again, quickly for the stiffness and for long for the creep; and at last all of them together quickly but a
 * little, each at a frequency of its own, for the inertia of the rotors. Immutable; a pure function of time;
 * allocation-free after construction.
 */
final class Excitation
{
    private static final double RANGE = 0.8;
    private static final double PERIOD_S = 4;
    private static final double BLEND_S = 1;
    /** The first way, from wherever the joints are. */
    private static final double BEGIN_S = 2;
    private static final double[] LEVELS = {0, 0.3};
    private static final double RAMP_S = 0.7;
    private static final int RAMPS = 4;
    private static final double HOLD_S = 20;
    private static final double HOLD_LEVEL = 0.6;
    private static final double[] PLACES = {0, 0.6, -0.6};
    private static final int STILL = -1;
    private static final int QUICK = -2;
    private static final double QUICK_S = 15;
    private static final double QUICK_LEVEL = 0.3;
    /** Quick swings of joints of hands and of others: frequency of the first joint of a group, Hz. */
    private static final double HAND_HZ = 5;
    private static final double LIMB_HZ = 2;
    /** Part of it by which each further joint of the group is quicker, so that no tendon stands between them. */
    private static final double STAGGER = 0.1;
    /** Part of half the range, and of the greatest velocity, that they use at most. */
    private static final double QUICK_RANGE = 0.2;
    private static final double HAND_VELOCITY = 0.2;
    private static final double LIMB_VELOCITY = 0.02;

    private final boolean[] moves;
    /** Place of each moving joint in its group. */
    private final int[] place;
    private final double[] middle;
    private final double[] amplitude;
    private final double[] quickOmega;
    private final double[] quickAmplitude;
    private final int most;
    private final List<Phase> phases = new ArrayList<>();
    private double durationS;

    /** A stretch of time, at whose begin pull and place change over {@code blendS}. */
    private record Phase(double beginS, double endS, double blendS, int mover, double level, double at)
    {
    }

    /**
     * @param robot  robot.
     * @param groups groups to move.
     */
    Excitation(final RobotDescription robot, final List<TendonGroup> groups)
    {
        moves = new boolean[robot.jointCount()];
        place = new int[moves.length];
        middle = new double[moves.length];
        amplitude = new double[moves.length];
        quickOmega = new double[moves.length];
        quickAmplitude = new double[moves.length];
        int largest = 0;
        for (final TendonGroup group : groups)
        {
            largest = Math.max(largest, group.joints().size());
            for (int k = 0; k < group.joints().size(); k++)
            {
                final JointDescription joint = robot.joints().get(group.joints().get(k));
                moves[joint.index()] = true;
                place[joint.index()] = k;
                middle[joint.index()] = 0.5 * (joint.lowerRad() + joint.upperRad());
                amplitude[joint.index()] = RANGE * 0.5 * (joint.upperRad() - joint.lowerRad());
                final double omega = 2 * Math.PI * (joint.hand() ? HAND_HZ : LIMB_HZ) * (1 + STAGGER * k);
                quickOmega[joint.index()] = omega;
                quickAmplitude[joint.index()] = Math.min(QUICK_RANGE * 0.5 * (joint.upperRad() - joint.lowerRad()),
                    (joint.hand() ? HAND_VELOCITY : LIMB_VELOCITY) * joint.velocityMaxRadS() / omega);
            }
        }
        most = largest;
        plan();
    }

    private void plan()
    {
        add(BEGIN_S, BLEND_S, STILL, 0, 0);
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
        add(BLEND_S, BLEND_S, STILL, QUICK_LEVEL, 0);
        add(QUICK_S, BLEND_S, QUICK, QUICK_LEVEL, 0);
    }

    private void add(final double lengthS, final double blendS, final int mover, final double level, final double at)
    {
        phases.add(new Phase(durationS, durationS + lengthS, blendS, mover, level, at));
        durationS += lengthS;
    }

    /**
     * @return how long it takes, s.
     */
    double durationS()
    {
        return durationS;
    }

    /**
     * @param joint index of a joint.
     * @return true when it moves.
     */
    boolean moves(final int joint)
    {
        return moves[joint];
    }

    /**
     * @param timeS    time since the begin, s; after the end it stays where it ended.
     * @param start    where the joints were at the begin, rad.
     * @param position out, joint targets, rad.
     * @param velocity out, their velocities, rad/s.
     * @return co-contraction of the moving groups, 0 to 1.
     */
    double at(final double timeS, final double[] start, final double[] position, final double[] velocity)
    {
        int n = 0;
        while (n + 1 < phases.size() && timeS >= phases.get(n + 1).beginS())
        {
            n++;
        }
        final Phase phase = phases.get(n);
        final Phase before = n == 0 ? phase : phases.get(n - 1);
        final double begun = smooth(timeS / BEGIN_S);
        final double since = Math.max(0, timeS - phase.beginS());
        final double part = Math.min(1, since / phase.blendS());
        final double at = before.at() + smooth(part) * (phase.at() - before.at());
        final double omega = 2 * Math.PI / PERIOD_S;
        final double window = smooth(since / BLEND_S) * smooth((phase.endS() - timeS) / BLEND_S);
        final double swing = window * StrictMath.sin(omega * since);
        final double rate = window * omega * StrictMath.cos(omega * since);
        Arrays.fill(velocity, 0);
        for (int j = 0; j < position.length; j++)
        {
            position[j] = moves[j] ? start[j] + begun * (middle[j] + at * amplitude[j] - start[j]) : start[j];
            if (moves[j] && (phase.mover() == most || phase.mover() == place[j]))
            {
                position[j] += amplitude[j] * swing;
                velocity[j] = amplitude[j] * rate;
            }
            else if (moves[j] && phase.mover() == QUICK)
            {
                position[j] += window * quickAmplitude[j] * StrictMath.sin(quickOmega[j] * since);
                velocity[j] = window * quickAmplitude[j] * quickOmega[j] * StrictMath.cos(quickOmega[j] * since);
            }
        }
        return before.level() + part * (phase.level() - before.level());
    }

    /** From 0 to 1 with no jump in speed: 3 x² - 2 x³. */
    private static double smooth(final double x)
    {
        final double inside = Math.max(0, Math.min(1, x));
        return inside * inside * (3 - 2 * inside);
    }
}
