package dev.sinew.tendon.life;

import java.util.Arrays;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Looks at every tendon once a cycle. What it compares is the elongation that motor and joints say a cable must have,
 *
 * <pre>
 *   e = l(q) + r θ  - constant          and what its tension says: f / k
 * </pre>
 *
 * <p><b>Rupture.</b> A tendon that only goes slack, because its joint is faster than its motor, has less elongation
 * than it had while it was taut: {@code e} falls. A motor whose cable is cut runs away from the joint: {@code e} rises
 * while there is no tension. Nothing else does that, so no model of friction or stiffness is needed, and a load cell
 * that merely dies is not taken for a cut. The base is the newest taut sample, so that wrong radii count only for the
 * way gone since then.</p>
 *
 * <p><b>Lead.</b> {@code e - f / k} against its slow mean: seen when the load cell stands still while the motor goes
 * on.</p>
 *
 * <p>One loop's thread; allocation-free after construction; one pass of bounded length over all tendons.</p>
 */
public final class TendonMonitor
{
    /** Joints may go the other way as fast. */
    private static final double SKEW_RATIO = 2;

    private final TendonRouting routing;
    private final MonitorSettings settings;
    private final int tendons;
    private final double basePart;
    private final int slackCycles;
    private final int overCycles;
    private final int ruptureCycles;
    private final int leadCycles;
    private final int frozenCycles;
    private final int neverTautCycles;
    private final int disagreeCycles;

    private final double[] position;
    private final double[] length;
    private final double[] lastLength;
    private final double[] lastWound;
    private final double[] lastTension;
    private final double[] smoothTension;
    private final double smoothPart;
    private final double[] tautElongation;
    private final double[] base;
    private final double[] travel;
    private final boolean[] taut;
    /** True while nothing at all is going on with a tendon: no counter runs and nothing was found. */
    private final boolean[] calm;
    private final int[] slackFor;
    private final int[] overFor;
    private final int[] runawayFor;
    private final int[] leadFor;
    private final int[] frozenFor;
    private final int[] looseFor;
    private final int[] disagreeFor;
    private final long[] findings;
    /** Cable that lies loose, m; 0 where there is tension. */
    private final double[] gap;
    private int loose;
    private final double[] motorPosition;
    private final double[] motorEffort;
    private final double[] tension;
    private final double[] motorVelocity;
    private final double[] skewS;
    private boolean watching;
    private boolean quiet;

    /**
     * @param robot       robot whose tendons are watched.
     * @param routing     their geometry.
     * @param tensionMaxN greatest tension that each may be asked for, N.
     */
    public TendonMonitor(final RobotDescription robot, final TendonRouting routing, final double[] tensionMaxN)
    {
        this.routing = routing;
        settings = new MonitorSettings(robot, routing, tensionMaxN);
        tendons = robot.tendonCount();
        final int hz = robot.rates() == null ? 1000 : robot.rates().baseHz();
        basePart = 1 / (MonitorSettings.BASE_S * hz);
        slackCycles = cycles(MonitorSettings.SLACK_S, hz);
        overCycles = cycles(MonitorSettings.OVER_S, hz);
        ruptureCycles = cycles(MonitorSettings.RUPTURE_S, hz);
        leadCycles = cycles(MonitorSettings.LEAD_S, hz);
        frozenCycles = cycles(MonitorSettings.FROZEN_S, hz);
        neverTautCycles = cycles(MonitorSettings.NEVER_TAUT_S, hz);
        disagreeCycles = cycles(MonitorSettings.DISAGREE_S, hz);
        position = new double[robot.jointCount()];
        length = new double[tendons];
        lastLength = new double[tendons];
        lastWound = new double[tendons];
        lastTension = new double[tendons];
        smoothTension = new double[tendons];
        smoothPart = Math.min(1, 1 / (MonitorSettings.FAINT_S * hz));
        tautElongation = new double[tendons];
        base = new double[tendons];
        travel = new double[tendons];
        taut = new boolean[tendons];
        calm = new boolean[tendons];
        slackFor = new int[tendons];
        overFor = new int[tendons];
        runawayFor = new int[tendons];
        leadFor = new int[tendons];
        frozenFor = new int[tendons];
        looseFor = new int[tendons];
        disagreeFor = new int[tendons];
        findings = new long[tendons];
        gap = new double[tendons];
        skewS = new double[tendons];
        motorPosition = new double[robot.motorCount()];
        motorVelocity = new double[robot.motorCount()];
        motorEffort = new double[robot.motorCount()];
        tension = new double[tendons];
    }

    private static int cycles(final double seconds, final int hz)
    {
        return Math.max(2, (int)Math.ceil(seconds * hz));
    }

    /**
     * @return the numbers that readings are compared with.
     */
    public MonitorSettings settings()
    {
        return settings;
    }

    /**
     * Forgets what was seen; latched findings go too.
     */
    public void reset()
    {
        Arrays.fill(findings, 0);
        rest();
    }

