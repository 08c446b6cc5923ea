package dev.sinew.tendon.life;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Winds up cable that lies loose because a joint outran its motor. A loose cable moves no joint, so its motor is free
 * to catch up, and it does so without a jerk: it comes to the speed of the joint's end of the cable while it takes the
 * gap {@code g} in, and a little more,
 *
 * <pre>
 *   F = m ((g + a) / T² + 2 (v_joint - v_motor) / T)        m = J / r²
 * </pre>
 *
 * <p>the critically damped way to {@code g = -a}. While there is a gap this takes the place of what the motor pulls
 * with otherwise, which would wind too slowly at first and too fast at the end. The force is bounded, and so is the
 * time. With readings older than the loop expects it would miss the gap, and is not tried. A motor that is ahead of its
 * joint has no gap, so how a cut cable is found stays as it is. One loop's thread; allocation-free; deterministic.</p>
 */
public final class SlackTakeUp
{
    /** Time constant in which a gap is taken in, s. */
    private static final double TIME_S = 0.003;
    /** Stretch that is aimed for, m: a cable that is met at gap 0 bounces off. */
    private static final double AIM_M = 0.0005;
    /** Greatest force, as a part of the greatest tension. */
    private static final double LIMIT_RATIO = 0.25;
    /** A gap that lasts longer than this was not made by a joint, s. */
    private static final double LONGEST_S = 0.1;

    private final TendonMonitor monitor;
    private final TendonRouting routing;
    private final int[] motor;
    private final boolean[] alone;
    private final double[] spool;
    private final double[] massKg;
    private final double[] limitN;
    private final double[] leastN;
    private final double[] effortMax;
    private final int longest;
    private final int[] cycles;
    private final double[] pathRate;
    private boolean any;

    /**
     * @param robot   robot.
     * @param routing how its tendons run.
     * @param monitor what sees the gaps.
     */
    public SlackTakeUp(final RobotDescription robot, final TendonRouting routing, final TendonMonitor monitor)
    {
        this.monitor = monitor;
        this.routing = routing;
        final int tendons = robot.tendonCount();
        motor = new int[tendons];
        alone = new boolean[tendons];
        spool = new double[tendons];
        massKg = new double[tendons];
        limitN = new double[tendons];
        leastN = new double[tendons];
        effortMax = robot.motors().stream().mapToDouble(MotorDescription::effortMaxNm).toArray();
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            final MotorDescription drive = robot.motors().get(tendon.motor());
            motor[i] = tendon.motor();
            alone[i] = drive.tendons().size() == 1;
            spool[i] = robot.spoolRadiusM(tendon);
            massKg[i] = drive.rotorInertiaKgM2() / (spool[i] * spool[i]);
            limitN[i] = LIMIT_RATIO * tendon.tensionMaxN();
            leastN[i] = MonitorSettings.LOW_RATIO * tendon.tensionMinN();
        }
        longest = (int)Math.ceil(LONGEST_S * (robot.rates() == null ? 1000 : robot.rates().baseHz()));
        cycles = new int[tendons];
        pathRate = new double[tendons];
    }

    /**
     * @param asked         tensions that are asked for, N; a tendon that is asked for none is left alone.
     * @param state         newest good sample.
     * @param jointPosition estimated joint positions, rad.
     * @param jointVelocity their velocities, rad/s.
     * @param command       torques of the motors, N·m; those of loose tendons are changed, within the motors' limits.
     */
    public void windUp(
        final Column asked,
        final StateBlock state,
        final double[] jointPosition,
        final double[] jointVelocity,
        final CommandBlock command)
    {
        if (monitor.loose() == 0 && !any)
        {
            return;
        }
        routing.velocities(jointPosition, jointVelocity, pathRate);
        any = false;
        for (int i = 0; i < motor.length; i++)
        {
            final double gap = monitor.gapM(i);
            cycles[i] = gap > 0 ? Math.min(cycles[i] + 1, longest) : 0;
            any |= gap > 0;
            if (alone[i] && monitor.isFresh(i) && gap > 0 && cycles[i] < longest && asked.get(i) >= leastN[i])
            {
                // A path that grows shorter is a cable that runs to its spool.
                final double lag = -pathRate[i] - spool[i] * state.motorVelocity.get(motor[i]);
                final double force = massKg[i] * ((gap + AIM_M) / (TIME_S * TIME_S) + 2 * lag / TIME_S);
                // Not a number compares false with everything: the motor then pulls with the least.
                final double bounded = force > leastN[i] ? Math.min(force, limitN[i]) : leastN[i];
                final double effort = spool[i] * bounded;
                final double most = effortMax[motor[i]];
                command.motorEffort.set(motor[i], Math.max(-most, Math.min(most, effort)));
            }
        }
    }
}
