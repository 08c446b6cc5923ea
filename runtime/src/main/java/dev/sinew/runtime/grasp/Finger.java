package dev.sinew.runtime.grasp;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * One finger's grip. It closes by moving the posture that its joints' gains hold. At contact the posture stays, which
 * keeps the finger from buckling, and the effort {@code J^T F} is added, which a slow PI on what is felt corrects:
 *
 * <pre>
 *   F = wanted + kp error + ki integral of the error
 * </pre>
 *
 * <p>Posture and F are continuous over all states, so that nothing jumps. Loop's thread; allocation-free.</p>
 */
final class Finger
{
    /** Levers whose squares sum to less are no finger, m². */
    private static final double SQUARES_MIN = 1e-8;

    private final FingerChain chain;
    private final FingerForce force;
    private final GripSettings settings;
    private final double dt;
    private final double[] lower;
    private final double[] upper;
    private final double[] effortMax;
    private final double[] posture;
    private GripState state = GripState.IDLE;
    private double wantedN;
    private double integralN;
    private double forceN;
    private double leftS;
    private double followS;
    /** Part of the force that a finger of this speed may have. */
    private double brake = 1;
    private int streak;

    Finger(final RobotDescription robot, final FingerChain chain, final int cell, final GripSettings settings)
    {
        this.chain = chain;
        this.settings = settings;
        force = new FingerForce(robot, chain, cell, settings);
        dt = robot.rates().periodNs() * 1e-9;
        lower = new double[chain.joint.length];
        upper = new double[chain.joint.length];
        effortMax = new double[chain.joint.length];
        posture = new double[chain.joint.length];
        for (int k = 0; k < posture.length; k++)
        {
            final JointDescription joint = robot.joints().get(chain.joint[k]);
            lower[k] = joint.lowerRad();
            upper[k] = joint.upperRad();
            effortMax[k] = joint.effortMaxNm();
        }
    }

    GripState state()
    {
        return state;
    }

    /** @return force that is felt, N; 0 while it does not grip. */
    double feltN()
    {
        return state == GripState.IDLE ? 0 : force.feltN();
    }

    /** Forgets everything; the finger follows its targets. */
    void reset()
    {
        state = GripState.IDLE;
        wantedN = 0;
        integralN = 0;
        forceN = 0;
        streak = 0;
        followS = 0;
        brake = 1;
        force.reset();
    }

    /**
     * @param frame   estimates, touch and targets in; this finger's targets out.
     * @param wishN   wanted force, N; 0 or not a number for none.
     * @param touched true when touch cells may be read.
     */
    void run(final CycleFrame frame, final double wishN, final boolean touched)
    {
        final boolean wished = wishN > 0;
        if (state == GripState.IDLE && !wished)
        {
            return;
        }
        chain.moveTo(frame.estimatePosition);
        if (!(chain.squares() > SQUARES_MIN))
        {
            return;
        }
        if (state == GripState.IDLE)
        {
            begin(frame);
        }
        force.update(frame, touched, state == GripState.CLOSING);
        switch (state)
        {
            case CLOSING -> close(frame, wished, wishN);
            case HOLDING -> hold(wished, wished ? Math.min(wishN, settings.forceMaxN()) : 0);
            default -> comeBack(frame, wished);
        }
        if (state != GripState.IDLE)
        {
            press(frame);
        }
    }

    private void begin(final CycleFrame frame)
    {
        for (int k = 0; k < posture.length; k++)
        {
            posture[k] = frame.targetPosition.get(chain.joint[k]);
        }
        enter(GripState.CLOSING);
    }

    private void enter(final GripState next)
    {
        state = next;
        streak = 0;
        leftS = settings.returnS();
    }

