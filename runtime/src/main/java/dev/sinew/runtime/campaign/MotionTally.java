package dev.sinew.runtime.campaign;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.runtime.frame.CycleFrame;

/**
 * Looks at every frame of one segment: how far joints went, how long tendons were slack, what was found about tendons
 * that were cut and about all others. Judges by what the sensors say. Loop's thread; read when the segment has ended.
 */
final class MotionTally
{
    /** Nothing counts before this: the robot takes up its pose, ns. */
    private static final long SETTLE_NS = 500_000_000L;
    /** Tensions are smoothed over this many cycles, so that noise neither makes nor breaks a stretch of slack. */
    private static final double SMOOTH = 4;
    /** "Slack" in the sense of the target: below this part of the least tension. */
    private static final double SLACK_RATIO = 0.5;

    private final int tendons;
    private final double[] leastN;
    private final double[] mostN;
    private final double[] lowest;
    private final double[] highest;
    private final double[] smooth;
    private final int[] slackFor;
    private final int[] slackMax;
    private final long[] falseBits;
    private final long[] cutNs;
    private final long[] foundNs;
    private final double[] tensionAtCut;
    private final boolean[] spoiled;
    private final int[] groupOf;
    private final int[][] jointsOf;
    private long disagreeCycles;
    private long overCycles;
    private long cycles;
    private boolean started;

    MotionTally(final RobotDescription robot, final List<Cut> cuts)
    {
        tendons = robot.tendonCount();
        leastN = robot.tendons().stream().mapToDouble(TendonDescription::tensionMinN).toArray();
        mostN = robot.tendons().stream().mapToDouble(TendonDescription::tensionMaxN).toArray();
        lowest = robot.joints().stream().mapToDouble(JointDescription::upperRad).toArray();
        highest = robot.joints().stream().mapToDouble(JointDescription::lowerRad).toArray();
        smooth = new double[tendons];
        slackFor = new int[tendons];
        slackMax = new int[tendons];
        falseBits = new long[tendons];
        cutNs = new long[tendons];
        foundNs = new long[tendons];
        tensionAtCut = new double[tendons];
        Arrays.fill(cutNs, Long.MAX_VALUE);
        Arrays.fill(foundNs, -1);
        cuts.forEach(cut -> cutNs[cut.tendon()] = cut.atNs());
        final List<TendonGroup> groups = robot.tendonGroups();
        spoiled = new boolean[groups.size()];
        groupOf = new int[tendons];
        jointsOf = new int[groups.size()][];
        for (int g = 0; g < jointsOf.length; g++)
        {
            final int index = g;
            groups.get(g).tendons().forEach(t -> groupOf[t] = index);
            jointsOf[g] = groups.get(g).joints().stream().mapToInt(Integer::intValue).toArray();
        }
    }

    void take(final CycleFrame frame, final long nowNs)
    {
        if (nowNs < SETTLE_NS)
        {
            return;
        }
        cycles++;
        for (int t = 0; t < tendons; t++)
        {
            spoiled[groupOf[t]] |= nowNs > cutNs[t];
            take(frame, t, nowNs);
        }
        for (int g = 0; g < jointsOf.length; g++)
        {
            for (final int j : jointsOf[g])
            {
                if (!spoiled[g])
                {
                    lowest[j] = Math.min(lowest[j], frame.state.jointPosition.get(j));
                    highest[j] = Math.max(highest[j], frame.state.jointPosition.get(j));
                }
            }
        }
        started = true;
    }

    private void take(final CycleFrame frame, final int t, final long nowNs)
    {
        final double tension = frame.state.tendonTension.get(t);
        final long found = (long)frame.tendonFindings.get(t);
        smooth[t] += (tension - smooth[t]) / (started ? SMOOTH : 1);
        if (nowNs <= cutNs[t])
        {
            tensionAtCut[t] = smooth[t];
            falseBits[t] |= found & TendonFinding.LOST;
        }
        else if (foundNs[t] < 0 && (found & TendonFinding.LOST) != 0)
        {
            foundNs[t] = nowNs;
        }
        if (!spoiled[groupOf[t]])
        {
            slackFor[t] = smooth[t] < SLACK_RATIO * leastN[t] ? slackFor[t] + 1 : 0;
            slackMax[t] = Math.max(slackMax[t], slackFor[t]);
            disagreeCycles += (found & TendonFinding.DISAGREES.mask()) != 0 ? 1 : 0;
            overCycles += (found & TendonFinding.OVER_TENSION.mask()) != 0 ? 1 : 0;
        }
    }

    long cycles()
    {
        return cycles;
    }

    long disagreeCycles()
    {
        return disagreeCycles;
    }

    long overCycles()
    {
        return overCycles;
    }

    /** Bits of the findings that took a tendon for lost before it was cut; 0 when all is well. */
    long falseBits(final int tendon)
    {
        return falseBits[tendon];
    }

    /** From cut to finding, ns; -1 when it was not found. */
    long detectionNs(final int tendon)
    {
        return foundNs[tendon] < 0 ? -1 : foundNs[tendon] - cutNs[tendon];
    }

    double tensionAtCutN(final int tendon)
    {
        return tensionAtCut[tendon];
    }

    double tensionMaxN(final int tendon)
    {
        return mostN[tendon];
    }

    /** Longest time below half of the least tension, cycles. */
    int slackMax(final int tendon)
    {
        return slackMax[tendon];
    }

    double lowest(final int joint)
    {
        return lowest[joint];
    }

    double highest(final int joint)
    {
        return highest[joint];
    }
}
