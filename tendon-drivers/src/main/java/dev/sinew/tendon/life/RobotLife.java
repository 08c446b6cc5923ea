package dev.sinew.tendon.life;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.LifePhase;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.hal.transmission.TendonLoss;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * The life of all tendons of a robot: what the monitor finds, the states that follow from it, and the switch of a group
 * to the variant without its lost tendon. All variants are made by the constructor. Loop's thread, but for
 * {@link #loss(int)}; allocation-free after construction; deterministic.
 */
public final class RobotLife implements TendonLife
{
    /** What is changed of a transmission. */
    public interface Groups
    {
        /**
         * @param group   index of the group.
         * @param variant what distributes its efforts from now on; null for the whole group.
         */
        void use(int group, LossVariant variant);

        /**
         * @param group index of the group.
         * @param part  how firmly it holds on, 0 as the file says to 1 as {@link FirmTensions} do.
         */
        void firmness(int group, double part);

        /**
         * @param group index of the group.
         * @return true when its joints are known well enough to be controlled.
         */
        boolean isKnown(int group);
    }

    /** A group in which a tendon became faint is firm after this time, s. */
    private static final double FIRM_S = 0.01;
    /** It stays so for this time after the last faint tendon, s. */
    private static final double HOLD_S = 30;
    /** And goes back to what the file says within this time, s. */
    private static final double RELAX_S = 1;
    private static final double AT_STOP_RAD = 0.05;
    private static final double OFF_STOP_RAD = 0.2;

    private final TendonMonitor monitor;
    private final Groups transmission;
    private final int tendons;
    private final int[] groupOf;
    private final int[] columnOf;
    private final int[][] tendonsOf;
    private final double[] lower;
    private final double[] upper;
    private final LossVariant[] variants;
    private final LossVariant[] safe;
    private final TendonLoss[] losses;

    private final int[][] jointsOf;
    private final double[] lowerRad;
    private final double[] upperRad;
    private final double[] firmness;
    private final double firmStep;
    private final double relaxStep;
    private final int holdCycles;
    private final int[] holdFor;
    private final LossVariant[] inUse;
    private final int[] lostCount;
    /** Tendon that each group lost first; meaningful where it lost one. */
    private final int[] firstLost;
    private final boolean[] lost;
    private final LifeState[] groupState;
    private final LifeState[] tendonState;
    private LifePhase phase = LifePhase.OFF;
    private long changes;
    private LifePhase seenPhase = LifePhase.OFF;
    private boolean wasQuiet;
    private boolean steady;

    /**
     * @param robot        robot whose tendons are watched.
     * @param routing      their geometry.
     * @param numbers      one entry a group, in the order of {@link RobotDescription#tendonGroups()}.
     * @param transmission what is changed of it.
     */
    public RobotLife(
        final RobotDescription robot,
        final TendonRouting routing,
        final List<GroupNumbers> numbers,
        final Groups transmission)
    {
        this.transmission = transmission;
        final List<TendonGroup> groups = robot.tendonGroups();
        tendons = robot.tendonCount();
        groupOf = new int[tendons];
        columnOf = new int[tendons];
        tendonsOf = new int[groups.size()][];
        lower = new double[tendons];
        upper = new double[tendons];
        variants = new LossVariant[tendons];
        safe = new LossVariant[groups.size()];
        losses = new TendonLoss[tendons];
        for (int g = 0; g < tendonsOf.length; g++)
        {
            tendonsOf[g] = groups.get(g).tendons().stream().mapToInt(Integer::intValue).toArray();
            prepare(robot, groups.get(g), numbers.get(g), g);
        }
        inUse = new LossVariant[tendonsOf.length];
        lostCount = new int[tendonsOf.length];
        firstLost = new int[tendonsOf.length];
        lost = new boolean[tendons];
        groupState = new LifeState[tendonsOf.length];
        Arrays.fill(groupState, LifeState.OFF);
        tendonState = new LifeState[tendons];
        Arrays.fill(tendonState, LifeState.OFF);
        monitor = new TendonMonitor(robot, routing, upper);
        jointsOf = groups.stream().map(group -> group.joints().stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
        lowerRad = robot.joints().stream().mapToDouble(JointDescription::lowerRad).toArray();
        upperRad = robot.joints().stream().mapToDouble(JointDescription::upperRad).toArray();
        firmness = new double[tendonsOf.length];
        final double hz = robot.rates() == null ? 1000 : robot.rates().baseHz();
        firmStep = 1 / (FIRM_S * hz);
        relaxStep = 1 / (RELAX_S * hz);
        holdCycles = (int)(HOLD_S * hz);
        holdFor = new int[tendonsOf.length];
    }

    private void prepare(
        final RobotDescription robot,
        final TendonGroup group,
        final GroupNumbers numbers,
        final int g)
    {
        final LossPlanner planner = new LossPlanner(numbers);
        safe[g] = new LossVariant(numbers, LossPlan.nothing(-1, numbers.joints()));
        for (int c = 0; c < tendonsOf[g].length; c++)
        {
            final int t = tendonsOf[g][c];
            groupOf[t] = g;
            columnOf[t] = c;
            lower[t] = numbers.lowerN()[c];
            upper[t] = numbers.upperN()[c];
            // Tendons on one motor, and springs, cannot be pulled one by one: without a tendon nothing balances them.
            final LossPlan plan = LossPlanner.sharesMotor(robot, group) || LossPlanner.sprung(robot, group) ?
                LossPlan.nothing(c, numbers.joints()) : planner.plan(c);
            variants[t] = new LossVariant(numbers, plan);
            losses[t] = LossText.describe(robot, group, g, t, plan);
        }
    }

    /**
     * @return what looks at the tendons.
     */
    public TendonMonitor monitor()
    {
        return monitor;
    }

    @Override
    public void observe(
        final StateBlock state,
        final Column jointPosition,
        final CommandBlock sent,
        final LifePhase newPhase,
        final long nowNs)
    {
        phase = newPhase;
        // While a calibration moves motors on purpose, its own rules say what is wrong.
        if (phase == LifePhase.OFF || phase == LifePhase.HOMING || !sent.enabled())
        {
            monitor.rest();
        }
        else
        {
            monitor.look(state, jointPosition, sent);
        }
        final boolean quiet = monitor.isQuiet() && phase == seenPhase;
        steady = quiet && wasQuiet;
        wasQuiet = quiet;
        if (steady)
        {
            relax();
            return;
        }
        for (int t = 0; t < tendons; t++)
        {
            if (!lost[t] && (monitor.findings(t) & TendonFinding.LOST) != 0)
            {
                lose(t);
            }
        }
        for (int g = 0; g < inUse.length; g++)
        {
            if (inUse[g] != null)
            {
                keepOrLetGo(g);
                if (inUse[g].plan().kind() == LossPlan.Kind.PARKED)
                {
                    park(g, jointPosition);
                }
            }
        }
        advance();
    }

    /**
     * A group that has lost one tendon is limp for as long as nobody knows where its joints are. Meanwhile its other
     * tendons are not judged, for a length at a wrong pose looks like cable that was cut.
     */
    private void keepOrLetGo(final int g)
    {
        final boolean known = transmission.isKnown(g);
        if (!known)
        {
            for (final int t : tendonsOf[g])
            {
                monitor.beginAgain(t);
            }
        }
        final LossVariant wanted = lostCount[g] > 1 || !known ? safe[g] : variants[firstLost[g]];
        if (wanted != inUse[g])
        {
            inUse[g] = wanted;
            transmission.use(g, wanted);
            changes++;
        }
    }

    /** A parked joint counts as parked from {@link #AT_STOP_RAD} on, until it is {@link #OFF_STOP_RAD} away again. */
    private void park(final int g, final Column position)
    {
        final LossVariant variant = inUse[g];
        final double margin = variant.isParking() ? AT_STOP_RAD : OFF_STOP_RAD;
        boolean there = true;
        for (int row = 0; row < jointsOf[g].length; row++)
        {
            final int joint = jointsOf[g][row];
            final int toward = variant.plan().parked(row);
            there &= toward == 0 || (toward < 0 ? position.get(joint) - lowerRad[joint] :
                upperRad[joint] - position.get(joint)) < margin;
        }
        variant.parking(!there);
    }

    private void lose(final int tendon)
    {
        final int g = groupOf[tendon];
        lost[tendon] = true;
        lostCount[g]++;
        firstLost[g] = lostCount[g] == 1 ? tendon : firstLost[g];
        inUse[g] = lostCount[g] == 1 ? variants[tendon] : safe[g];
        inUse[g].parking(true);
        transmission.use(g, inUse[g]);
        changes++;
    }

    private void advance()
    {
        seenPhase = phase;
        for (int g = 0; g < tendonsOf.length; g++)
        {
            final boolean keeps = inUse[g] == null || inUse[g].plan().kind() != LossPlan.Kind.NOTHING;
            boolean taut = true;
            boolean faint = false;
            for (final int t : tendonsOf[g])
            {
                faint |= monitor.faint(t);
                taut &= lost[t] || monitor.taut(t);
                tendonState[t] = LifeMachine.tendon(phase, monitor.taut(t), lost[t], !keeps);
            }
            groupState[g] = LifeMachine.group(phase, taut, lostCount[g], keeps);
            hold(g, faint);
        }
    }

    /** Nothing is faint: groups that were held firmly are let go. */
    private void relax()
    {
        for (int g = 0; g < firmness.length; g++)
        {
            if (holdFor[g] != 0 || firmness[g] != 0)
            {
                hold(g, false);
            }
        }
    }

    private void hold(final int g, final boolean faint)
    {
        final double before = firmness[g];
        holdFor[g] = faint ? holdCycles : Math.max(0, holdFor[g] - 1);
        if (faint)
        {
            firmness[g] = Math.min(1, before + firmStep);
        }
        else if (holdFor[g] == 0)
        {
            firmness[g] = Math.max(0, before - relaxStep);
        }
        if (firmness[g] != before)
        {
            transmission.firmness(g, firmness[g]);
        }
    }

    @Override
    public void mend()
    {
        monitor.reset();
        wasQuiet = false;
        steady = false;
        Arrays.fill(lost, false);
        for (int g = 0; g < tendonsOf.length; g++)
        {
            if (lostCount[g] > 0)
            {
                lostCount[g] = 0;
                inUse[g] = null;
                transmission.use(g, null);
                changes++;
            }
        }
        advance();
    }

    @Override
    public boolean isSteady()
    {
        return steady;
    }

    @Override
    public int groupCount()
    {
        return tendonsOf.length;
    }

    @Override
    public LifeState group(final int group)
    {
        return groupState[group];
    }

    @Override
    public LifeState tendon(final int tendon)
    {
        return tendonState[tendon];
    }

    @Override
    public long findings(final int tendon)
    {
        return monitor.findings(tendon);
    }

    @Override
    public long changes()
    {
        return changes;
    }

    @Override
    public double tensionMinN(final int tendon)
    {
        final LossVariant variant = inUse[groupOf[tendon]];
        return variant == null ? lower[tendon] : variant.lower(columnOf[tendon]);
    }

    @Override
    public double tensionMaxN(final int tendon)
    {
        final LossVariant variant = inUse[groupOf[tendon]];
        return variant == null ? upper[tendon] : variant.upper(columnOf[tendon]);
    }

    @Override
    public boolean damped(final int tendon)
    {
        final LossVariant variant = inUse[groupOf[tendon]];
        return variant != null && (variant.isLost(columnOf[tendon]) ||
            variant.isParking() && variant.plan().kind() == LossPlan.Kind.PARKED);
    }

    @Override
    public TendonLoss loss(final int tendon)
    {
        return losses[tendon];
    }
}
