package dev.sinew.hal.transmission;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;

/**
 * A robot's transmission: motors pull tendons, tendons move joints. One instance serves one loop; not thread-safe;
 * allocation-free after construction; deterministic.
 */
public interface Transmission
{
    /**
     * @return bits of the {@link ChannelGroup channel groups} without which {@link #estimate} cannot tell where the
     *     joints are; a sample that lacks one leads to no control step, unless it is
     *     {@link #optionalGroups() optional}.
     */
    default long neededGroups()
    {
        return ChannelGroup.JOINTS.mask() | ChannelGroup.MOTORS.mask() | ChannelGroup.TENDONS.mask();
    }

    /**
     * From sensors to joint space.
     *
     * @param state          newest good sample.
     * @param jointPosition  out, rad.
     * @param jointVelocity  out, rad/s.
     * @param jointEffort    out, effort that the measured tensions put on each joint, N·m.
     */
    void estimate(StateBlock state, Column jointPosition, Column jointVelocity, Column jointEffort);

    /**
     * How good the last estimate is.
     *
     * @param jointVariance out, variance of each joint's position, rad²; 0 where it is not known.
     * @param jointSource   out, where each joint's position comes from: 0 its encoder, 1 motors and tendons, 2 nothing
     *                      fresh.
     */
    default void estimateQuality(final Column jointVariance, final Column jointSource)
    {
        jointVariance.fill(0);
        jointSource.fill(0);
    }

    /**
     * @return bits of those needed channel groups whose single samples {@link #estimate} can do without, in full or
     *     value by value, as long as {@link #isEstimateUsable()} says so. A robot must have them all the same.
     */
    default long optionalGroups()
    {
        return 0;
    }

    /**
     * @return true when every joint was known well enough to be controlled in the last estimate.
     */
    default boolean isEstimateUsable()
    {
        return true;
    }

    /**
     * @return joint encoders that the robot has and that the last estimate did not use.
     */
    default int encodersOut()
    {
        return 0;
    }

    /**
     * From joint effort to tensions within each tendon's bounds. Where a group's wanted effort cannot be had, it is
     * scaled
     * down along its own direction.
     *
     * @param jointPosition  estimated positions, rad.
     * @param jointEffort    wanted efforts, N·m.
     * @param coContraction  in [0, 1]: 0 aims at the pretension of the file, 1 at the middle of the tension bounds.
     * @param tendonTension  out, N, each within its tendon's bounds.
     * @param jointAchieved  out, efforts that these tensions make, N·m.
     * @return smallest scale over all groups, in [0, 1]; 1 when everything wanted was had.
     */
    double distribute(
        Column jointPosition,
        Column jointEffort,
        double coContraction,
        Column tendonTension,
        Column jointAchieved);

    /**
     * The same with a level for each tendon group.
     *
     * @param jointPosition estimated positions, rad.
     * @param jointEffort   wanted efforts, N·m.
     * @param coContraction level in [0, 1] of each group of {@code RobotDescription.tendonGroups()}.
     * @param tendonTension out, N, each within its tendon's bounds.
     * @param jointAchieved out, efforts that these tensions make, N·m.
     * @return smallest scale over all groups, in [0, 1].
     */
    double distribute(
        Column jointPosition,
        Column jointEffort,
        Column coContraction,
        Column tendonTension,
        Column jointAchieved);

    /**
     * Stiffness that the cables alone give each joint, {@code K_q = R^T K R - (dR^T/dq) f} with all motors held: what a
     * push is met with before any control answers. One group a call, in turn: a full picture takes as many calls as
     * there are groups.
     *
     * @param jointPosition  positions, rad.
     * @param tendonTension  tensions, N.
     * @param jointStiffness out, diagonal of {@code K_q}, N·m/rad; other groups' joints are left as they are.
     */
    default void stiffness(final Column jointPosition, final Column tendonTension, final Column jointStiffness)
    {
    }

    /**
     * Says where the joints are meant to go in this cycle, for what depends on the direction and acceleration of that
     * motion. Without it {@link #command} takes the joints to be meant to stand.
     *
     * @param targetPosition joint targets, rad.
     * @param targetVelocity their velocities, rad/s; 0 where the targets do not say.
     * @param jointPosition  estimated positions, rad.
     */
    default void aim(final Column targetPosition, final Column targetVelocity, final Column jointPosition)
    {
    }

    /**
     * From tensions to motor torques.
     *
     * @param tendonTension tensions, N.
     * @param state         newest good sample, for compensation.
     * @param command       out, {@code motorEffort} only.
     */
    void command(Column tendonTension, StateBlock state, CommandBlock command);

    /**
     * @param tendonTension in, tensions, N.
     * @param jointPosition in, rad.
     * @param jointEffort   out, efforts that the tensions make, N·m.
     */
    void effortOf(Column tendonTension, Column jointPosition, Column jointEffort);

    /**
     * A tension vector within all bounds that, with the springs, puts no effort on any joint in the pose that was last
     * estimated or distributed for: what the gate moves towards.
     *
     * @param tendonTension out, N.
     */
    void restTension(Column tendonTension);

    /**
     * @return true when {@link #restTension} depends on the pose, so that it has to be asked for in each cycle.
     */
    default boolean restFollowsPose()
    {
        return false;
    }

    /**
     * Says how old the readings are that the samples to come consist of, before they are looked at: buses slower than
     * the loop read each part at its own time. What is compared of one sample may differ by what moved in between, and
     * what is controlled by it is controlled late.
     *
     * @param ageS age of the oldest reading of each group of {@code RobotDescription.tendonGroups()}, s; 0, as at the
     *             beginning, where all of them are as fresh as the loop expects.
     */
    default void sampleAges(final double[] ageS)
    {
    }

    /**
     * Lowers joint gains to what the {@link #sampleAges age of the samples} bears: a damper that acts late drives what
     * it should calm.
     *
     * @param kp proportional gains, N·m/rad; changed in place.
     * @param kd derivative gains, N·m·s/rad; changed in place.
     * @return number of groups whose gains were lowered.
     */
    default int boundGains(final Column kp, final Column kd)
    {
        return 0;
    }

    /**
     * Says that slack is being taken up: what tendons tell about the joints contradicts the encoders meanwhile, and
     * proves nothing.
     *
     * @param now true from the next {@link #estimate} on, until it is said to be over.
     */
    default void takingUpSlack(final boolean now)
    {
    }

    /**
     * @return what watches over the tendons and takes lost ones out; {@link TendonLife#NONE} where nothing does.
     */
    default TendonLife life()
    {
        return TendonLife.NONE;
    }
}
