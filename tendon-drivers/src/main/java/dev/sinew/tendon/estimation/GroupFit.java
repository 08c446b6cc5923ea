package dev.sinew.tendon.estimation;

import java.util.Arrays;

import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Weighted least squares over the tendons of one group: how far its joints are from where they were assumed, what the
 * tendons contradict each other by, and how uncertain the model's own parameters leave the joints. Matrices are row by
 * row, a row a tendon, with moment arms as they were learnt. Loop's thread; allocation-free.
 */
final class GroupFit
{
    private static final double RIDGE = 1e-4;

    final int[] joint;
    final int[] tendon;
    /** Moment arms with what was learnt, and their negatives, the slopes of lengths; m/rad. */
    final double[] arms;
    final double[] slopes;
    /** Path that each tendon has beyond what the assumed positions explain, m. */
    final double[] excess;
    /** Joints from where they were assumed, by {@link #solveApart()}, rad. */
    final double[] apart;
    /** Deviation of each tendon's path that its parameters may be off by, m. */
    final double[] modelSigmaM;
    /** What that makes of each joint, rad². */
    final double[] modelVariance;

    private final TendonRouting routing;
    private final TendonReadings readings;
    private final TendonCorrections corrections;
    private final PathExcess paths;
    private final double[] nominal;
    private final double[] factor;

    /**
     * @param group   joints and tendons.
     * @param routing moment arms by the file.
     * @param paths   excess of every tendon of the robot.
     * @param joints  joints of the robot.
     */
    GroupFit(final TendonGroup group, final TendonRouting routing, final PathExcess paths, final int joints)
    {
        this.routing = routing;
        this.paths = paths;
        readings = paths.readings;
        corrections = paths.corrections;
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        final int n = joint.length;
        arms = new double[n * tendon.length];
        nominal = new double[n * tendon.length];
        slopes = new double[n * tendon.length];
        excess = new double[tendon.length];
        modelSigmaM = new double[tendon.length];
        modelVariance = new double[n];
        apart = new double[n];
        factor = new double[n * n];
        fillNominal(new double[joints]);
    }

    private void fillNominal(final double[] q)
    {
        for (int t = 0; t < tendon.length; t++)
        {
            for (int j = 0; j < joint.length; j++)
            {
                nominal[t * joint.length + j] = routing.momentArm(q, tendon[t], joint[j]);
            }
        }
    }

    /**
     * Brings moment arms and excess to a pose at which the paths have been compared.
     *
     * @param position joint positions of the robot, rad.
     */
    void linearise(final double[] position)
    {
        if (!routing.isConstant())
        {
            fillNominal(position);
        }
        for (int t = 0; t < tendon.length; t++)
        {
            excess[t] = paths.excessM[tendon[t]];
        }
    }

    /** Takes in what has been learnt of the moment arms. */
    void learntArms()
    {
        final int n = joint.length;
        for (int t = 0; t < tendon.length; t++)
        {
            for (int j = 0; j < n; j++)
            {
                final double arm = nominal[t * n + j] + corrections.armM(tendon[t], joint[j]);
                arms[t * n + j] = arm;
                slopes[t * n + j] = -arm;
            }
        }
    }

    /** Finds how far the joints are apart; returns the weighted squares that are left, m². */
    double solveApart()
    {
        final int n = joint.length;
        normal();
        for (int j = 0; j < n; j++)
        {
            apart[j] = 0;
            for (int t = 0; t < tendon.length; t++)
            {
                apart[j] -= readings.weight[tendon[t]] * arms[t * n + j] * excess[t];
            }
        }
        SmallMatrix.choleskySolve(factor, n, apart);
        double left = 0;
        for (int t = 0; t < tendon.length; t++)
        {
            double miss = excess[t];
            for (int j = 0; j < n; j++)
            {
                miss += arms[t * n + j] * apart[j];
            }
            left += weighted(t, miss);
        }
        return left;
    }

    /** The tendon that alone explains most of what is left over. */
    int worstTendon()
    {
        int worst = 0;
        for (int t = 1; t < tendon.length; t++)
        {
            worst = weighted(t, excess[t]) > weighted(worst, excess[worst]) ? t : worst;
        }
        return worst;
    }

    /** Weighted squares of all tendons but one, m². */
    double leftWithout(final int worst)
    {
        double squares = 0;
        for (int t = 0; t < tendon.length; t++)
        {
            squares += t == worst ? 0 : weighted(t, excess[t]);
        }
        return squares;
    }

    private double weighted(final int t, final double value)
    {
        return readings.weight[tendon[t]] * value * value;
    }

    /** Leaves the factor of {@code R^T W R}, with a ridge for directions that no taut tendon sees. */
    private void normal()
    {
        final int n = joint.length;
        double trace = 0;
        for (final double arm : arms)
        {
            trace += arm * arm;
        }
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = j == k ? RIDGE * trace / n : 0;
                for (int t = 0; t < tendon.length; t++)
                {
                    sum += readings.weight[tendon[t]] * arms[t * n + j] * arms[t * n + k];
                }
                factor[j * n + k] = sum;
            }
        }
        SmallMatrix.cholesky(factor, n);
    }

    /** Variance of each joint from that of the tendons' parameters: {@code G = (R^T W R)^-1 R^T W}, row by row. */
    void spreadModel()
    {
        final int n = joint.length;
        normal();
        for (int j = 0; j < n; j++)
        {
            Arrays.fill(apart, 0);
            apart[j] = 1;
            SmallMatrix.choleskySolve(factor, n, apart);
            double sum = 0;
            for (int t = 0; t < tendon.length; t++)
            {
                double gain = 0;
                for (int k = 0; k < n; k++)
                {
                    gain += apart[k] * arms[t * n + k];
                }
                gain *= readings.weight[tendon[t]] * modelSigmaM[t];
                sum += gain * gain;
            }
            modelVariance[j] = sum;
        }
    }

    /**
     * More tendons than joints: what they contradict each other by, against what was to be expected.
     *
     * @param otherwise what to say where there are not more taut tendons than joints.
     * @return 1 where they contradict each other by as much as was to be expected.
     */
    double contradiction(final double otherwise)
    {
        double expected = 0;
        double taut = 0;
        for (int t = 0; t < tendon.length; t++)
        {
            final double weight = readings.weight[tendon[t]];
            taut += weight;
            expected += weight * (readings.varianceM2[tendon[t]] + modelSigmaM[t] * modelSigmaM[t]);
        }
        final double redundant = taut - joint.length;
        return redundant > 0.5 ? solveApart() / (expected * redundant / taut) : otherwise;
    }
}
