package dev.sinew.hal.robot;

import java.util.List;

/**
 * What a picture of a tendon group shows: curves, a map and an outline, computed from the robot. Arrays are as long as
 * the positions beside them and belong to the reader.
 *
 * @param group   the group.
 * @param arms    moment arms, one curve for each tendon and joint that it may cross.
 * @param reach   efforts that can be had, one curve a joint.
 * @param map     how well the tendons hold the joints over two joints' ranges; null where no pose differs from another.
 * @param outline efforts that can be had at two joints at once; null for a single joint.
 */
public record TendonChart(
    TendonGroup group,
    List<ArmCurve> arms,
    List<ReachCurve> reach,
    ClosureMap map,
    EffortOutline outline)
{
    /**
     * Makes the lists unmodifiable.
     */
    public TendonChart
    {
        arms = List.copyOf(arms);
        reach = List.copyOf(reach);
    }

    /**
     * A moment arm over its joint's range, the other joints in their default positions.
     *
     * @param tendon      index of the tendon.
     * @param joint       index of the joint.
     * @param positionRad positions of the joint, rad, ascending.
     * @param armM        moment arm at each of them, m.
     */
    public record ArmCurve(int tendon, int joint, double[] positionRad, double[] armM)
    {
    }

    /**
     * Efforts at which a joint's tendons arrive at a bound while the other joints get none, over the joint's range.
     *
     * @param joint       index of the joint.
     * @param positionRad positions of the joint, rad, ascending.
     * @param lowestNm    least effort at each of them, N·m; not a number where the group is open.
     * @param highestNm   greatest effort at each of them, N·m; not a number where the group is open.
     */
    public record ReachCurve(int joint, double[] positionRad, double[] lowestNm, double[] highestNm)
    {
    }

    /**
     * The worst over positions of the other joints, for each pair of positions of two of them.
     *
     * @param jointX  index of the joint along the rows.
     * @param jointY  index of the joint along the columns.
     * @param xRad    positions of the one, rad, ascending.
     * @param yRad    positions of the other, rad, ascending.
     * @param balance least over greatest tension of the most even tensions that cancel out, 0 to 1; 0 where none do;
     *                springs left aside; one row for each of {@code yRad}.
     * @param reach   least part of a joint's greatest effort that can be had in either direction; 0 where the group is
     *                open; one row for each of {@code yRad}.
     */
    public record ClosureMap(
        int jointX,
        int jointY,
        double[] xRad,
        double[] yRad,
        double[][] balance,
        double[][] reach)
    {
    }

    /**
     * Pairs of efforts on the edge of what can be had while the other joints of the group get none: a closed line.
     *
     * @param jointX     index of one joint.
     * @param jointY     index of the other.
     * @param xNm        efforts of the one in the default pose, N·m.
     * @param yNm        efforts of the other in the default pose, N·m.
     * @param worstXNm   efforts of the one in the pose with the smallest such area, N·m.
     * @param worstYNm   efforts of the other in that pose, N·m.
     * @param worst      that pose.
     */
    public record EffortOutline(
        int jointX,
        int jointY,
        double[] xNm,
        double[] yNm,
        double[] worstXNm,
        double[] worstYNm,
        TendonExamination.Pose worst)
    {
    }
}
