package dev.sinew.tendon.estimation;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Positions of all joints: from encoders where they are there and sound, else from motors and tendons. See the
 * package's description. One instance serves one loop; not thread-safe; allocation-free after construction;
 * deterministic.
 */
public final class JointEstimator
{
    /** A sample that is late by more than this many periods is treated as if it were late by so many. */
    private static final int GAP_PERIODS_MAX = 50;
    private static final double NANOSECONDS = 1e-9;
    private static final double PERIOD_S = 0.001;
    /** Before this many samples a zero that contradicts the encoders is corrected at once. */
    private static final int ALIGN_SAMPLES = 200;
    /** While all encoders are used there is no haste: one group is visited in so many cycles. */
    private static final int VISIT_CYCLES = 4;

    /** A blend that has come this close is over, rad. */
    private static final double BLENDED_RAD = 1e-6;

    private final EstimatorSettings settings;
    private final TendonReadings readings;
    private final PathExcess paths;
    private final EncoderWatch watch;
    private final GroupEstimator[] groups;
    private final int[] groupOf;
    private final int[] rowOf;
    private final double periodS;

    private final double[] position;
    private final double[] published;
    private final double[] velocity;
    private final double[] bump;
    private final boolean[] wasUsed;
    private double worstVariance;
    private final double[] variance;
    private final double[] source;
    private boolean qualityOfEncoders;
    private boolean plain;
    private boolean wasLoud;
    private boolean blending;
    private long lastDeviceNs;
    private long samples;
    private int next;
    /** Sample in which each group was visited last. */
    private final long[] visited;

    /**
     * @param robot    robot; parameters that were identified are simply in it.
     * @param routing  how its tendons run.
     * @param settings trust and patience.
     * @param zero     a moment at which everything was known.
     */
    public JointEstimator(
        final RobotDescription robot,
        final TendonRouting routing,
        final EstimatorSettings settings,
        final TendonZero zero)
    {
        this.settings = settings;
        readings = new TendonReadings(robot, routing, settings, zero);
        paths = new PathExcess(robot, routing, readings);
        watch = new EncoderWatch(robot, settings);
        final List<TendonGroup> parts = robot.tendonGroups();
        groups = new GroupEstimator[parts.size()];
        visited = new long[parts.size()];
        Arrays.fill(visited, -parts.size());
        groupOf = new int[robot.jointCount()];
        rowOf = new int[robot.jointCount()];
        for (int g = 0; g < groups.length; g++)
        {
            groups[g] = new GroupEstimator(robot, parts.get(g), routing, paths, watch, settings);
            for (int j = 0; j < groups[g].joint.length; j++)
            {
                groupOf[groups[g].joint[j]] = g;
                rowOf[groups[g].joint[j]] = j;
            }
        }
        periodS = robot.rates() == null ? PERIOD_S : robot.rates().periodNs() * NANOSECONDS;
        position = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        published = position.clone();
        velocity = new double[robot.jointCount()];
        bump = new double[robot.jointCount()];
        wasUsed = new boolean[robot.jointCount()];
        variance = new double[robot.jointCount()];
        source = new double[robot.jointCount()];
    }

    /**
     * Says where the joints are believed to be before the first sample.
     *
     * @param q joint positions, rad; without this, the default pose.
     */
    public void guess(final double[] q)
    {
        System.arraycopy(q, 0, position, 0, position.length);
        System.arraycopy(q, 0, published, 0, published.length);
    }

    /**
     * A tendon that is lost tells nothing about joints, and nothing against encoders.
     *
     * @param tendon index of the tendon.
     * @param lost   true from its loss on, false when it was mended.
     */
    public void lost(final int tendon, final boolean lost)
    {
        readings.lost(tendon, lost);
    }

    /**
     * @param joint   index of the joint.
     * @param seconds by how much encoders and motors may have been read at different times, s.
     */
    public void skew(final int joint, final double seconds)
    {
        watch.skew(joint, seconds);
    }

    /**
     * @param all true to hear nothing that tendons say against an encoder, for some of them are slack.
     */
    public void trustEncoders(final boolean all)
    {
        watch.trust(all);
    }

    /**
     * Takes a sample in.
     *
     * @param state       sample.
     * @param positionOut joint positions, rad.
     * @param velocityOut joint velocities, rad/s: the sensor's where the encoder is used, else the filter's.
     */
    public void update(final StateBlock state, final Column positionOut, final Column velocityOut)
    {
        final double dt = elapsed(state.deviceTimeNs());
        readings.update(state, dt);
        watch.screen(state.jointPosition, (state.validGroups() & ChannelGroup.JOINTS.mask()) != 0, dt);
        // Nothing but encoders, now and before: then there is little to do.
        final boolean simple = watch.allUsed() && plain && !blending;
        if (simple)
        {
            watch.readings(position);
        }
        else
        {
            for (final GroupEstimator group : groups)
            {
                group.forecast(position, velocity, dt);
            }
        }
        final boolean loud = paths.compare(position);
        if (!simple || loud || wasLoud)
        {
            for (final GroupEstimator group : groups)
            {
                group.step(position);
            }
        }
        wasLoud = loud;
        visit(simple && samples >= ALIGN_SAMPLES);
        plain = watch.allUsed();
        if (simple && plain && state.jointVelocity.isFinite())
        {
            publishEncoders(state, positionOut, velocityOut);
            if (!qualityOfEncoders)
            {
                rate();
            }
            qualityOfEncoders = true;
        }
        else
        {
            publish(state, positionOut, velocityOut, dt);
            rate();
            qualityOfEncoders = false;
        }
        samples++;
    }

