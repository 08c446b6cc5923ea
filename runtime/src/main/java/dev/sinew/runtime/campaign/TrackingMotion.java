package dev.sinew.runtime.campaign;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.policy.PolicyRunner;

/**
 * Every joint of the hands swings as a sine about the middle of its range, all in step, as far as asked or as its range
 * allows; all other joints hold the default pose. Adds up how far the joints' own encoders are from where they should
 * be, from the moment on when the motion has settled. Loop's thread; deterministic; allocation-free.
 */
final class TrackingMotion implements PolicyRunner
{
    private static final double RAMP_S = 1;
    private static final double LIMIT_MARGIN_RAD = 0.03;

    private final JointDescription[] joints;
    private final double[] middle;
    private final double[] amplitude;
    private final double omega;
    private final double settledS;
    private final double[] position;
    private final double[] velocity;
    private final double[] squares;
    private final double[] least;
    private final double[] most;
    private double beginS = Double.NaN;
    private double nowS;
    private long cycles;

    /**
     * @param robot        robot.
     * @param amplitudeRad amplitude of each joint, rad; less where its range is smaller.
     * @param hertz        frequency, Hz.
     * @param settledS     time since the begin after which errors count, s.
     */
    TrackingMotion(final RobotDescription robot, final double amplitudeRad, final double hertz, final double settledS)
    {
        joints = robot.joints().toArray(JointDescription[]::new);
        this.settledS = settledS;
        omega = 2 * Math.PI * hertz;
        middle = new double[joints.length];
        amplitude = new double[joints.length];
        position = new double[joints.length];
        velocity = new double[joints.length];
        squares = new double[joints.length];
        least = new double[joints.length];
        most = new double[joints.length];
        for (final JointDescription joint : joints)
        {
            final int j = joint.index();
            middle[j] = 0.5 * (joint.lowerRad() + joint.upperRad());
            amplitude[j] = joint.hand() ? Math.min(amplitudeRad,
                0.5 * (joint.upperRad() - joint.lowerRad()) - LIMIT_MARGIN_RAD) : 0;
            position[j] = joint.defaultPositionRad();
            least[j] = Double.POSITIVE_INFINITY;
            most[j] = Double.NEGATIVE_INFINITY;
        }
    }

    @Override
    public String placement()
    {
        return "inline";
    }

    @Override
    public void reset()
    {
        beginS = Double.NaN;
    }

    @Override
    public Outcome onCycle(final CycleFrame frame, final long cycle, final long nowNs)
    {
        final double clockS = nowNs * 1e-9;
        beginS = Double.isNaN(beginS) ? clockS : beginS;
        nowS = clockS - beginS;
        final double begun = Math.min(1, nowS / RAMP_S);
        final double share = begun * begun * (3 - 2 * begun);
        final double rate = begun < 1 ? 6 * begun * (1 - begun) / RAMP_S : 0;
        final double sine = StrictMath.sin(omega * nowS);
        final double cosine = StrictMath.cos(omega * nowS);
        for (int j = 0; j < joints.length; j++)
        {
            if (amplitude[j] != 0)
            {
                final double rest = joints[j].defaultPositionRad();
                final double way = middle[j] - rest + amplitude[j] * sine;
                position[j] = rest + share * way;
                velocity[j] = rate * way + share * amplitude[j] * omega * cosine;
            }
        }
        if (nowS >= settledS)
        {
            score(frame);
        }
        return Outcome.OK;
    }

    /** Where a joint is against where it should be at the same moment: the cycle that it takes to answer counts. */
    private void score(final CycleFrame frame)
    {
        for (int j = 0; j < joints.length; j++)
        {
            final double is = frame.state.jointPosition.get(j);
            final double off = is - position[j];
            squares[j] += off * off;
            least[j] = Math.min(least[j], is);
            most[j] = Math.max(most[j], is);
        }
        cycles++;
    }

    @Override
    public void targets(final CycleFrame frame)
    {
        for (int j = 0; j < joints.length; j++)
        {
            frame.targetPosition.set(j, position[j]);
            frame.targetVelocity.set(j, velocity[j]);
            frame.targetKp.set(j, joints[j].kpNmRad());
            frame.targetKd.set(j, joints[j].kdNmsRad());
            frame.targetEffort.set(j, 0);
        }
    }

    /**
     * @param joint index of a joint.
     * @return its amplitude, 0 where it stands, rad.
     */
    double amplitudeRad(final int joint)
    {
        return amplitude[joint];
    }

    /**
     * @param joint index of a joint.
     * @return where it swings about, rad.
     */
    double middleRad(final int joint)
    {
        return middle[joint];
    }

    /**
     * @param joint index of a joint.
     * @return mean of its squared error, rad².
     */
    double meanSquare(final int joint)
    {
        return squares[joint] / cycles;
    }

    /**
     * @param joint index of a joint.
     * @return range over which it really moved, rad.
     */
    double movedRad(final int joint)
    {
        return most[joint] - least[joint];
    }

    /**
     * @return cycles that count.
     */
    long cycles()
    {
        return cycles;
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