    /** Nothing pulls: what was seen before says nothing about what comes. Latched findings stay. */
    void rest()
    {
        watching = false;
        quiet = false;
        loose = 0;
    }

    private void begin()
    {
        for (int i = 0; i < tendons; i++)
        {
            begin(i);
        }
        watching = true;
    }

    private void begin(final int i)
    {
        final double wound = settings.spool[i] * motorPosition[settings.motor[i]];
        lastLength[i] = length[i];
        lastWound[i] = wound;
        lastTension[i] = Double.NaN;
        smoothTension[i] = Math.max(tension[i], settings.faintN[i]);
        tautElongation[i] = length[i] + wound;
        travel[i] = 0;
        taut[i] = false;
        slackFor[i] = 0;
        overFor[i] = 0;
        runawayFor[i] = 0;
        leadFor[i] = 0;
        frozenFor[i] = 0;
        looseFor[i] = 0;
        disagreeFor[i] = 0;
        calm[i] = false;
        gap[i] = 0;
        findings[i] &= TendonFinding.LOST; // what was lost before the drives went off is still lost
    }

    /**
     * What was seen of a tendon says nothing any more, for its joints are not known: as if the drives went on with the
     * last sample that was looked at. A latched finding stays.
     *
     * @param tendon index of the tendon.
     */
    void beginAgain(final int tendon)
    {
        if (watching)
        {
            begin(tendon);
        }
    }

    /**
     * Looks at one good sample while motors pull.
     *
     * @param state newest good sample.
     * @param joint estimated joint positions, rad.
     * @param sent  commands that were in force.
     */
    public void look(final StateBlock state, final Column joint, final CommandBlock sent)
    {
        joint.copyTo(position);
        state.motorPosition.copyTo(motorPosition);
        state.tendonTension.copyTo(tension);
        state.motorVelocity.copyTo(motorVelocity);
        sent.motorEffort.copyTo(motorEffort);
        routing.lengths(position, length);
        if (!watching)
        {
            begin();
        }
        boolean allQuiet = true;
        loose = 0;
        for (int i = 0; i < tendons; i++)
        {
            final int m = settings.motor[i];
            final double wound = settings.spool[i] * motorPosition[m];
            final boolean wasCalm = calm[i];
            if (wasCalm && staysCalm(i, length[i] + wound, tension[i]))
            {
                continue;
            }
            if ((findings[i] & TendonFinding.LOST) != 0)
            {
                findings[i] &= TendonFinding.LOST; // it pulls on nothing; what it reads means nothing
                gap[i] = 0;
                allQuiet = false;
            }
            else
            {
                if (wasCalm) // the way since is counted from here
                {
                    lastWound[i] = wound;
                    lastLength[i] = length[i];
                }
                look(i, wound, tension[i], motorEffort[m] / settings.spool[i]);
                allQuiet &= calm[i];
                loose += gap[i] > 0 ? 1 : 0;
            }
        }
        quiet = allQuiet;
    }

    /** The short way of a tendon that was calm: takes the sample in and returns true, or changes nothing. */
    private boolean staysCalm(final int i, final double elongation, final double pull)
    {
        final double smooth = smoothTension[i] + smoothPart * (pull - smoothTension[i]);
        final double lead = elongation - pull * settings.compliance[i] - base[i];
        final boolean stays = pull >= settings.lowN[i] && pull <= settings.overN[i] && pull != lastTension[i] &&
            smooth >= settings.calmN[i] && Math.abs(lead) <= settings.leadM[i];
        if (stays)
        {
            smoothTension[i] = smooth;
            base[i] += basePart * lead;
            tautElongation[i] = elongation;
            lastTension[i] = pull;
        }
        return stays;
    }

    private void look(final int i, final double wound, final double pull, final double asked)
    {
        final double elongation = length[i] + wound;
        final double step = Math.abs(wound - lastWound[i]) + Math.abs(length[i] - lastLength[i]);
        frozenFor[i] = pull == lastTension[i] ? Math.min(frozenFor[i] + 1, frozenCycles) : 0;
        lastWound[i] = wound;
        lastLength[i] = length[i];
        lastTension[i] = pull;
        smoothTension[i] += smoothPart * (pull - smoothTension[i]);
        final boolean pulls = pull >= settings.lowN[i];
        gap[i] = pulls || !taut[i] ? 0 : Math.max(0, tautElongation[i] - elongation);
        final long found;
        if (pulls && smoothTension[i] >= settings.lowN[i])
        {
            found = loaded(i, elongation, pull);
        }
        else
        {
            travel[i] += step;
            // One noisy reading of a slack tendon is no tension, and none of a taut one is a gap.
            found = pulls ? 0 : unloaded(i, elongation, asked);
        }
        slackFor[i] = smoothTension[i] < settings.slackN[i] ? Math.min(slackFor[i] + 1, slackCycles) : 0;
        overFor[i] = pull > settings.overN[i] ? Math.min(overFor[i] + 1, overCycles) : 0;
        findings[i] = found | (slackFor[i] >= slackCycles ? TendonFinding.SLACK.mask() : 0) |
            (overFor[i] >= overCycles ? TendonFinding.OVER_TENSION.mask() : 0);
        calm[i] = taut[i] && findings[i] == 0 && travel[i] == 0 && !faint(i) &&
            (slackFor[i] | overFor[i] | runawayFor[i] | leadFor[i] | frozenFor[i] | looseFor[i] | disagreeFor[i]) == 0;
    }

