package dev.sinew.bench.robot;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.JointDescription;

/** What joints do that are to stand still, frame by frame. */
final class PoseWatch
{
    private static final long WINDOW_NS = 1_000_000_000L;

    private final List<JointDescription> joints;
    private final double[] lowest;
    private final double[] highest;
    private final double[] ageSumMs;
    private long windowNs = Long.MIN_VALUE;
    private long cycles;
    private long bad;
    private double ageMaxMs;
    private double awayRad;
    private String awayJoint = "-";
    private double swingRad;
    private String swingJoint = "-";

    /**
     * @param joints what is to stand in its default pose.
     * @param buses  number of buses.
     */
    PoseWatch(final List<JointDescription> joints, final int buses)
    {
        this.joints = joints;
        lowest = new double[joints.size()];
        highest = new double[joints.size()];
        ageSumMs = new double[buses];
    }

    /**
     * @param nowNs    time of the frame, ns.
     * @param good     true when its sample was good.
     * @param position estimated joint positions, rad.
     * @param ageMs    age of each bus, ms.
     */
    void see(final long nowNs, final boolean good, final double[] position, final double[] ageMs)
    {
        cycles++;
        bad += good ? 0 : 1;
        for (int bus = 0; bus < ageMs.length; bus++)
        {
            ageSumMs[bus] += ageMs[bus];
            ageMaxMs = Math.max(ageMaxMs, ageMs[bus]);
        }
        if (nowNs - windowNs >= WINDOW_NS || windowNs == Long.MIN_VALUE)
        {
            windowNs = nowNs;
            Arrays.fill(lowest, Double.POSITIVE_INFINITY);
            Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        }
        for (int j = 0; j < position.length; j++)
        {
            lowest[j] = Math.min(lowest[j], position[j]);
            highest[j] = Math.max(highest[j], position[j]);
            final double off = Math.abs(position[j] - joints.get(j).defaultPositionRad());
            final double away = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
            if (away > awayRad)
            {
                awayRad = away;
                awayJoint = joints.get(j).name();
            }
            if (highest[j] - lowest[j] > swingRad)
            {
                swingRad = highest[j] - lowest[j];
                swingJoint = joints.get(j).name();
            }
        }
    }

    /**
     * @param robot   name of the robot.
     * @param seconds how long it was ACTIVE, s.
     * @param faults  lines of the daemon.
     * @param drives  drives that had torque.
     * @param limp    of these, those that stopped.
     * @return all of it.
     */
    HeldRow row(final String robot, final double seconds, final String faults, final int drives, final int limp)
    {
        return new HeldRow(robot, seconds, cycles, bad, Arrays.stream(ageSumMs).max().orElse(0) / Math.max(1, cycles),
            ageMaxMs, awayRad, awayJoint, swingRad, swingJoint, faults, drives, limp);
    }
}
