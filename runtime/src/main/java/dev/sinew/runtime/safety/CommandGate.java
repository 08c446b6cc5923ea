package dev.sinew.runtime.safety;

import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
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
    private final JointDescription[] joints;
    private final TendonDescription[] tendons;
    private final MotorDescription[] motors;
    private final int[][] groupTendons;
    private final double[] restTension;
    private final double[] lastEffort;
    private final double slewNmPerCycle;
    private final double positionMarginRad;

    /**
     * @param robot       limits.
     * @param restTension tension of each tendon that puts no effort on any joint and lies within its bounds, N.
     */
    public CommandGate(final RobotDescription robot, final double[] restTension)
    {
        this.joints = robot.joints().toArray(new JointDescription[0]);
        this.tendons = robot.tendons().toArray(new TendonDescription[0]);
        this.motors = robot.motors().toArray(new MotorDescription[0]);
        this.restTension = restTension.clone();
        this.lastEffort = new double[joints.length];
        this.slewNmPerCycle = robot.safety().effortSlewNmS() / robot.rates().baseHz();
        this.positionMarginRad = robot.safety().positionMarginRad();
        final List<TendonGroup> groups = robot.tendonGroups();
        this.groupTendons = new int[groups.size()][];
        for (int g = 0; g < groupTendons.length; g++)
        {
            groupTendons[g] = groups.get(g).tendons().stream().mapToInt(Integer::intValue).toArray();
        }
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
            !frame.targetVelocity.isFinite() || !frame.targetEffort.isFinite())
        {
            return GateAction.NOT_FINITE.mask();
        }
        long actions = 0;
        for (int j = 0; j < joints.length; j++)
        {
            final double wanted = position.get(j);
            final double allowed = Math.max(joints[j].lowerRad(), Math.min(joints[j].upperRad(), wanted));
            if (allowed != wanted)
            {
                position.set(j, allowed);
                actions |= GateAction.POSITION.mask();
            }
        }
        return actions;
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
        long actions = 0;
        for (int j = 0; j < joints.length; j++)
        {
            final JointDescription joint = joints[j];
            double effort = wanted.get(j);
            final double velocity = frame.estimateVelocity.get(j);
            final double position = frame.estimatePosition.get(j);
            if (Math.abs(effort) > joint.effortMaxNm())
            {
                effort = Math.copySign(joint.effortMaxNm(), effort);
                actions |= GateAction.EFFORT.mask();
            }
            if (Math.abs(velocity) > joint.velocityMaxRadS() && effort * velocity > 0)
            {
                effort = 0;
                actions |= GateAction.VELOCITY.mask();
            }
            if (position > joint.upperRad() + positionMarginRad && effort > 0 ||
                position < joint.lowerRad() - positionMarginRad && effort < 0)
            {
                effort = 0;
                actions |= GateAction.JOINT_LIMIT.mask();
            }
            final double slewed = slew(effort, lastEffort[j], slewNmPerCycle * joint.effortMaxNm());
            if (slewed != effort)
            {
                actions |= GateAction.SLEW.mask();
            }
            lastEffort[j] = slewed;
            gated.set(j, slewed);
        }
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
        long actions = 0;
        for (final int[] group : groupTendons)
        {
            final boolean hot = isHot(state, group);
            final double keep = hot ? 0.0 : keepFraction(frame.tensionWanted, group);
            for (final int t : group)
            {
                final double wanted = keep == 0.0 ? restTension[t] : frame.tensionWanted.get(t);
                frame.tensionGated.set(t, restTension[t] + keep * (wanted - restTension[t]));
            }
            if (hot)
            {
                actions |= GateAction.TEMPERATURE.mask();
            }
            else if (keep < 1.0)
            {
                actions |= GateAction.TENSION.mask();
            }
        }
        return actions;
    }

    private boolean isHot(final StateBlock state, final int[] group)
    {
        for (final int t : group)
        {
            final int motor = tendons[t].motor();
            if (state.motorTemperature.get(motor) > motors[motor].temperatureMaxC())
            {
                return true;
            }
        }
        return false;
    }

    /**
     * @return the largest part of the way from rest to the wanted tensions that all bounds allow, 0 when one is not
     * finite.
     */
    private double keepFraction(final Column wanted, final int[] group)
    {
        double keep = 1.0;
        for (final int t : group)
        {
            final double value = wanted.get(t);
            final double rest = restTension[t];
            if (!Double.isFinite(value))
            {
                return 0.0;
            }
            final double high = tendons[t].tensionMaxN();
            final double low = tendons[t].tensionMinN();
            final double tolerance = 1e-9 * high;
            if (value > high + tolerance)
            {
                keep = Math.min(keep, (high - rest) / (value - rest));
            }
            else if (value < low - tolerance)
            {
                keep = Math.min(keep, (rest - low) / (rest - value));
            }
        }
        return Math.max(0.0, keep);
    }

    /**
     * @param tendon index.
     * @return rest tension, N.
     */
    public double restTension(final int tendon)
    {
        return restTension[tendon];
    }

    /**
     * Forgets the efforts of the cycle before, so that the next increase starts from nothing.
     */
    public void reset()
    {
        java.util.Arrays.fill(lastEffort, 0);
    }
}
