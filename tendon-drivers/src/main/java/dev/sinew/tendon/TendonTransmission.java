package dev.sinew.tendon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.transmission.TendonLife;
import dev.sinew.hal.transmission.Transmission;
import dev.sinew.tendon.compensation.TendonCompensation;
import dev.sinew.tendon.estimation.EstimatorSettings;
import dev.sinew.tendon.estimation.JointEstimator;
import dev.sinew.tendon.estimation.TendonZero;
import dev.sinew.tendon.life.GroupNumbers;
import dev.sinew.tendon.life.LossVariant;
import dev.sinew.tendon.life.RobotLife;
import dev.sinew.tendon.life.SlackTakeUp;
import dev.sinew.tendon.routing.GroupArms;
import dev.sinew.tendon.routing.ReturnSprings;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Motors wind tendons, tendons and return springs turn joints, with the moment arms of the pose. Each group of joints
 * that share tendons is solved by itself: one dense problem over a whole hand is slower and, with rules of thumb, far
 * more often without an answer. One instance serves one loop; not thread-safe; allocation-free after construction;
 * deterministic.
 */
public final class TendonTransmission implements Transmission
{
    private static final long NEEDED_GROUPS = ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();

    private final TendonRouting routing;
    private final ReturnSprings springs;
    private final TransmissionGroup[] groups;
    private final boolean follows;
    /** Null where it is not made up for. */
    private final MotorFriction motorFriction;

    private final JointEstimator estimator;
    private final JointStiffness stiffness;
    private final RobotLife life;
    private final SlackTakeUp slackTakeUp;
    private final long needed;
    private final TendonCompensation compensation;

    private final double[] restTension;
    private final double[] tensionScratch;
    private final double[] achievedScratch;
    private final double[] positionScratch;
    /** Newest estimate. */
    private final double[] estimatedPosition;
    private final double[] estimatedVelocity;
    private final double[] effortScratch;
    private final double[] levelScratch;
    private final double[] springEffort;
    private final WindingVelocity winding;
    /** By group, s. */
    private final double[] sampleAge;
    private final DelayBound delayBound;
    /** Groups that do without a lost tendon. */
    private int reduced;

    /**
     * @param robot   robot whose tendons are meant.
     * @param options what to do beyond the plain statics.
     * @throws IllegalArgumentException when a joint cannot be moved both ways by its tendons within their bounds; the
     *                                  message names the joint and the missing direction.
     */
    public TendonTransmission(final RobotDescription robot, final TransmissionOptions options)
    {
        this(robot, options, EstimatorSettings.of(robot), null);
    }

    /**
     * @param robot    robot whose tendons are meant.
     * @param options  what to do beyond the plain statics.
     * @param settings how joint positions are estimated.
     * @param zero     where joints, motors and tendons stood at one known moment; null: the default pose, motors at 0,
     *                 tendons at rest.
     * @throws IllegalArgumentException when a joint cannot be moved both ways by its tendons within their bounds, or
     *                                  the zero is of another robot.
     */
    public TendonTransmission(
        final RobotDescription robot,
        final TransmissionOptions options,
        final EstimatorSettings settings,
        final TendonZero zero)
    {
        routing = TendonRouting.of(robot);
        springs = new ReturnSprings(robot);
        motorFriction = options.compensateMotorFriction() ? new MotorFriction(robot) : null;
        compensation = new TendonCompensation(robot, routing, options.compensation());
        final List<TendonGroup> parts = robot.tendonGroups();
        refuseJointsWithoutTendon(robot, parts);
        final double[] standing = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        springEffort = new double[standing.length];
        springs.efforts(standing, springEffort);
        groups = new TransmissionGroup[parts.size()];
        boolean anyFollows = false;
        for (int g = 0; g < groups.length; g++)
        {
            final GroupArms arms = new GroupArms(parts.get(g), routing, springs);
            arms.moveTo(standing, springEffort);
            groups[g] = new TransmissionGroup(robot, parts.get(g), arms);
            anyFollows |= arms.follows();
        }
        follows = anyFollows;
        sampleAge = new double[groups.length];
        delayBound = new DelayBound(robot, routing);
        winding = new WindingVelocity(robot, groups, compensation, options.preferMotorVelocity());
        tensionScratch = new double[robot.tendonCount()];
        achievedScratch = new double[robot.jointCount()];
        positionScratch = new double[robot.jointCount()];
        estimatedPosition = new double[robot.jointCount()];
        estimatedVelocity = new double[robot.jointCount()];
        effortScratch = new double[robot.jointCount()];
        levelScratch = new double[groups.length];
        restTension = new double[robot.tendonCount()];
        final List<GroupNumbers> numbers = new ArrayList<>();
        for (final TransmissionGroup group : groups)
        {
            group.rest(restTension);
            numbers.add(group.numbers());
        }
        life = new RobotLife(robot, routing, numbers, new GroupHooks());
        slackTakeUp = new SlackTakeUp(robot, routing, life.monitor());
        estimator = new JointEstimator(robot, routing, settings,
            zero == null ? TendonZero.atDefaultPose(robot, restTension) : zero);
        stiffness = new JointStiffness(robot, parts, routing);
        needed = NEEDED_GROUPS |
            (robot.joints().stream().anyMatch(JointDescription::encoder) ? ChannelGroup.JOINTS.mask() : 0);
    }

