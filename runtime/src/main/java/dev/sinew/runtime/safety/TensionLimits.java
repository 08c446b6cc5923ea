package dev.sinew.runtime.safety;

import java.util.List;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * The tension half of the {@link CommandGate}: bounds of the file, of what is left after a loss, and of heat. A whole
 * finger or limb is moved toward its rest tension until all of its bounds hold. Loop's thread; allocation-free.
 */
final class TensionLimits
{
    private static final double TOLERANCE = 1e-9;

    private final int tendons;
    private final ThermalGuard thermal;
    private final double[] maxN;
    private final double[] minN;
    private final double[] highN;
    private final double[] lowN;
    private final double[] restN;
    /** Greatest tension that heat allows, N, with tolerance. */
    private final double[] coolN;
    private final double[] radiusM;
    private final int[] motorOf;
    private final double[] temperatureMaxC;
    private final int[][] groupTendons;
    private final double[] wantedN;
    private final double[] motorC;
    private boolean cooling;

    TensionLimits(final RobotDescription robot, final double[] rest)
    {
        tendons = robot.tendonCount();
        thermal = new ThermalGuard(robot);
        restN = rest.clone();
        maxN = new double[tendons];
        minN = new double[tendons];
        highN = new double[tendons];
        lowN = new double[tendons];
        coolN = new double[tendons];
        wantedN = new double[tendons];
        motorC = new double[robot.motorCount()];
        radiusM = new double[tendons];
        motorOf = new int[tendons];
        temperatureMaxC = new double[tendons];
        for (final TendonDescription tendon : robot.tendons())
        {
            final int t = tendon.index();
            motorOf[t] = tendon.motor();
            radiusM[t] = Math.abs(robot.spoolRadiusM(tendon));
            temperatureMaxC[t] = robot.motors().get(tendon.motor()).temperatureMaxC();
            coolN[t] = Double.MAX_VALUE;
            bounds(t, tendon.tensionMinN(), tendon.tensionMaxN(), restN[t]);
        }
        final List<TendonGroup> groups = robot.tendonGroups();
        groupTendons = new int[groups.size()][];
        for (int g = 0; g < groupTendons.length; g++)
        {
            groupTendons[g] = groups.get(g).tendons().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    void bounds(final int tendon, final double leastN, final double mostN, final double tensionAtRestN)
    {
        final double tolerance = TOLERANCE * mostN;
        minN[tendon] = leastN;
        maxN[tendon] = mostN;
        highN[tendon] = mostN + tolerance;
        lowN[tendon] = leastN - tolerance;
        restN[tendon] = tensionAtRestN;
    }

    void rest(final int tendon, final double tensionAtRestN)
    {
        restN[tendon] = tensionAtRestN;
    }

    double rest(final int tendon)
    {
        return restN[tendon];
    }

    ThermalGuard thermal()
    {
        return thermal;
    }

    /** After the thermal guard has seen the cycle's sample. */
    void followHeat()
    {
        if (thermal.deratedCount() == 0 && !cooling)
        {
            return;
        }
        cooling = thermal.deratedCount() > 0;
        for (int t = 0; t < tendons; t++)
        {
            final int m = motorOf[t];
            coolN[t] = thermal.derated(m) ? thermal.effortAllowed(m) / radiusM[t] : Double.MAX_VALUE;
        }
    }

    long gate(final StateBlock state, final CycleFrame frame)
    {
        final Column tensions = frame.tensionWanted;
        final Column gated = frame.tensionGated;
        if (allWithinBounds(state.motorTemperature, tensions))
        {
            gated.copyFrom(tensions);
            return 0;
        }
        long actions = 0;
        for (final int[] group : groupTendons)
        {
            final boolean hot = isHot(state.motorTemperature, group);
            final double bounded = hot ? 0.0 : keepFraction(tensions, group);
            final double cool = hot ? 0.0 : coolFraction(tensions, group);
            final double keep = Math.min(bounded, cool);
            for (final int t : group)
            {
                final double wanted = keep == 0.0 ? restN[t] : tensions.get(t);
                gated.set(t, restN[t] + keep * (wanted - restN[t]));
            }
            actions |= hot ? GateAction.TEMPERATURE.mask() : 0;
            actions |= !hot && bounded < 1.0 ? GateAction.TENSION.mask() : 0;
            actions |= !hot && cool < 1.0 ? GateAction.DERATED.mask() : 0;
        }
        return actions;
    }

    /** The common case in one pass: then every group keeps the whole of its way from rest to the wanted tensions. */
    private boolean allWithinBounds(final Column temperature, final Column wanted)
    {
        wanted.copyTo(wantedN);
        temperature.copyTo(motorC);
        boolean within = true;
        for (int t = 0; t < tendons; t++)
        {
            final double value = wantedN[t];
            within &= value <= highN[t] & value >= lowN[t] & value <= coolN[t] &
                !(motorC[motorOf[t]] > temperatureMaxC[t]);
        }
        return within;
    }

    private boolean isHot(final Column temperature, final int[] group)
    {
        for (final int t : group)
        {
            if (temperature.get(motorOf[t]) > temperatureMaxC[t])
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
            final double rest = restN[t];
            if (!Double.isFinite(value))
            {
                return 0.0;
            }
            if (value > highN[t])
            {
                keep = Math.min(keep, (maxN[t] - rest) / (value - rest));
            }
            else if (value < lowN[t])
            {
                keep = Math.min(keep, (rest - minN[t]) / (rest - value));
            }
        }
        return Math.max(0.0, keep);
    }

    /** The same for what heat allows; a rest tension above that stays, because less would let the cables go slack. */
    private double coolFraction(final Column wanted, final int[] group)
    {
        double keep = 1.0;
        for (final int t : group)
        {
            final double value = wanted.get(t);
            if (value > coolN[t] && value > restN[t])
            {
                keep = Math.min(keep, (coolN[t] - restN[t]) / (value - restN[t]));
            }
        }
        return Math.max(0.0, keep);
    }
}
