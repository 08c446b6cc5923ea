package dev.sinew.tendon.estimation;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
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
    /** Part of a new value that the consistency takes over per visit. */
    private static final double SMOOTHING = 0.2;

    final int[] joint;
    final int[] tendon;

    private final TendonRouting routing;
    private final TendonReadings readings;
    private final EncoderWatch watch;
    private final EstimatorSettings settings;
    private final GroupLearner learner;
    private final GroupFilter filter;
    private final double[] lowerRad;
    private final double[] upperRad;
    private final PathExcess paths;
    private final GroupFit fit;
    private final double[] about;
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
        this.watch = watch;
        this.settings = settings;
        fit = new GroupFit(group, routing, paths, robot.jointCount());
        joint = fit.joint;
        tendon = fit.tendon;
        final int n = joint.length;
        learner = new GroupLearner(tendon, joint, paths.corrections, settings);
        filter = new GroupFilter(n, settings.accelerationSigmaRadS2());
        lowerRad = new double[n];
        upperRad = new double[n];
        for (int j = 0; j < n; j++)
        {
            lowerRad[j] = robot.joints().get(joint[j]).lowerRad() - LIMIT_MARGIN_RAD;
            upperRad[j] = robot.joints().get(joint[j]).upperRad() + LIMIT_MARGIN_RAD;
        }
        about = new double[n];
        known = new boolean[n];
        everywhere = new double[robot.jointCount()];
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
        fit.linearise(position);
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
            fit.linearise(everywhere);
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

    private void takeIn()
    {
        fit.learntArms();
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
                filter.row(fit.slopes, t * joint.length, about, fit.excess[t],
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
        fit.learntArms();
        final double left = fit.solveApart();
        final int worst = fit.worstTendon();
        // One tendon that is off explains everything but its own excess; encoders explain what they can move.
        final boolean tendonsFault = fit.leftWithout(worst) <= left;
        suspect = tendonsFault ? worst : -1;
        for (int j = 0; j < joint.length; j++)
        {
            watch.compare(joint[j], tendonsFault ? 0 : -fit.apart[j],
                settings.disagreementRad() + MODEL_SIGMAS * Math.sqrt(fit.modelVariance[j]));
        }
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
        fit.linearise(position);
        fit.learntArms();
        if (settings.adapt() && suspect < 0)
        {
            learner.visit(readings, position, known, fit.arms, fit.excess, elapsedS);
        }
        for (int t = 0; t < tendon.length; t++)
        {
            fit.modelSigmaM[t] = learner.modelSigmaM(t, readings.stretchM[tendon[t]], position);
            paths.quietM[tendon[t]] = QUIET_M + MODEL_SIGMAS * fit.modelSigmaM[t];
        }
        fit.spreadModel();
        if (active)
        {
            consistency += SMOOTHING * (fit.contradiction(consistency) - consistency);
        }
    }

    /**
     * @param j number of a joint in the group.
     * @return variance of its position, rad².
     */
    double variance(final int j)
    {
        return known[j] ? settings.encoderSigmaRad() * settings.encoderSigmaRad() :
            (filter.pqq[j * joint.length + j] + fit.modelVariance[j]) * Math.max(1, consistency);
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
