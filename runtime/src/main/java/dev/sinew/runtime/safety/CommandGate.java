package dev.sinew.runtime.safety;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * The last word on every command, in simulation too: joint effort before the distribution, tension after it. Limits
 * bind
 * toward safety only: an effort may always fall at once, only its increase is slowed. Tensions are moved a whole
 * finger or
 * limb at a time toward a rest tension that puts no effort on any joint, because clipping one tendon alone can make its
 * joint stronger. Loop's thread; allocation-free.
 */
public final class CommandGate
{
    // Limits lie in plain arrays, in the order in which the loops below go through them.
    private final int jointCount;
    private final double[] lowerRad;
    private final double[] upperRad;
    private final double[] lowerStopRad;
    private final double[] upperStopRad;
    private final double[] effortMaxNm;
    private final double[] velocityMaxRadS;
    private final double[] slewNmPerCycle;
    private final TensionLimits tensions;
    private final double[] lastEffort;
    private final double[] effortNm;
    private final double[] velocityRadS;
    private final double[] positionRad;
    private final double[] coContraction;
    private final double[] coContractionWanted;
    private final double coContractionStep;

    /**
     * @param robot       limits.
     * @param restTension tension of each tendon that puts no effort on any joint and lies within its bounds, N.
     */
    public CommandGate(final RobotDescription robot, final double[] restTension)
    {
        jointCount = robot.jointCount();
        lowerRad = new double[jointCount];
        upperRad = new double[jointCount];
        lowerStopRad = new double[jointCount];
        upperStopRad = new double[jointCount];
        effortMaxNm = new double[jointCount];
        velocityMaxRadS = new double[jointCount];
        slewNmPerCycle = new double[jointCount];
        final double slewPerCycle = robot.safety().effortSlewNmS() / robot.rates().baseHz();
        final double marginRad = robot.safety().positionMarginRad();
        for (int j = 0; j < jointCount; j++)
        {
            final JointDescription joint = robot.joints().get(j);
            lowerRad[j] = joint.lowerRad();
            upperRad[j] = joint.upperRad();
            lowerStopRad[j] = joint.lowerRad() - marginRad;
            upperStopRad[j] = joint.upperRad() + marginRad;
            effortMaxNm[j] = joint.effortMaxNm();
            velocityMaxRadS[j] = joint.velocityMaxRadS();
            slewNmPerCycle[j] = slewPerCycle * joint.effortMaxNm();
        }
        this.lastEffort = new double[jointCount];
        effortNm = new double[jointCount];
        velocityRadS = new double[jointCount];
        positionRad = new double[jointCount];
        this.coContraction = new double[robot.tendonGroups().size()];
        coContractionWanted = new double[coContraction.length];
        this.coContractionStep = robot.safety().coContractionSlewPerS() / robot.rates().baseHz();
        this.tensions = new TensionLimits(robot, restTension);
    }

    /**
     * Keeps joint targets inside the joints' limits.
     *
     * @param frame targets, changed in place.
     * @return bits of {@link GateAction}.
     */
    public long gateTargets(final CycleFrame frame)
    {
        final Column position = frame.targetPosition;
        if (!position.isFinite() || !frame.targetKp.isFinite() || !frame.targetKd.isFinite() ||
            !frame.targetVelocity.isFinite() || !frame.targetEffort.isFinite() ||
            !frame.targetCoContraction.isFinite())
        {
            return GateAction.NOT_FINITE.mask();
        }
        long actions = 0;
        for (int j = 0; j < jointCount; j++)
        {
            final double wanted = position.get(j);
            final double allowed = Math.max(lowerRad[j], Math.min(upperRad[j], wanted));
            if (allowed != wanted)
            {
                position.set(j, allowed);
                actions |= GateAction.POSITION.mask();
            }
        }
        return actions;
    }

    /**
     * Lets the co-contraction of each group follow what is wanted no faster than the robot file allows: a group that
     * stiffens at once would shake the joints that it holds. After a reset it begins with none.
     *
     * @param frame in: wanted levels; out: levels in force, 0 to 1.
     */
    public void gateCoContraction(final CycleFrame frame)
    {
        frame.targetCoContraction.copyTo(coContractionWanted);
        for (int g = 0; g < coContraction.length; g++)
        {
            final double wanted = coContractionWanted[g];
            final double inside = wanted > 0 ? Math.min(wanted, 1) : 0;
            coContraction[g] += Math.min(Math.max(inside - coContraction[g], -coContractionStep), coContractionStep);
        }
        frame.coContraction.setAll(coContraction);
    }

