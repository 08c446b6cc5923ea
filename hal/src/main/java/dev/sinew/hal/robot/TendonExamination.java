package dev.sinew.hal.robot;

import java.util.List;

/**
 * What an examiner found out about the tendons of a robot.
 *
 * @param mistakes why the robot cannot be used.
 * @param warnings what is allowed, but likely to surprise.
 * @param groups   one entry a tendon group, in the order of {@link RobotDescription#tendonGroups()}; empty when nobody
 *                 examined.
 */
public record TendonExamination(List<Finding> mistakes, List<Finding> warnings, List<Group> groups)
{
    /** Nobody examined. */
    public static final TendonExamination NONE = new TendonExamination(List.of(), List.of(), List.of());

    /**
     * Makes the lists unmodifiable.
     */
    public TendonExamination
    {
        mistakes = List.copyOf(mistakes);
        warnings = List.copyOf(warnings);
        groups = List.copyOf(groups);
    }

    /**
     * One thing that was found.
     *
     * @param path keys that lead to what it is about: {@code joints.NAME}, {@code tendons.NAME.path[2]} and so on.
     * @param text what is wrong and what would be right.
     */
    public record Finding(String path, String text)
    {
    }

    /**
     * A pose of a group.
     *
     * @param positionRad position of each joint of the group, rad, in its order.
     */
    public record Pose(List<Double> positionRad)
    {
        /**
         * Makes the list unmodifiable.
         */
        public Pose
        {
            positionRad = List.copyOf(positionRad);
        }
    }

    /**
     * What a group's tendons and springs do to its joints.
     *
     * @param group              the group.
     * @param followsPose        true when moment arms or spring forces depend on the pose; else one pose says all.
     * @param poses              number of poses that were looked at: corners of the range, steps along each joint,
     *                           random ones.
     * @param openPoses          in how many of them the tendons cannot turn each joint both ways on its own; not 0 only
     *                           where the file says that it is meant.
     * @param open               the first of those; null when there is none.
     * @param balance            least over greatest tension of the most even tensions that cancel out, springs left
     *                           aside, in the default pose; 0 where no positive ones do.
     * @param conditioning       smallest over greatest singular value of the moment arms in the default pose.
     * @param worstConditioning  least conditioning in any pose.
     * @param worst              pose of that.
     * @param reach              one entry a joint of the group.
     * @param arms               moment arms that are not 0 in every pose, by tendon, then joint.
     */
    public record Group(
        TendonGroup group,
        boolean followsPose,
        int poses,
        int openPoses,
        Pose open,
        double balance,
        double conditioning,
        double worstConditioning,
        Pose worst,
        List<Reach> reach,
        List<ArmRange> arms)
    {
        /**
         * Makes the lists unmodifiable.
         */
        public Group
        {
            reach = List.copyOf(reach);
            arms = List.copyOf(arms);
        }
    }

    /**
     * Efforts at which a joint's tendons arrive at a bound while the other joints of the group get none; not a number
     * where no tensions within the bounds leave them alone.
     *
     * @param joint          index of the joint.
     * @param lowestNm       least effort in the default pose, N·m, below 0.
     * @param highestNm      greatest effort in the default pose, N·m, above 0.
     * @param leastLowestNm  the one of the pose in which it is nearest to 0, N·m.
     * @param leastHighestNm the one of the pose in which it is nearest to 0, N·m.
     */
    public record Reach(int joint, double lowestNm, double highestNm, double leastLowestNm, double leastHighestNm)
    {
    }

    /**
     * A moment arm over the range of motion.
     *
     * @param tendon    index of the tendon.
     * @param joint     index of the joint.
     * @param defaultM  in the default pose, m.
     * @param leastM    least, m.
     * @param greatestM greatest, m.
     */
    public record ArmRange(int tendon, int joint, double defaultM, double leastM, double greatestM)
    {
    }
}
