package dev.sinew.sim.bench;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Where the joints of the hands shall be: each swings to and fro about the middle of its range with a frequency of its
 * own, beginning gently; all other joints hold the default pose. Immutable.
 */
final class FingerMotion
{
    private static final double RAMP_S = 1;
    private static final double FREQUENCY_MIN_HZ = 0.35;
    private static final double FREQUENCY_STEP_HZ = 0.05;
    private static final int FREQUENCIES = 13;
    private static final double LIMIT_MARGIN_RAD = 0.05;

    private final double[] rest;
    private final double[] middle;
    private final double[] half;
    private final double[] frequencyHz;

    /**
     * @param robot      robot.
     * @param amplitudeRad greatest amplitude, rad; less where a joint's range is smaller.
     */
    FingerMotion(final RobotDescription robot, final double amplitudeRad)
    {
        rest = new double[robot.jointCount()];
        middle = new double[rest.length];
        half = new double[rest.length];
        frequencyHz = new double[rest.length];
        for (final JointDescription joint : robot.joints())
        {
            final int j = joint.index();
            rest[j] = joint.defaultPositionRad();
            middle[j] = 0.5 * (joint.lowerRad() + joint.upperRad());
            half[j] = joint.hand() ? Math.min(amplitudeRad,
                0.5 * (joint.upperRad() - joint.lowerRad()) - LIMIT_MARGIN_RAD) : 0;
            frequencyHz[j] = FREQUENCY_MIN_HZ + FREQUENCY_STEP_HZ * (j * 5 % FREQUENCIES);
        }
    }

    /**
     * @param joint index of a joint.
     * @param timeS time since the begin, s.
     * @return wanted position, rad.
     */
    double position(final int joint, final double timeS)
    {
        final double begun = Math.min(1, timeS / RAMP_S);
        final double share = begun * begun * (3 - 2 * begun);
        return half[joint] == 0 ? rest[joint] : rest[joint] + share * (middle[joint] - rest[joint] +
            half[joint] * StrictMath.sin(2 * Math.PI * frequencyHz[joint] * timeS + joint));
    }
}
