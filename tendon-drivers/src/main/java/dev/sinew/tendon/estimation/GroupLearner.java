package dev.sinew.tendon.estimation;

/**
 * Learns offset, compliance and moment arms of one group's tendons while it moves: recursive least squares with the
 * file's values as prior and with a slow random walk, for cables creep and stretch.
 *
 * <p>Joints whose encoders are trusted make each tendon a reading of its own parameters. Joints without a trusted
 * encoder are eliminated: readings are combined along vectors that are orthogonal to those joints' moment arms, so that
 * what remains says whether tendons agree among themselves. For <i>n</i> unknown joints and <i>n + 1</i> tendons that
 * is one reading a visit: enough for the ratio of compliances, which makes up most of the error, and for one
 * combination of the moment arms. Their common scale stays as uncertain as it was, and the variance says so. Loop's
 * thread; allocation-free.</p>
 */
final class GroupLearner
{
    /** What the linear model leaves over, m. */
    private static final double MODEL_SIGMA_M = 6e-5;
    /** Random walk of an offset, m/sqrt(s); of a ratio, 1/sqrt(s). */
    private static final double OFFSET_WALK = 2e-5;
    private static final double RATIO_WALK = 5e-4;
    /** An excess beyond this many sigmas is not learnt from. */
    private static final double GATE_SIGMAS = 5;
    /** A direction whose length falls below this once the others are taken out is not a new one. */
    private static final double NEW_DIRECTION_MIN = 0.2;
    /** No parameter is believed to be further off than this many of its prior sigmas. */
    private static final double BELIEF_SIGMAS = 4;

    private final int[] tendon;
    private final int[] joint;
    private final TendonCorrections corrections;
    /** Parameters of the group's tendon {@code t} are {@code from[t]} to {@code from[t + 1] - 1}. */
    private final int[] from;
    private final int size;
    /** Prior standard deviation of each parameter, by which it is scaled. */
    private final double[] sigma;
    private final double[] x;
    private final double[] p;
    private final double[] capacity;
    private final double[] sqrtCapacity;
    private final double[] walk;

    private final double[] phi;
    private final double[] gain;
    private final Directions directions;
    private final double[] slope;
    /** True once a reading was shared by several tendons: from then on their parameters are correlated. */
    private boolean shared;

    GroupLearner(
        final int[] tendon,
        final int[] joint,
        final TendonCorrections corrections,
        final EstimatorSettings settings)
    {
        this.tendon = tendon;
        this.joint = joint;
        this.corrections = corrections;
        from = new int[tendon.length + 1];
        int next = 0;
        for (int t = 0; t < tendon.length; t++)
        {
            from[t] = next;
            next += 2 + corrections.first[tendon[t] + 1] - corrections.first[tendon[t]];
        }
        from[tendon.length] = next;
        size = next;
        sigma = new double[size];
        walk = new double[size];
        x = new double[size];
        p = new double[size * size];
        capacity = new double[size];
        sqrtCapacity = new double[size];
        phi = new double[size];
        gain = new double[size];
        directions = new Directions(tendon.length, 2 * tendon.length + joint.length);
        slope = new double[size];
        prior(settings);
    }

    /** A wrong spool makes all arms of its tendon, and its compliance, wrong together. */
    private void prior(final EstimatorSettings settings)
    {
        final double arm = settings.armRatioSigma();
        final double spool = settings.spoolRatioSigma();
        final double compliance = settings.complianceRatioSigma();
        for (int t = 0; t < tendon.length; t++)
        {
            final int b = from[t];
            sigma[b] = settings.zeroSigmaM();
            walk[b] = OFFSET_WALK / sigma[b];
            sigma[b + 1] = Math.sqrt(compliance * compliance + spool * spool);
            for (int k = b + 2; k < from[t + 1]; k++)
            {
                sigma[k] = Math.sqrt(arm * arm + spool * spool);
            }
            for (int k = b + 1; k < from[t + 1]; k++)
            {
                walk[k] = RATIO_WALK / sigma[k];
                for (int l = b + 1; l < from[t + 1]; l++)
                {
                    p[k * size + l] = k == l ? 1 : spool * spool / (sigma[k] * sigma[l]);
                }
            }
            p[b * size + b] = 1;
        }
        for (int k = 0; k < size; k++)
        {
            capacity[k] = p[k * size + k];
            sqrtCapacity[k] = Math.sqrt(capacity[k]);
        }
    }