    /**
     * Joint speeds of least size that move the tip at the speed of approach. Without a touch cell contact is noticed
     * late, and a tip that is dragged on meanwhile slips and bounces: then it goes slowly.
     */
    private void close(final CycleFrame frame, final boolean wished, final double wishN)
    {
        if (followS > 0)
        {
            followS = Math.max(0, followS - dt);
            letPostureFollow(frame);
        }
        forceN = approach(forceN, 0, settings.correctNS() * dt);
        final double speed = (force.isUnsure() ? settings.probeMS() : settings.approachMS()) / chain.squares();
        for (int k = 0; k < posture.length; k++)
        {
            final double step = dt * speed * chain.lever[k];
            final double lead = posture[k] - frame.estimatePosition.get(chain.joint[k]);
            if (lead * Math.signum(step) < settings.leadMaxRad())
            {
                // What lies outside the limits already stays where it is.
                posture[k] = step > 0 ? Math.max(posture[k], Math.min(posture[k] + step, upper[k])) :
                    Math.min(posture[k], Math.max(posture[k] + step, lower[k]));
            }
        }
        streak = force.contact() ? streak + 1 : 0;
        if (!wished)
        {
            enter(GripState.RETURNING);
        }
        else if (streak >= settings.streakCycles())
        {
            enter(GripState.HOLDING);
            wantedN = Math.min(force.feltN(), wishN);
            integralN = -wantedN; // which the posture presses already
        }
    }

    private void hold(final boolean wished, final double wishN)
    {
        wantedN = approach(wantedN, wishN, settings.slewNS() * dt);
        regulate();
        streak = force.lost(wantedN) ? streak + 1 : 0;
        if (!wished && wantedN == 0)
        {
            enter(GripState.RETURNING);
        }
        else if (streak >= settings.streakCycles())
        {
            enter(GripState.CLOSING);
            followS = settings.followS();
        }
    }

    /**
     * A posture that held against the force would throw the finger back once that is gone, so it goes to where the
     * finger is, and the part of the force that it held against goes with it: what is left between both stays the same.
     */
    private void letPostureFollow(final CycleFrame frame)
    {
        for (int k = 0; k < posture.length; k++)
        {
            final double is = frame.estimatePosition.get(chain.joint[k]);
            final double step = (clamp(is, lower[k], upper[k]) - posture[k]) * dt / (followS + dt);
            posture[k] += step;
            forceN -= chain.lever[k] * frame.targetKp.get(chain.joint[k]) * step / chain.squares();
        }
        forceN = Math.max(0, forceN);
    }

    private void comeBack(final CycleFrame frame, final boolean wished)
    {
        forceN = approach(forceN, 0, settings.slewNS() * dt);
        leftS = Math.max(0, leftS - dt);
        for (int k = 0; k < posture.length; k++)
        {
            // From where it is to where it shall be in the time that is left, all of the way when none is.
            posture[k] += (frame.targetPosition.get(chain.joint[k]) - posture[k]) * dt / (leftS + dt);
        }
        if (wished)
        {
            enter(GripState.CLOSING);
        }
        else if (leftS == 0 && forceN == 0)
        {
            reset();
        }
    }

    private void regulate()
    {
        final double error = wantedN - force.feltN();
        // Less than nothing where the posture presses too much by itself.
        final double least = -Math.max(1, wantedN);
        final double most = settings.forceMaxN();
        integralN = clamp(integralN + settings.integralHz() * dt * error, least - wantedN, most - wantedN);
        final double asked = clamp(wantedN + settings.proportional() * error + integralN, least, most);
        forceN = approach(forceN, asked, settings.correctNS() * dt);
    }

    private static double clamp(final double value, final double least, final double most)
    {
        return Math.min(Math.max(value, least), most);
    }

    private static double approach(final double from, final double to, final double step)
    {
        return from + Math.min(Math.max(to - from, -step), step);
    }

    /** All efforts shrink together where one joint cannot give its own, so that the force keeps its direction. */
    private void press(final CycleFrame frame)
    {
        // A finger that runs on presses on nothing: what would make it faster still is taken back.
        brake = approach(brake, clamp(2 - force.speedMS() / settings.runMS(), 0, 1), dt / settings.brakeS());
        double scale = brake;
        for (int k = 0; k < posture.length; k++)
        {
            final double effort = Math.abs(chain.lever[k] * forceN);
            scale = effort > effortMax[k] ? Math.min(scale, effortMax[k] / effort) : scale;
        }
        for (int k = 0; k < posture.length; k++)
        {
            final int j = chain.joint[k];
            frame.targetPosition.set(j, posture[k]);
            frame.targetVelocity.set(j, 0);
            frame.targetEffort.set(j, frame.targetEffort.get(j) + scale * chain.lever[k] * forceN);
        }
    }
}
