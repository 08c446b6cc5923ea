package dev.sinew.tendon.estimation;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.distribution.SmallMatrix;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Joint positions of one group from its tendons: the filter while an encoder is missing, the comparison while all are
 * used. Loop's thread; allocation-free.
 */
final class GroupEstimator
{
    /** A joint that leaves the linearisation by more than this makes the sample be taken in again, rad. */
    private static final double AGAIN_RAD = 0.02;
    private static final int PASSES_MAX = 4;
    /** A joint cannot be further outside its limits than this, rad. */
    private static final double LIMIT_MARGIN_RAD = 0.1;
    /** Beyond this the filter's own uncertainty says that no tendon holds the joint, rad. */
    private static final double HELD_SIGMA_RAD = 0.05;
    private static final double FIRST_SIGMA_RAD = 0.5;
    private static final double LOST_SIGMA_RAD = 0.1;
    private static final double SPEED_SIGMA_RAD_S = 2;
    /** Uncertainty of the parameters that a comparison is charged with, in sigmas. */
    private static final double MODEL_SIGMAS = 3;
    /** An excess below this is not worth a comparison, m. */
    private static final double QUIET_M = 1e-4;
    private static final double RIDGE = 1e-4;
    /** Part of a new value that the consistency takes over per visit. */
    private static final double SMOOTHING = 0.2;

    final int[] joint;
    final int[] tendon;

    private final TendonRouting routing;
    private final TendonReadings readings;
    private final TendonCorrections corrections;
    private final EncoderWatch watch;
    private final EstimatorSettings settings;
    private final GroupLearner learner;
    private final GroupFilter filter;
    private final double[] lowerRad;
    private final double[] upperRad;

    /** Moment arms with what was learnt, row by row, one row a tendon; and their negatives, the slopes of lengths. */
    private final double[] arms;
    private final double[] nominal;
    private final double[] slopes;
    private final double[] excess;
    private final PathExcess paths;
    private final double[] modelSigmaM;
    private final double[] modelVariance;
    private final double[] apart;
    private final double[] about;
    private final double[] factor;
    private final boolean[] known;
    private final double[] everywhere;
    private double consistency = 1;
    private int suspect = -1;
    private boolean active;
    private boolean begun;
    private boolean visitDue = true;