    /** Makes an offset uncertain enough to take all of an excess in: the known zero was wrong. */
    void doubtZero(final int t, final double excessM)
    {
        final int b = from[t];
        final double doubt = excessM / sigma[b];
        p[b * size + b] = Math.max(p[b * size + b], doubt * doubt);
        capacity[b] = Math.max(capacity[b], p[b * size + b]);
        sqrtCapacity[b] = Math.sqrt(capacity[b]);
    }

    /**
     * @param t       number of a tendon in the group.
     * @param stretch its elastic stretch, m.
     * @param q       joint positions of the robot, rad.
     * @return standard deviation of its path length from what is not known of its parameters, m.
     */
    double modelSigmaM(final int t, final double stretch, final double[] q)
    {
        slopeOf(t, stretch, q);
        double sum = 0;
        for (int k = from[t]; k < from[t + 1]; k++)
        {
            for (int l = from[t]; l < from[t + 1]; l++)
            {
                sum += slope[k] * p[k * size + l] * slope[l];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    private void slopeOf(final int t, final double stretch, final double[] q)
    {
        final int b = from[t];
        final int i = tendon[t];
        slope[b] = sigma[b];
        slope[b + 1] = sigma[b + 1] * stretch;
        for (int k = corrections.first[i], at = b + 2; k < corrections.first[i + 1]; k++, at++)
        {
            final int j = corrections.joint[k];
            slope[at] = sigma[at] * corrections.armSizeM[k] * (q[j] - corrections.middleRad[j]);
        }
    }

    /**
     * Learns from one sample.
     *
     * @param readings measured lengths, weights, stretches.
     * @param q        joint positions of the robot; those that are not known are estimates, rad.
     * @param known    true for each joint of the group whose encoder is trusted.
     * @param arms     moment arms of the group in this pose, row by row, one row a tendon, one column a joint, m.
     * @param excess   measured and corrected less expected length of each tendon of the group, m.
     * @param elapsedS time since the last visit, s.
     */
    void visit(
        final TendonReadings readings,
        final double[] q,
        final boolean[] known,
        final double[] arms,
        final double[] excess,
        final double elapsedS)
    {
        for (int k = 0; k < size; k++)
        {
            // Never more uncertain than before anything was known.
            p[k * size + k] = Math.min(Math.max(capacity[k], p[k * size + k]),
                p[k * size + k] + walk[k] * walk[k] * elapsedS);
        }
        for (int t = 0; t < tendon.length; t++)
        {
            slopeOf(t, readings.stretchM[tendon[t]], q);
        }
        if (allOf(known))
        {
            learnOneByOne(readings, excess);
        }
        else
        {
            learnTogether(readings, known, arms, excess);
        }
        publish();
    }

    private static boolean allOf(final boolean[] known)
    {
        boolean all = true;
        for (final boolean one : known)
        {
            all &= one;
        }
        return all;
    }

    /** Every joint is known: each taut tendon is a reading of its own parameters. */
    private void learnOneByOne(final TendonReadings readings, final double[] excess)
    {
        for (int t = 0; t < tendon.length; t++)
        {
            if (readings.weight[tendon[t]] >= 1)
            {
                directions.clear();
                directions.unit(t);
                learn(t, t + 1, readings, excess);
            }
        }
    }

    private void learnTogether(
        final TendonReadings readings,
        final boolean[] known,
        final double[] arms,
        final double[] excess)
    {
        takeOut(readings, known, arms);
        for (int t = 0; t < tendon.length; t++)
        {
            if (readings.weight[tendon[t]] >= 1 && directions.addUnit(t, NEW_DIRECTION_MIN))
            {
                shared = true;
                learn(0, tendon.length, readings, excess);
            }
        }
    }

    /** Directions that say nothing about parameters: arms of unknown joints, and tendons that are not taut. */
    private void takeOut(final TendonReadings readings, final boolean[] known, final double[] arms)
    {
        directions.clear();
        for (int t = 0; t < tendon.length; t++)
        {
            if (readings.weight[tendon[t]] < 1)
            {
                directions.unit(t);
            }
        }
        for (int j = 0; j < joint.length; j++)
        {
            if (!known[j])
            {
                directions.addColumn(arms, j, joint.length);
            }
        }
    }

    /**
     * One reading along the newest direction: what the parameters of its tendons, together, must explain. As long as
     * tendons share no correlation, those outside the direction stay as they are, and the work is that of its own
     * tendons.
     *
     * @param lead  first tendon of the direction.
     * @param trail tendon after its last one.
     */
    private void learn(
        final int lead,
        final int trail,
        final TendonReadings readings,
        final double[] excess)
    {
        double miss = 0;
        double spread = MODEL_SIGMA_M * MODEL_SIGMA_M;
        for (int t = lead; t < trail; t++)
        {
            final double part = directions.part(t);
            spread += part * part * readings.varianceM2[tendon[t]];
            for (int k = from[t]; k < from[t + 1]; k++)
            {
                phi[k] = part * slope[k];
            }
            // Not 0 · NaN: a tendon that is not taut may read anything.
            miss -= part == 0 ? 0 : part * (excess[t] - alreadyLearnt(t));
        }
        final int begin = shared ? 0 : from[lead];
        final int end = shared ? size : from[trail];
        for (int k = begin; k < end; k++)
        {
            double sum = 0;
            for (int t = lead; t < trail; t++)
            {
                for (int l = directions.part(t) == 0 ? from[t + 1] : from[t]; l < from[t + 1]; l++)
                {
                    sum += p[k * size + l] * phi[l];
                }
            }
            gain[k] = sum;
        }
        for (int k = from[lead]; k < from[trail]; k++)
        {
            spread += phi[k] * gain[k];
            miss -= phi[k] * x[k];
        }
        if (miss * miss < GATE_SIGMAS * GATE_SIGMAS * spread)
        {
            take(begin, end, miss, 1 / spread);
        }
    }

    private void take(final int begin, final int end, final double miss, final double perSpread)
    {
        for (int k = begin; k < end; k++)
        {
            final double part = gain[k] * perSpread;
            final double most = BELIEF_SIGMAS * sqrtCapacity[k];
            x[k] = Math.min(Math.max(x[k] + part * miss, -most), most);
            for (int l = begin; l <= k; l++)
            {
                p[k * size + l] -= part * gain[l];
                p[l * size + k] = p[k * size + l];
            }
        }
    }

    /** What the corrections in force add to the measured length: the excess has it in it. */
    private double alreadyLearnt(final int t)
    {
        double sum = 0;
        for (int k = from[t]; k < from[t + 1]; k++)
        {
            sum += slope[k] * published(t, k);
        }
        return sum;
    }

    private double published(final int t, final int k)
    {
        final int i = tendon[t];
        final int b = from[t];
        final double value = k == b ? corrections.offsetM[i] : k == b + 1 ? corrections.complianceRatio[i] :
            corrections.armRatio[corrections.first[i] + k - b - 2];
        return value / sigma[k];
    }

    private void publish()
    {
        for (int t = 0; t < tendon.length; t++)
        {
            final int i = tendon[t];
            final int b = from[t];
            corrections.offsetM[i] = x[b] * sigma[b];
            corrections.complianceRatio[i] = x[b + 1] * sigma[b + 1];
            for (int k = b + 2; k < from[t + 1]; k++)
            {
                corrections.armRatio[corrections.first[i] + k - b - 2] = x[k] * sigma[k];
            }
            corrections.changed(i);
        }
    }
}
