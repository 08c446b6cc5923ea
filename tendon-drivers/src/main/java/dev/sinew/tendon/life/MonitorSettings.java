package dev.sinew.tendon.life;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * From a tendon's file to the numbers that its monitor compares with. All public, all in SI units, one value a tendon;
 * the reasons stand beside them.
 */
public final class MonitorSettings
{
    /** Below this part of its least tension a tendon counts as without tension. */
    public static final double LOW_RATIO = 0.4;
    /** Where the file allows tension 0: below this a tendon counts as without tension, N. */
    public static final double LOW_MIN_N = 0.1;
    /** Below this part of its least tension a tendon is faint: its group holds on more firmly. */
    public static final double FAINT_RATIO = 0.92;
    /** But not before it is this far below, N, so that noise does not make it faint ... */
    public static final double FAINT_N = 0.6;
    /** ... unless it is below this part. */
    public static final double FAINT_FOR_SURE_RATIO = 0.8;
    /** Tensions are smoothed over this time before they count as faint, s. */
    public static final double FAINT_S = 0.003;
    /** Below this part of its least tension a tendon counts as slack. */
    public static final double SLACK_RATIO = 0.5;
    /** Slack is reported after this time, s. */
    public static final double SLACK_S = 0.02;
    /** A tension counts as too high above this part of the greatest. */
    public static final double OVER_RATIO = 1.15;
    /** Too high a tension is reported after this time, s. */
    public static final double OVER_S = 0.005;
    /** A rupture has to look like one for this time, s: longer than any single noisy reading. */
    public static final double RUPTURE_S = 0.004;
    /** A lead has to last this time, s. */
    public static final double LEAD_S = 0.005;
    /** A tension reading that has not changed for this time stands still, s. */
    public static final double FROZEN_S = 0.02;
    /** A tendon that has never been taut is given up after this time, s. */
    public static final double NEVER_TAUT_S = 0.5;
    /** Readings have to contradict each other for this time, s. */
    public static final double DISAGREE_S = 0.3;
    /** Time constant of the base from which a lead counts, s: creep and warming pass, a cut does not. */
    public static final double BASE_S = 5;
    /** Cable that a motor may take in beyond what its joints give while there is no tension: sensors' noise, m. */
    private static final double RUNAWAY_M = 0.00025;
    /** Part of a way that moment arms and spools may be wrong by, together. */
    private static final double RADIUS_ERROR = 0.08;
    /** Part of the elastic elongation that the file's stiffness may be wrong by. */
    private static final double STIFFNESS_ERROR = 0.3;
    private static final double LEAD_MIN_M = 0.003;
    /** Cable that may lie about before a tendon is taut for the first time, m. */
    private static final double LOOSE_M = 0.04;

    /** Without tension below this, N. */
    final double[] lowN;
    /** Faint below this, N. */
    final double[] faintN;
    /** Slack below this, N. */
    final double[] slackN;
    /** Tension at and above which nothing is to be said of a tendon, N. */
    final double[] calmN;
    /** Too high above this, N. */
    final double[] overN;
    /** Rupture: cable taken in without tension, m. */
    final double[] runawayM;
    /** Lead: cable ahead of the joints, m. */
    final double[] leadM;
    /** Loose cable that may be taken in before the first tension, m. */
    final double[] looseM;
    /** Elongation per tension, m/N. */
    final double[] compliance;
    /** Cable that a turn of the motor takes in, m/rad; its sign as in the file. */
    final double[] spool;
    final int[] motor;

    MonitorSettings(final RobotDescription robot, final TendonRouting routing, final double[] tensionMaxN)
    {
        final int tendons = robot.tendonCount();
        lowN = new double[tendons];
        faintN = new double[tendons];
        slackN = new double[tendons];
        calmN = new double[tendons];
        overN = new double[tendons];
        runawayM = new double[tendons];
        leadM = new double[tendons];
        looseM = new double[tendons];
        compliance = new double[tendons];
        spool = new double[tendons];
        motor = new int[tendons];
        final double[] travel = travels(robot, routing);
        for (final TendonDescription tendon : robot.tendons())
        {
            final int i = tendon.index();
            lowN[i] = Math.max(LOW_MIN_N, LOW_RATIO * tendon.tensionMinN());
            final double least = tendon.tensionMinN();
            faintN[i] = Math.max(LOW_MIN_N,
                Math.max(FAINT_FOR_SURE_RATIO * least, Math.min(FAINT_RATIO * least, least - FAINT_N)));
            slackN[i] = Math.max(LOW_MIN_N, SLACK_RATIO * tendon.tensionMinN());
            calmN[i] = Math.max(lowN[i], Math.max(slackN[i], faintN[i]));
            overN[i] = OVER_RATIO * tensionMaxN[i];
            compliance[i] = 1 / tendon.stiffnessNM();
            runawayM[i] = RUNAWAY_M + tendon.losses().backlashM();
            leadM[i] = LEAD_MIN_M + tendon.losses().backlashM() + RADIUS_ERROR * travel[i] +
                (STIFFNESS_ERROR + tendon.losses().creepRatio()) * tensionMaxN[i] * compliance[i];
            looseM[i] = LOOSE_M + travel[i];
            spool[i] = robot.spoolRadiusM(tendon);
            motor[i] = tendon.motor();
        }
    }

    /**
     * @param travelM way that spool and joints have gone since the tendon was last taut, m.
     * @return part of it that wrong radii explain, m.
     */
    static double explained(final double travelM)
    {
        return RADIUS_ERROR * travelM;
    }

    /** How much each path changes when its joints go from one limit to the other, each by itself. */
    private static double[] travels(final RobotDescription robot, final TendonRouting routing)
    {
        final double[] travel = new double[robot.tendonCount()];
        final double[] q = robot.joints().stream().mapToDouble(joint -> joint.defaultPositionRad()).toArray();
        final double[] low = new double[travel.length];
        final double[] high = new double[travel.length];
        robot.joints().forEach(joint ->
        {
            q[joint.index()] = joint.lowerRad();
            routing.lengths(q, low);
            q[joint.index()] = joint.upperRad();
            routing.lengths(q, high);
            q[joint.index()] = joint.defaultPositionRad();
            for (int i = 0; i < travel.length; i++)
            {
                travel[i] += Math.abs(high[i] - low[i]);
            }
        });
        return travel;
    }

    /**
     * @param tendon index of the tendon.
     * @return cable that its motor may take in without tension before it counts as cut, m.
     */
    public double runawayM(final int tendon)
    {
        return runawayM[tendon];
    }

    /**
     * @param tendon index of the tendon.
     * @return cable that its motor may be ahead of the joints, m.
     */
    public double leadM(final int tendon)
    {
        return leadM[tendon];
    }
}