    /**
     * From wanted to allowed joint effort.
     *
     * @param frame in: wanted efforts and estimates; out: gated efforts.
     * @return bits of {@link GateAction}; with {@link GateAction#NOT_FINITE} every gated effort is 0.
     */
    public long gateEffort(final CycleFrame frame)
    {
        final Column wanted = frame.effortWanted;
        final Column gated = frame.effortGated;
        if (!wanted.isFinite())
        {
            gated.fill(0);
            java.util.Arrays.fill(lastEffort, 0);
            return GateAction.NOT_FINITE.mask();
        }
        wanted.copyTo(effortNm);
        frame.estimateVelocity.copyTo(velocityRadS);
        frame.estimatePosition.copyTo(positionRad);
        long actions = 0;
        for (int j = 0; j < jointCount; j++)
        {
            double effort = effortNm[j];
            final double velocity = velocityRadS[j];
            final double position = positionRad[j];
            if (Math.abs(effort) > effortMaxNm[j])
            {
                effort = Math.copySign(effortMaxNm[j], effort);
                actions |= GateAction.EFFORT.mask();
            }
            if (Math.abs(velocity) > velocityMaxRadS[j] && effort * velocity > 0)
            {
                effort = 0;
                actions |= GateAction.VELOCITY.mask();
            }
            if (position > upperStopRad[j] && effort > 0 || position < lowerStopRad[j] && effort < 0)
            {
                effort = 0;
                actions |= GateAction.JOINT_LIMIT.mask();
            }
            final double slewed = slew(effort, lastEffort[j], slewNmPerCycle[j]);
            if (slewed != effort)
            {
                actions |= GateAction.SLEW.mask();
            }
            lastEffort[j] = slewed;
        }
        gated.setAll(lastEffort);
        return actions;
    }

    /**
     * @param wanted effort that is asked for.
     * @param last   effort of the cycle before.
     * @param step   greatest increase of the magnitude in one cycle.
     * @return {@code wanted} where it is smaller than {@code last} in magnitude and of the same sign, else a value that
     * grows from {@code last}, or from 0 when the sign changes, by at most {@code step}.
     */
    static double slew(final double wanted, final double last, final double step)
    {
        final double start = wanted * last > 0 ? Math.abs(last) : 0.0;
        final double greatest = Math.max(start, 0) + step;
        return Math.abs(wanted) <= greatest ? wanted : Math.copySign(greatest, wanted);
    }

    /**
     * From distributed to allowed tension.
     *
     * @param state newest good sample, for temperatures.
     * @param frame in: wanted tensions; out: gated tensions.
     * @return bits of {@link GateAction}.
     */
    public long gateTension(final StateBlock state, final CycleFrame frame)
    {
        return tensions.gate(state, frame);
    }

    /**
     * The last word on torques that do not come from tensions, as a calibration's: never more than the motor may have,
     * never a number that is none.
     *
     * @param command torques and damping, changed in place.
     * @return bits of {@link GateAction}; with {@link GateAction#NOT_FINITE} every motor is limp.
     */
    public long gateMotors(final CommandBlock command)
    {
        if (!command.motorEffort.isFinite() || !command.motorDamping.isFinite())
        {
            command.motorEffort.fill(0);
            command.motorDamping.fill(0);
            return GateAction.NOT_FINITE.mask();
        }
        long actions = 0;
        for (int m = 0; m < command.motorEffort.size(); m++)
        {
            final double wanted = command.motorEffort.get(m);
            final double most = tensions.thermal().effortAllowed(m);
            if (Math.abs(wanted) > most)
            {
                command.motorEffort.set(m, Math.copySign(most, wanted));
                actions |= GateAction.TENSION.mask();
            }
            command.motorDamping.set(m, Math.max(0, command.motorDamping.get(m)));
        }
        return actions;
    }

    /**
     * Takes in what warms the motors; once a cycle with a good sample.
     *
     * @param state newest good sample.
     * @param sent  commands that were in force when it was taken.
     * @param nowNs time of the cycle, ns.
     */
    public void observeHeat(final StateBlock state, final CommandBlock sent, final long nowNs)
    {
        tensions.thermal().observe(state, sent, nowNs);
        tensions.followHeat();
    }

    /**
     * @return what is known and foreseen of the motors' temperatures.
     */
    public ThermalGuard thermal()
    {
        return tensions.thermal();
    }

    /**
     * Changes what a tendon may be asked for, after a loss or its repair.
     *
     * @param tendon  index of the tendon.
     * @param leastN  least tension, N.
     * @param mostN   greatest tension, N.
     * @param atRestN tension when no joint of its group is asked for effort, N.
     */
    public void tensionBounds(final int tendon, final double leastN, final double mostN, final double atRestN)
    {
        tensions.bounds(tendon, leastN, mostN, atRestN);
    }

    /**
     * @param tendon index.
     * @param atRestN tension when no joint of its group is asked for effort in the pose of this cycle, N.
     */
    public void restTension(final int tendon, final double atRestN)
    {
        tensions.rest(tendon, atRestN);
    }

    /**
     * @param tendon index.
     * @return rest tension, N.
     */
    public double restTension(final int tendon)
    {
        return tensions.rest(tendon);
    }

    /**
     * Forgets the efforts and co-contractions of the cycle before, so that the next increase starts from nothing.
     */
    public void reset()
    {
        java.util.Arrays.fill(lastEffort, 0);
        java.util.Arrays.fill(coContraction, 0);
    }
}
