package dev.sinew.sim.bench;

import java.util.Arrays;

import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Errors of estimated joint positions against true ones, over the joints of the hands. One thread.
 */
final class EstimationScore
{
    private static final double CONVERGED_RAD = Math.toRadians(3);
    private static final int COSTS_MAX = 1 << 20;

    private final boolean[] counts;
    private final int joints;
    private final double[] squares;
    private final double[] expected;
    private final double[] rigid;
    private final long[] costNs = new long[COSTS_MAX];
    private int costs;
    private long samples;
    private double convergedAfterS = Double.NaN;

    EstimationScore(final RobotDescription robot)
    {
        counts = new boolean[robot.jointCount()];
        robot.joints().stream().filter(JointDescription::hand).forEach(joint -> counts[joint.index()] = true);
        joints = (int)robot.joints().stream().filter(JointDescription::hand).count();
        squares = new double[robot.jointCount()];
        expected = new double[robot.jointCount()];
        rigid = new double[robot.jointCount()];
    }

    /**
     * Adds a sample.
     *
     * @param sinceS   time since encoders were taken away, s.
     * @param truth    true positions, rad.
     * @param position estimates, rad.
     * @param variance variances that the estimator claims, rad².
     * @param formula  positions by the rigid formula, rad.
     */
    void add(
        final double sinceS,
        final double[] truth,
        final Column position,
        final Column variance,
        final double[] formula)
    {
        double worst = 0;
        for (int j = 0; j < squares.length; j++)
        {
            final double off = position.get(j) - truth[j];
            squares[j] += off * off;
            expected[j] += variance.get(j);
            rigid[j] += (formula[j] - truth[j]) * (formula[j] - truth[j]);
            worst = counts[j] ? Math.max(worst, Math.abs(off)) : worst;
        }
        if (Double.isNaN(convergedAfterS) && worst < CONVERGED_RAD)
        {
            convergedAfterS = sinceS;
        }
        samples++;
    }

    /** Adds what an estimate cost, ns. */
    void cost(final long ns)
    {
        if (costs < COSTS_MAX)
        {
            costNs[costs++] = ns;
        }
    }

    /** @return root mean square error over all joints of the hands, degrees. */
    double rmsDeg()
    {
        return rmsDeg(squares);
    }

    /** @return what the estimator expected that to be, degrees. */
    double expectedDeg()
    {
        return rmsDeg(expected);
    }

    /** @return the same by the rigid formula, degrees. */
    double rigidDeg()
    {
        return rmsDeg(rigid);
    }

    private double rmsDeg(final double[] sums)
    {
        double total = 0;
        for (int j = 0; j < sums.length; j++)
        {
            total += counts[j] ? sums[j] : 0;
        }
        return Math.toDegrees(Math.sqrt(total / joints / samples));
    }

    /** @return index of the joint of the hands that was worst. */
    int worstJoint()
    {
        int worst = -1;
        for (int j = 0; j < squares.length; j++)
        {
            worst = counts[j] && (worst < 0 || squares[j] > squares[worst]) ? j : worst;
        }
        return worst;
    }

    /** @return its root mean square error, degrees. */
    double worstDeg()
    {
        return Math.toDegrees(Math.sqrt(squares[worstJoint()] / samples));
    }

    /** @return time after which all joints were within 3 degrees for the first time, s; NaN when they never were. */
    double convergedAfterS()
    {
        return convergedAfterS;
    }

    /**
     * @param part part of all samples that were cheaper, 0 to 1.
     * @return that percentile of what an estimate of the whole robot cost, µs.
     */
    double costUs(final double part)
    {
        final long[] sorted = Arrays.copyOf(costNs, costs);
        Arrays.sort(sorted);
        return sorted[Math.min(costs - 1, (int)(part * costs))] * 1e-3;
    }
}