    GroupEstimator(
        final RobotDescription robot,
        final TendonGroup group,
        final TendonRouting routing,
        final PathExcess paths,
        final EncoderWatch watch,
        final EstimatorSettings settings)
    {
        this.routing = routing;
        this.paths = paths;
        readings = paths.readings;
        corrections = paths.corrections;
        this.watch = watch;
        this.settings = settings;
        joint = group.joints().stream().mapToInt(Integer::intValue).toArray();
        tendon = group.tendons().stream().mapToInt(Integer::intValue).toArray();
        final int n = joint.length;
        learner = new GroupLearner(tendon, joint, corrections, settings);
        filter = new GroupFilter(n, settings.accelerationSigmaRadS2());
        lowerRad = new double[n];
        upperRad = new double[n];
        for (int j = 0; j < n; j++)
        {
            lowerRad[j] = robot.joints().get(joint[j]).lowerRad() - LIMIT_MARGIN_RAD;
            upperRad[j] = robot.joints().get(joint[j]).upperRad() + LIMIT_MARGIN_RAD;
        }
        arms = new double[n * tendon.length];
        nominal = new double[n * tendon.length];
        slopes = new double[n * tendon.length];
        excess = new double[tendon.length];
        modelSigmaM = new double[tendon.length];
        modelVariance = new double[n];
        apart = new double[n];
        about = new double[n];
        factor = new double[n * n];
        known = new boolean[n];
        everywhere = new double[robot.jointCount()];
        fillNominal(new double[robot.jointCount()]);
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
     * Chooses the position about which this sample is made linear: encoders that are used, else the filter's forecast.
     *
     * @param position in, what was published last; out, the choice, rad.
     * @param velocity what was published last, rad/s.
     * @param periodS  time since the sample before, s.
     */
    void forecast(final double[] position, final double[] velocity, final double periodS)
    {
        boolean all = true;
        for (int j = 0; j < joint.length; j++)
        {
            known[j] = watch.used(joint[j]);
            all &= known[j];
        }
        if (!all && !active)
        {
            begin(position, velocity);
        }
        active = !all;
        if (active)
        {
            filter.predict(periodS);
        }
        for (int j = 0; j < joint.length; j++)
        {
            about[j] = known[j] ? watch.reading(joint[j]) : filter.q[j];
            position[joint[j]] = about[j];
        }
    }

    private void begin(final double[] position, final double[] velocity)
    {
        filter.clear();
        for (int j = 0; j < joint.length; j++)
        {
            filter.set(j, position[joint[j]], velocity[joint[j]],
                !begun ? FIRST_SIGMA_RAD : known[j] ? settings.encoderSigmaRad() : LOST_SIGMA_RAD, SPEED_SIGMA_RAD_S);
        }
        visitDue = true;
    }

    /**
     * Takes the sample in.
     *
     * @param position in, what {@link #forecast} chose, for the whole robot; out for this group's joints, rad. The
     *                 paths have been compared there.
     */
    void step(final double[] position)
    {
        begun = true;
        linearise(position);
        if (!active)
        {
            compareAll();
            return;
        }
        System.arraycopy(position, 0, everywhere, 0, everywhere.length);
        for (int pass = 0; pass < PASSES_MAX; pass++)
        {
            takeIn();
            if (routing.isConstant() || !(filter.farthestFrom(about) > AGAIN_RAD) || pass == PASSES_MAX - 1)
            {
                break;
            }
            for (int j = 0; j < joint.length; j++)
            {
                about[j] = filter.q[j];
                everywhere[joint[j]] = about[j];
            }
            paths.compare(everywhere, tendon);
            linearise(everywhere);
            filter.again();
        }
        final boolean reduced = isReduced();
        for (int j = 0; j < joint.length; j++)
        {
            if (!known[j])
            {
                position[joint[j]] = filter.q[j];
                watch.recover(joint[j], watch.reading(joint[j]) - filter.q[j], Math.sqrt(variance(j)), reduced);
            }
        }
    }

    private void linearise(final double[] position)
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

    private void learntArms()
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

    private void takeIn()
    {
        learntArms();
        for (int j = 0; j < joint.length; j++)
        {
            if (known[j])
            {
                filter.position(j, watch.reading(joint[j]), settings.encoderSigmaRad() * settings.encoderSigmaRad());
            }
        }
        for (int t = 0; t < tendon.length; t++)
        {
            final double weight = readings.weight[tendon[t]];
            if (weight > 0)
            {
                filter.row(slopes, t * joint.length, about, excess[t],
                    readings.varianceM2[tendon[t]] / (weight * weight));
            }
        }
        for (int j = 0; j < joint.length; j++)
        {
            filter.keepWithin(j, lowerRad[j], upperRad[j]);
        }
    }

    /** All encoders are used: do the tendons agree with them? */
    private void compareAll()
    {
        // Without a lost tendon nothing is left over to tell an encoder that is off from a tendon that is.
        if (!paths.isLoud(tendon) || readings.anyLost(tendon))
        {
            for (int j = 0; j < joint.length; j++)
            {
                watch.compare(joint[j], 0, 1);
            }
            suspect = -1;
            return;
        }
        learntArms();
        final double left = solveApart();
        int worst = 0;
        double squares = 0;
        for (int t = 0; t < tendon.length; t++)
        {
            squares += weighted(t, excess[t]);
            worst = weighted(t, excess[t]) > weighted(worst, excess[worst]) ? t : worst;
        }
        // One tendon that is off explains everything but its own excess; encoders explain what they can move.
        final boolean tendonsFault = squares - weighted(worst, excess[worst]) <= left;
        suspect = tendonsFault ? worst : -1;
        for (int j = 0; j < joint.length; j++)
        {
            watch.compare(joint[j], tendonsFault ? 0 : -apart[j],
                settings.disagreementRad() + MODEL_SIGMAS * Math.sqrt(modelVariance[j]));
        }
    }

    private double weighted(final int t, final double value)
    {
        return readings.weight[tendon[t]] * value * value;
    }

    /** Least squares for how far the joints are, by the tendons, from where they were assumed; returns what is left. */
    private double solveApart()
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

    /**
     * What need not be done in every cycle: learning, and how uncertain what was learnt leaves the joints.
     *
     * @param position joint positions of the robot, rad.
     * @param elapsedS time since the last visit, s.
     */
    void visit(final double[] position, final double elapsedS)
    {
        visitDue = false;
        linearise(position);
        learntArms();
        if (settings.adapt() && suspect < 0)
        {
            learner.visit(readings, position, known, arms, excess, elapsedS);
        }
        for (int t = 0; t < tendon.length; t++)
        {
            modelSigmaM[t] = learner.modelSigmaM(t, readings.stretchM[tendon[t]], position);
            paths.quietM[tendon[t]] = QUIET_M + MODEL_SIGMAS * modelSigmaM[t];
        }
        normal();
        spreadModel();
        if (active)
        {
            weighConsistency();
        }
    }

    /** Variance of each joint from that of the tendons' parameters: {@code G = (R^T W R)^-1 R^T W}, row by row. */
    private void spreadModel()
    {
        final int n = joint.length;
        for (int j = 0; j < n; j++)
        {
            java.util.Arrays.fill(apart, 0);
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

    /** More tendons than joints: what they contradict each other by, against what was to be expected. */
    private void weighConsistency()
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
        if (redundant > 0.5)
        {
            final double left = solveApart();
            final double ratio = left / (expected * redundant / taut);
            consistency += SMOOTHING * (ratio - consistency);
        }
    }

    /**
     * @param j number of a joint in the group.
     * @return variance of its position, rad².
     */
    double variance(final int j)
    {
        return known[j] ? settings.encoderSigmaRad() * settings.encoderSigmaRad() :
            (filter.pqq[j * joint.length + j] + modelVariance[j]) * Math.max(1, consistency);
    }

    /** @return true when one of its tendons is lost. */
    boolean isReduced()
    {
        return readings.anyLost(tendon);
    }

    /**
     * @param sigmaRad greatest uncertainty, rad.
     * @return true when every joint is known at least so well. Of a group that has lost a tendon only encoders are
     *         believed where there are any: a tendon that hangs loose claims to know a joint that has long moved on.
     */
    boolean isKnownWithin(final double sigmaRad)
    {
        final boolean reduced = isReduced();
        boolean all = true;
        for (int j = 0; j < joint.length; j++)
        {
            all &= variance(j) <= sigmaRad * sigmaRad &&
                (known[j] || !reduced || watch.state(joint[j]) == EncoderState.MISSING);
        }
        return all;
    }

    /** @return its velocity by the filter, rad/s; only while {@link #isActive()}. */
    double velocity(final int j)
    {
        return filter.v[j];
    }

    JointSource source(final int j)
    {
        return known[j] ? JointSource.ENCODER :
            filter.pqq[j * joint.length + j] < HELD_SIGMA_RAD * HELD_SIGMA_RAD ? JointSource.TENDONS :
                JointSource.NOTHING;
    }

    /** @return true while the filter runs: an encoder of the group is missing or not used. */
    boolean isActive()
    {
        return active;
    }

    /** @return true when a visit must not wait for its turn. */
    boolean isVisitDue()
    {
        return visitDue;
    }

    /** @return robot's index of the tendon that alone explains why tendons and encoders disagree, or -1. */
    int suspect()
    {
        return suspect < 0 ? -1 : tendon[suspect];
    }

    /** Takes all that the encoders say as the new zero: only before anything has been learnt. */
    void align()
    {
        for (int t = 0; t < tendon.length; t++)
        {
            final double off = paths.excessM[tendon[t]];
            if (readings.weight[tendon[t]] >= 1 && Math.abs(off) > 4 * settings.zeroSigmaM())
            {
                learner.doubtZero(t, off);
            }
        }
    }
}