    /** There is tension: this sample is the base for what comes, and the slow mean says whether the motor leads. */
    private long loaded(final int i, final double elongation, final double tension)
    {
        final double unstretched = elongation - tension * settings.compliance[i];
        if (!taut[i])
        {
            taut[i] = true;
            base[i] = unstretched;
        }
        tautElongation[i] = elongation;
        travel[i] = 0;
        runawayFor[i] = Math.max(0, runawayFor[i] - 1);
        looseFor[i] = 0;
        disagreeFor[i] = 0;
        final double lead = unstretched - base[i];
        base[i] += basePart * lead;
        leadFor[i] = Math.abs(lead) > settings.leadM[i] ? Math.min(leadFor[i] + 1, leadCycles) : 0;
        if (leadFor[i] < leadCycles)
        {
            return 0;
        }
        // A cell that still moves with the load is believed; then it is the joint's reading that is wrong.
        return lead > 0 && frozenFor[i] >= frozenCycles ? TendonFinding.LEAD.mask() : TendonFinding.DISAGREES.mask();
    }

    private long unloaded(final int i, final double elongation, final double asked)
    {
        final double ahead = elongation - tautElongation[i];
        final boolean pulls = asked >= settings.lowN[i];
        if (!taut[i])
        {
            looseFor[i] = pulls ? Math.min(looseFor[i] + 1, neverTautCycles) : 0;
            final boolean tooFar = ahead > settings.looseM[i];
            return tooFar || looseFor[i] >= neverTautCycles ? TendonFinding.NEVER_TAUT.mask() : 0;
        }
        leadFor[i] = 0;
        final boolean away = ahead > settings.runawayM[i] + MonitorSettings.explained(travel[i]) + unseen(i);
        runawayFor[i] = away ? Math.min(runawayFor[i] + 1, ruptureCycles) : Math.max(0, runawayFor[i] - 1);
        if (runawayFor[i] >= ruptureCycles)
        {
            return TendonFinding.RUPTURE.mask();
        }
        disagreeFor[i] = pulls ? Math.min(disagreeFor[i] + 1, disagreeCycles) : 0;
        return disagreeFor[i] >= disagreeCycles ? TendonFinding.DISAGREES.mask() : 0;
    }

    /** What a motor takes in between two samples that are compared as if they were of one time, m. */
    private double unseen(final int i)
    {
        final double speed = settings.spool[i] * motorVelocity[settings.motor[i]];
        return skewS[i] == 0 ? 0 : SKEW_RATIO * skewS[i] * Math.abs(speed);
    }

    /**
     * @param tendon  index of the tendon.
     * @param seconds by how much its motor, cell and joints may have been read at different times, s; 0, as at the
     *                beginning, where they are as fresh as the loop expects.
     */
    public void skew(final int tendon, final double seconds)
    {
        skewS[tendon] = seconds;
    }

    /** @return true for a tendon whose readings are as fresh as the loop expects. */
    boolean isFresh(final int tendon)
    {
        return skewS[tendon] == 0;
    }

    /**
     * @param tendon index of the tendon.
     * @return bits of {@link TendonFinding} of the newest cycle; those that mean a loss stay until {@link #reset()}.
     */
    public long findings(final int tendon)
    {
        return findings[tendon];
    }

    /**
     * @return true when in the newest cycle every tendon was taut, none pulled faintly, and nothing was suspected.
     */
    public boolean isQuiet()
    {
        return quiet;
    }

    /**
     * @param tendon index of the tendon.
     * @return true when it pulls so little that it may go slack.
     */
    public boolean faint(final int tendon)
    {
        return watching && smoothTension[tendon] < settings.faintN[tendon] &&
            (findings[tendon] & TendonFinding.LOST) == 0;
    }

    /**
     * @return number of tendons whose {@link #gapM} is not 0.
     */
    int loose()
    {
        return loose;
    }

    /**
     * @param tendon index of the tendon.
     * @return cable that lies loose since its joint outran its motor, m; 0 for a tendon that is taut, lost, or was
     *         never taut.
     */
    double gapM(final int tendon)
    {
        return loose > 0 ? gap[tendon] : 0;
    }

    /**
     * @param tendon index of the tendon.
     * @return true when it has been taut since motors began to pull.
     */
    public boolean taut(final int tendon)
    {
        return watching && taut[tendon];
    }
}
