package dev.sinew.tendon;

import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Joint gains that old samples bear. A damper that acts a time T late drives what it should calm, from
 * {@code lambda T = pi / 2} on for a stiff mechanism, where lambda is the greatest eigenvalue of {@code M^-1 Kd};
 * cables that give bring that down to some 0.3. A spring that acts late takes {@code kp T} from the damping. So for
 * each group
 *
 * <pre>
 *   |M^-1 Kd|_inf (T - h) <= 0.15       all kd of the group by the same part
 *   kp T <= 0.4 (kd + d)                joint by joint, d: the joint's own damping
 * </pre>
 *
 * <p>with h the loop's period, which gains are made for, and M the {@link RotorInertia}. Both numbers are from neo in
 * simulation, hung up, with control 2 to 10 ms late: it swings with more than 0.15, or more than 0.5.</p>
 *
 * <p>An age begins when a sample has arrived. A bus that makes one exchange after the other, each taking P, reads in
 * one, shows the sample for another one, P / 2 of age on average, and sends in the next: T is some two P, four times
 * the mean age. The mean of seconds, for a single sample that is late drives nothing, and gains that follow the samples
 * would themselves make the robot sway. Loop's thread; allocation-free after construction; deterministic.</p>
 */
final class DelayBound
{
    private static final double DAMPER = 0.15;
    private static final double SPRING = 0.4;
    /** From the mean age of samples to the delay of control. */
    private static final double DELAY_RATIO = 4;
    /** Time constant of the mean, s. */
    private static final double MEAN_S = 2;
    private static final double NANOSECONDS = 1e-9;
    private static final double PERIOD_S = 1e-3;

    private final int[][] jointsOf;
    /** Magnitudes of the inverse of M, group by group, row by row, 1/(kg·m²). */
    private final double[][] inverse;
    private final double[] dampingNmsRad;
    private final double periodS;
    private final double newPart;
    private final double[] delayS;
    private final double[] kp;
    private final double[] kd;
    private long samples;
    private boolean anyLate;

    DelayBound(final RobotDescription robot, final TendonRouting routing)
    {
        final List<TendonGroup> groups = robot.tendonGroups();
        final RotorInertia inertia = new RotorInertia(robot, routing);
        jointsOf = groups.stream().map(group -> group.joints().stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
        inverse = groups.stream().map(inertia::inverse).toArray(double[][]::new);
        dampingNmsRad = robot.joints().stream().mapToDouble(JointDescription::dampingNmsRad).toArray();
        periodS = robot.rates() == null ? PERIOD_S : robot.rates().periodNs() * NANOSECONDS;
        newPart = -Math.expm1(-periodS / MEAN_S);
        delayS = new double[jointsOf.length];
        kp = new double[robot.jointCount()];
        kd = new double[robot.jointCount()];
    }

    /** @param ageS age of the oldest reading of each group, s; 0 where it is as fresh as the loop expects. */
    void observe(final double[] ageS)
    {
        anyLate = false;
        samples++;
        final double part = Math.max(newPart, 1.0 / samples);
        for (int g = 0; g < delayS.length; g++)
        {
            delayS[g] += part * (DELAY_RATIO * ageS[g] - delayS[g]);
            anyLate |= delayS[g] > periodS;
        }
    }

    /**
     * @param kpColumn proportional gains, N·m/rad; changed in place.
     * @param kdColumn derivative gains, N·m·s/rad; changed in place.
     * @return number of groups whose gains were lowered.
     */
    int apply(final Column kpColumn, final Column kdColumn)
    {
        if (!anyLate)
        {
            return 0;
        }
        kpColumn.copyTo(kp);
        kdColumn.copyTo(kd);
        int lowered = 0;
        for (int g = 0; g < delayS.length; g++)
        {
            lowered += delayS[g] > periodS && lower(g) ? 1 : 0;
        }
        if (lowered > 0)
        {
            kpColumn.setAll(kp);
            kdColumn.setAll(kd);
        }
        return lowered;
    }

    private boolean lower(final int group)
    {
        final int[] joints = jointsOf[group];
        final int n = joints.length;
        double norm = 0;
        for (int r = 0; r < n; r++)
        {
            double sum = 0;
            for (int c = 0; c < n; c++)
            {
                sum += inverse[group][r * n + c] * Math.abs(kd[joints[c]]);
            }
            norm = Math.max(norm, sum);
        }
        final double part = Math.min(1, DAMPER / (norm * (delayS[group] - periodS)));
        boolean lowered = part < 1;
        for (final int j : joints)
        {
            kd[j] *= part;
            final double most = SPRING * (kd[j] + dampingNmsRad[j]) / delayS[group];
            if (kp[j] > most)
            {
                kp[j] = most;
                lowered = true;
            }
        }
        return lowered;
    }
}