    private void publishEncoders(final StateBlock state, final Column positionOut, final Column velocityOut)
    {
        System.arraycopy(position, 0, published, 0, position.length);
        positionOut.setAll(position);
        velocityOut.copyFrom(state.jointVelocity);
        state.jointVelocity.copyTo(velocity);
        worstVariance = 0;
    }

    private double elapsed(final long deviceNs)
    {
        final double passed = (deviceNs - lastDeviceNs) * NANOSECONDS;
        lastDeviceNs = deviceNs;
        // A device without a clock of its own gives the same time always.
        return passed > 0 && samples > 0 ? Math.min(passed, GAP_PERIODS_MAX * periodS) : periodS;
    }

    /** One group at a time in turn, and each that has just lost an encoder. */
    private void visit(final boolean leisurely)
    {
        final boolean turn = !leisurely || samples % VISIT_CYCLES == 0;
        for (int g = 0; g < groups.length; g++)
        {
            if (groups[g].isVisitDue() || turn && g == next)
            {
                if (samples < ALIGN_SAMPLES && !groups[g].isActive())
                {
                    groups[g].align();
                }
                groups[g].visit(position, (samples - visited[g]) * periodS);
                visited[g] = samples;
            }
        }
        if (turn)
        {
            next = next + 1 == groups.length ? 0 : next + 1;
            if (next == 0)
            {
                readings.wrap(position);
            }
        }
    }

    private void publish(
        final StateBlock state,
        final Column positionOut,
        final Column velocityOut,
        final double dt)
    {
        final double keep = Math.max(0, 1 - dt / settings.blendS());
        worstVariance = 0;
        blending = false;
        for (int j = 0; j < position.length; j++)
        {
            final GroupEstimator group = groups[groupOf[j]];
            final boolean used = watch.used(j);
            double now = position[j];
            if (used)
            {
                final double sensed = state.jointVelocity.get(j);
                velocity[j] = sensed * 0.0 == 0 ? sensed : (now - published[j]) / dt;
            }
            else
            {
                velocity[j] = group.velocity(rowOf[j]);
                now += settings.sampleAgeS() * velocity[j];
            }
            if (used != wasUsed[j])
            {
                bump[j] = samples == 0 ? 0 : published[j] + dt * velocity[j] - now;
                wasUsed[j] = used;
            }
            bump[j] = Math.abs(bump[j]) > BLENDED_RAD ? bump[j] * keep : 0;
            blending |= bump[j] != 0;
            now += bump[j];
            published[j] = now;
            positionOut.set(j, now);
            velocityOut.set(j, velocity[j]);
            worstVariance = Math.max(worstVariance, group.isReduced() ? 0 : group.variance(rowOf[j]));
        }
    }

    /**
     * @param varianceOut out, variance of each joint's position, rad².
     * @param sourceOut   out, ordinal of each joint's {@link JointSource}.
     */
    public void quality(final Column varianceOut, final Column sourceOut)
    {
        varianceOut.setAll(variance);
        sourceOut.setAll(source);
    }

    private void rate()
    {
        for (int j = 0; j < position.length; j++)
        {
            variance[j] = groups[groupOf[j]].variance(rowOf[j]);
            source[j] = groups[groupOf[j]].source(rowOf[j]).ordinal();
        }
    }

    /**
     * @param group index of a tendon group.
     * @return true when each of its joints is known well enough to be controlled.
     */
    public boolean isUsable(final int group)
    {
        return groups[group].isKnownWithin(settings.usableSigmaRad());
    }

    /**
     * @return true when every joint is known well enough to be controlled, but for those of groups that have lost a
     *         tendon: a finger that flails is no reason to let the whole robot go, see {@link #isUsable(int)}.
     */
    public boolean isUsable()
    {
        return worstVariance <= settings.usableSigmaRad() * settings.usableSigmaRad();
    }

    /**
     * @param joint index of a joint.
     * @return where its position came from in the last {@link #update}.
     */
    public JointSource source(final int joint)
    {
        return groups[groupOf[joint]].source(rowOf[joint]);
    }

    /**
     * @param joint index of a joint.
     * @return what is thought of its encoder.
     */
    public EncoderState encoder(final int joint)
    {
        return watch.state(joint);
    }

    /**
     * @return encoders that the robot has and that are not used now.
     */
    public int encodersOut()
    {
        return watch.out();
    }

    /**
     * @param tendon index of a tendon.
     * @return measured less expected path length, m: grows when the tendon slips or creeps, or when an encoder of its
     *         group is wrong; 0 for a slack tendon.
     */
    public double excessM(final int tendon)
    {
        return paths.excessM[tendon];
    }

    /**
     * @param group index of a tendon group.
     * @return index of the tendon that alone explains why tendons and encoders of the group disagree, or -1.
     */
    public int suspectTendon(final int group)
    {
        return groups[group].suspect();
    }
}
