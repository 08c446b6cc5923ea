package dev.sinew.tendon.compensation;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Turns the loose drum of an antagonist pair through its gap when the torque that is wanted of it changes its sign:
 * within the gap nothing holds the rotor, and the small torque that is wanted right after the change would take long.
 * The push lasts for the first half of the gap at most and ends at once when the cables are felt, so what it adds is
 * bounded by push times half a gap, and less than that is left when the other flank is met. One motor; loop's thread.
 */
final class TakeUp
{
    /** Part of the greatest torque below which a wanted torque has no sign. */
    private static final double SIGN_RATIO = 0.01;
    /** Cycles after which a gap that does not end is none. */
    private static final int CYCLES_MAX = 200;

    private final double halfGapRad;
    private final double pushNm;
    private final double signNm;
    private int sign;
    private int push;
    private int cycles;
    private double beganRad;

    private TakeUp(final double gapRad, final double pushNm, final double effortMaxNm)
    {
        halfGapRad = 0.5 * gapRad;
        this.pushNm = pushNm;
        signNm = SIGN_RATIO * effortMaxNm;
    }

    /**
     * @param robot robot.
     * @param motor one of its motors.
     * @param ratio part of the motor's greatest torque to push with.
     * @return what takes its gap up, or null where there is none to feel.
     */
    static TakeUp of(final RobotDescription robot, final MotorDescription motor, final double ratio)
    {
        boolean forth = false;
        boolean back = false;
        double gap = 0;
        for (final int i : motor.tendons())
        {
            final TendonDescription tendon = robot.tendons().get(i);
            final double radius = robot.spoolRadiusM(tendon);
            forth |= radius > 0;
            back |= radius < 0;
            gap = Math.max(gap, tendon.losses().backlashM() / Math.abs(radius));
        }
        return forth && back && gap > 0 ? new TakeUp(gap, ratio * motor.effortMaxNm(), motor.effortMaxNm()) : null;
    }

    /**
     * @param wantedNm   torque that the cables shall feel, N·m.
     * @param measuredNm torque by which the measured tensions turn the drum back, N·m.
     * @param motorRad   measured motor position, rad.
     * @return torque to add, N·m.
     */
    double extra(final double wantedNm, final double measuredNm, final double motorRad)
    {
        final int now = wantedNm > signNm ? 1 : wantedNm < -signNm ? -1 : 0;
        if (now != 0 && now != sign)
        {
            push = sign == 0 ? 0 : now; // the first sign of all tells nothing of where the drum is
            sign = now;
            cycles = 0;
            beganRad = motorRad;
        }
        if (push == 0)
        {
            return 0;
        }
        final boolean through = push * (motorRad - beganRad) >= halfGapRad;
        final boolean felt = push * measuredNm > signNm;
        // Not a number ends it as well.
        if (!(push * (motorRad - beganRad) < halfGapRad) || through || felt || ++cycles > CYCLES_MAX)
        {
            push = 0;
            return 0;
        }
        return push * pushNm;
    }

    void reset()
    {
        sign = 0;
        push = 0;
    }
}