    /** What the life of the tendons may change. */
    private final class GroupHooks implements RobotLife.Groups
    {
        @Override
        public void use(final int group, final LossVariant variant)
        {
            reduced += (variant == null ? 0 : 1) - (groups[group].isWhole() ? 0 : 1);
            groups[group].use(variant);
            groups[group].rest(restTension);
            for (int column = 0; column < groups[group].tendons().length; column++)
            {
                estimator.lost(groups[group].tendons()[column], variant != null && variant.isLost(column));
            }
        }

        @Override
        public void firmness(final int group, final double part)
        {
            groups[group].firmness(part);
        }

        @Override
        public boolean isKnown(final int group)
        {
            return estimator.isUsable(group);
        }
    }

    private static void refuseJointsWithoutTendon(final RobotDescription robot, final List<TendonGroup> parts)
    {
        for (final JointDescription joint : robot.joints())
        {
            if (parts.stream().noneMatch(part -> part.joints().contains(joint.index())))
            {
                throw new IllegalArgumentException("joint " + joint.name() +
                    " cannot be moved in either direction: no tendon crosses it; route at least two tendons over it");
            }
        }
    }

    /**
     * @return number of groups, in the order of {@link RobotDescription#tendonGroups()}.
     */
    public int groupCount()
    {
        return groups.length;
    }

    /**
     * @param group index of the group.
     * @return where its joint velocities came from in the last {@link #estimate}.
     */
    public VelocitySource velocitySource(final int group)
    {
        return winding.source(group);
    }

    /**
     * @param group index of the group.
     * @return scale of its effort in the last {@link #distribute}, in [0, 1].
     */
    public double scale(final int group)
    {
        return groups[group].scale();
    }

    /**
     * @return what {@link #restTension(Column)} writes, N; a copy.
     */
    public double[] restTensions()
    {
        return restTension.clone();
    }

    /**
     * @param q joint positions, rad.
     * @return what {@link #restTension(Column)} writes in that pose, N; a copy.
     */
    public double[] restTensions(final double[] q)
    {
        moveTo(q);
        return restTension.clone();
    }

    @Override
    public void estimate(
        final StateBlock state,
        final Column jointPosition,
        final Column jointVelocity,
        final Column jointEffort)
    {
        estimator.update(state, jointPosition, jointVelocity);
        state.tendonTension.copyTo(tensionScratch);
        jointPosition.copyTo(positionScratch);
        moveTo(positionScratch);
        winding.refine(state, tensionScratch, reduced == 0, jointVelocity);
        jointPosition.copyTo(estimatedPosition);
        jointVelocity.copyTo(estimatedVelocity);
        compensation.toJoints(tensionScratch);
        effortsOf(positionScratch, jointEffort);
    }

    /** Brings everything that depends on the pose to it; nothing does in a robot of round pulleys without springs. */
    private void moveTo(final double[] q)
    {
        if (!follows)
        {
            return;
        }
        springs.efforts(q, springEffort);
        for (final TransmissionGroup group : groups)
        {
            group.moveTo(q, springEffort, restTension);
        }
    }

    /** What the tensions in the scratch array and the springs put on each joint. */
    private void effortsOf(final double[] q, final Column jointEffort)
    {
        routing.efforts(q, tensionScratch, effortScratch);
        if (!springs.isEmpty())
        {
            springs.efforts(q, springEffort);
            for (int j = 0; j < effortScratch.length; j++)
            {
                effortScratch[j] += springEffort[j];
            }
        }
        jointEffort.setAll(effortScratch);
    }

