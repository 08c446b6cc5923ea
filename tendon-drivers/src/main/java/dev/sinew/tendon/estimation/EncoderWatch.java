package dev.sinew.tendon.estimation;

import java.util.Arrays;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Decides, joint by joint, whether the encoder is used. What a reading says of itself (not valid, not finite, out of
 * range, faster than the joint) takes it out in the same cycle; what only the tendons can tell (it stands still while
 * the joint moves, it disagrees) takes {@link EstimatorSettings#confirmCycles()}. Coming back takes longer than going.
 * Loop's thread; allocation-free.
 */
final class EncoderWatch
{
    /** A reading further outside the joint's limits than this is impossible, rad. */
    private static final double OUTSIDE_MAX_RAD = 0.35;
    /** A joint may be this much faster than its greatest speed before a reading is a jump. */
    private static final double SPEED_RATIO = 2.5;
    /** What a jump must have beyond that, rad. */
    private static final double JUMP_MIN_RAD = 0.01;
    /** Repeats to the last bit after which a reading may be frozen, cycles. */
    private static final int STILL_CYCLES = 20;
    /** Part of a speed that is kept from one reading to the next, so that noise does not hide a motion. */
    private static final double SPEED_KEEP = 0.9;
    /** Motors may go the other way as fast. */
    private static final double SKEW_RATIO = 2;
    /** After a disagreement, or a jump, the way back is this many times as long. */
    private static final int DISTRUST = 10;
    /** An encoder that comes back may be this far from the tendons' estimate, rad. */
    private static final double RETURN_MAX_RAD = 0.26;

    private final EstimatorSettings settings;
    private final double[] lowest;
    private final double[] highest;
    private final double[] speedMax;
    private final double[] reading;
    private final double[] last;
    private final double[] speed;
    private final int[] still;
    private final int[] good;
    private final int[] doubt;
    private final EncoderState[] state;
    private final boolean[] used;
    private final double noiseRad;
    private final int fitted;
    private int out;
    private boolean trusting;
    private final double[] skewS;

    EncoderWatch(final RobotDescription robot, final EstimatorSettings settings)
    {
        this.settings = settings;
        final int joints = robot.jointCount();
        lowest = new double[joints];
        highest = new double[joints];
        speedMax = new double[joints];
        reading = new double[joints];
        last = new double[joints];
        speed = new double[joints];
        skewS = new double[joints];
        still = new int[joints];
        good = new int[joints];
        doubt = new int[joints];
        state = new EncoderState[joints];
        used = new boolean[joints];
        int encoders = 0;
        for (final JointDescription joint : robot.joints())
        {
            final int j = joint.index();
            lowest[j] = joint.lowerRad() - OUTSIDE_MAX_RAD;
            highest[j] = joint.upperRad() + OUTSIDE_MAX_RAD;
            speedMax[j] = joint.velocityMaxRadS();
            state[j] = joint.encoder() ? EncoderState.HEALTHY : EncoderState.MISSING;
            encoders += joint.encoder() ? 1 : 0;
        }
        fitted = encoders;
        noiseRad = 8 * settings.encoderSigmaRad() + JUMP_MIN_RAD;
        Arrays.fill(last, Double.NaN);
    }

    /**
     * Looks at a sample by itself.
     *
     * @param position readings, rad; kept until the next call.
     * @param valid    false when the device declares them invalid.
     * @param periodS  time since the sample before, s.
     */
    void screen(final Column position, final boolean valid, final double periodS)
    {
        position.copyTo(reading);
        out = 0;
        for (int j = 0; j < reading.length; j++)
        {
            if (state[j] != EncoderState.MISSING)
            {
                final EncoderState found = judge(j, valid, periodS);
                if (found != EncoderState.HEALTHY)
                {
                    state[j] = worse(state[j], found);
                    good[j] = 0;
                }
                used[j] = state[j] == EncoderState.HEALTHY;
                out += used[j] ? 0 : 1;
            }
        }
    }

    /** What a sample says of itself replaces only a state of that kind: distrust is not forgotten over it. */
    private static EncoderState worse(final EncoderState state, final EncoderState found)
    {
        return switch (state)
        {
            case HEALTHY -> found;
            case INVALID, IMPOSSIBLE -> found == EncoderState.JUMPED ? state : found;
            default -> state;
        };
    }

    private EncoderState judge(final int j, final boolean valid, final double periodS)
    {
        final double now = reading[j];
        final double before = last[j];
        if (!valid)
        {
            last[j] = Double.NaN;
            return EncoderState.INVALID;
        }
        if (!(now >= lowest[j] && now <= highest[j]))
        {
            last[j] = Double.NaN;
            return EncoderState.IMPOSSIBLE;
        }
        last[j] = now;
        final int stood = still[j];
        if (skewS[j] > 0 && now != before)
        {
            final double newest = Math.abs(now - before) / ((1 + stood) * periodS);
            speed[j] = newest * 0.0 == 0 ? Math.max(newest, SPEED_KEEP * speed[j]) : 0;
        }
        still[j] = now == before ? Math.min(still[j] + 1, STILL_CYCLES) : 0;
        // The first reading after a gap has nothing to jump from. One of a bus slower than the loop stands still and
        // then goes the way of several cycles.
        return Math.abs(now - before) > SPEED_RATIO * speedMax[j] * (1 + stood) * periodS + noiseRad
            ? EncoderState.JUMPED : EncoderState.HEALTHY;
    }

    /** @param seconds by how much a joint's encoder and motors may have been read at different times, s. */
    void skew(final int joint, final double seconds)
    {
        skewS[joint] = seconds;
    }

    /** @param all true to hear nothing that tendons say against an encoder. */
    void trust(final boolean all)
    {
        trusting = all;
    }

    /**
     * Takes in what the tendons say about an encoder that is used.
     *
     * @param j        joint.
     * @param gapRad   encoder less tendons, rad.
     * @param boundRad gap that uncertainty and the least disagreement explain, rad.
     */
    void compare(final int j, final double gapRad, final double boundRad)
    {
        final boolean frozen = still[j] >= STILL_CYCLES;
        final double unseenRad = SKEW_RATIO * skewS[j] * speed[j];
        if (trusting || !used[j] || Math.abs(gapRad) <= (frozen ? 0.5 : 1) * boundRad + unseenRad)
        {
            doubt[j] = 0;
            return;
        }
        doubt[j]++;
        if (doubt[j] >= settings.confirmCycles())
        {
            state[j] = frozen ? EncoderState.FROZEN : EncoderState.DISAGREES;
            used[j] = false;
            good[j] = 0;
            doubt[j] = 0;
            out++;
        }
    }

    /**
     * Counts the good cycles of an encoder that is out; after enough of them it is used again from the next cycle on.
     *
     * @param j        joint.
     * @param gapRad   encoder less tendons, rad.
     * @param sigmaRad uncertainty of the tendons' estimate, rad.
     * @param reduced  true when the group has lost a tendon: what is left of it cannot tell that the encoder is wrong,
     *                 so one that only jumped, as a finger that flails does, comes back once it moves like a joint.
     */
    void recover(final int j, final double gapRad, final double sigmaRad, final boolean reduced)
    {
        if (used[j] || state[j] == EncoderState.MISSING || last[j] != reading[j])
        {
            return;
        }
        final boolean distrusted = state[j] != EncoderState.INVALID && state[j] != EncoderState.IMPOSSIBLE;
        final double bound = distrusted ? settings.disagreementRad() + 2 * sigmaRad :
            Math.max(RETURN_MAX_RAD, 4 * sigmaRad);
        final boolean untold = reduced && state[j] == EncoderState.JUMPED;
        final boolean agrees = (untold || Math.abs(gapRad) < bound) && (!distrusted || still[j] < STILL_CYCLES);
        good[j] = agrees ? good[j] + 1 : 0;
        if (good[j] >= (distrusted ? DISTRUST : 1) * settings.recoverCycles())
        {
            state[j] = EncoderState.HEALTHY;
            good[j] = 0;
        }
    }

    /** @return reading of this sample, rad. */
    double reading(final int j)
    {
        return reading[j];
    }

    /** @return true when the joint's position comes from its encoder in this cycle. */
    boolean used(final int j)
    {
        return used[j];
    }

    EncoderState state(final int j)
    {
        return state[j];
    }

    /** @return encoders that the robot has and that are not used in this cycle. */
    int out()
    {
        return out;
    }

    /** @return true when every joint has an encoder and all of them are used. */
    boolean allUsed()
    {
        return out == 0 && fitted == reading.length;
    }

    /** Copies the readings of this sample, rad. */
    void readings(final double[] to)
    {
        System.arraycopy(reading, 0, to, 0, reading.length);
    }
}