    @Override
    public void estimateQuality(final Column jointVariance, final Column jointSource)
    {
        estimator.quality(jointVariance, jointSource);
    }

    @Override
    public void sampleAges(final double[] ageS)
    {
        for (int g = 0; g < groups.length; g++)
        {
            if (ageS[g] != sampleAge[g])
            {
                sampleAge[g] = ageS[g];
                for (final int tendon : groups[g].tendons())
                {
                    life.monitor().skew(tendon, ageS[g]);
                }
                for (final int joint : groups[g].joints())
                {
                    estimator.skew(joint, ageS[g]);
                }
            }
        }
        delayBound.observe(sampleAge);
    }

    @Override
    public int boundGains(final Column kp, final Column kd)
    {
        return delayBound.apply(kp, kd);
    }

    @Override
    public void takingUpSlack(final boolean now)
    {
        estimator.trustEncoders(now);
    }

    @Override
    public long neededGroups()
    {
        return needed;
    }

    @Override
    public long optionalGroups()
    {
        return ChannelGroup.JOINTS.mask();
    }

    @Override
    public boolean isEstimateUsable()
    {
        return estimator.isUsable();
    }

    @Override
    public int encodersOut()
    {
        return estimator.encodersOut();
    }

    /**
     * @return what finds the joints; for monitors and tests.
     */
    public JointEstimator estimator()
    {
        return estimator;
    }

    @Override
    public double distribute(
        final Column jointPosition,
        final Column jointEffort,
        final double coContraction,
        final Column tendonTension,
        final Column jointAchieved)
    {
        Arrays.fill(levelScratch, coContraction);
        return distribute(jointPosition, jointEffort, tendonTension, jointAchieved);
    }

    @Override
    public double distribute(
        final Column jointPosition,
        final Column jointEffort,
        final Column coContraction,
        final Column tendonTension,
        final Column jointAchieved)
    {
        coContraction.copyTo(levelScratch);
        return distribute(jointPosition, jointEffort, tendonTension, jointAchieved);
    }

    /** With the levels in the scratch array. */
    private double distribute(
        final Column jointPosition,
        final Column jointEffort,
        final Column tendonTension,
        final Column jointAchieved)
    {
        if (follows)
        {
            jointPosition.copyTo(positionScratch);
            moveTo(positionScratch);
        }
        jointEffort.copyTo(effortScratch);
        double least = 1;
        for (int g = 0; g < groups.length; g++)
        {
            final double level = levelScratch[g];
            least = Math.min(least, groups[g].distribute(effortScratch, level > 0 ? Math.min(level, 1) : 0,
                tensionScratch, achievedScratch));
        }
        tendonTension.setAll(tensionScratch);
        jointAchieved.setAll(achievedScratch);
        return least;
    }

    @Override
    public void stiffness(final Column jointPosition, final Column tendonTension, final Column jointStiffness)
    {
        stiffness.next(jointPosition, tendonTension, jointStiffness);
    }

    @Override
    public void aim(final Column targetPosition, final Column targetVelocity, final Column jointPosition)
    {
        compensation.aim(targetPosition, targetVelocity, jointPosition);
    }

    @Override
    public void command(final Column tendonTension, final StateBlock state, final CommandBlock command)
    {
        compensation.torques(tendonTension, state, command.motorEffort);
        slackTakeUp.windUp(tendonTension, state, estimatedPosition, estimatedVelocity, command);
        if (motorFriction != null)
        {
            motorFriction.add(state, command);
        }
    }

    /**
     * @return what lies between joints and motors here.
     */
    public TendonCompensation compensation()
    {
        return compensation;
    }

    @Override
    public void effortOf(final Column tendonTension, final Column jointPosition, final Column jointEffort)
    {
        tendonTension.copyTo(tensionScratch);
        jointPosition.copyTo(positionScratch);
        effortsOf(positionScratch, jointEffort);
    }

    @Override
    public void restTension(final Column tendonTension)
    {
        tendonTension.setAll(restTension);
    }

    @Override
    public boolean restFollowsPose()
    {
        return follows;
    }

    @Override
    public TendonLife life()
    {
        return life;
    }
}
