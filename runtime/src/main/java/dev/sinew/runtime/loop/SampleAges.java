package dev.sinew.runtime.loop;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.robot.BusDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.system.BusMonitor;

/**
 * How old the readings of each tendon group are, from the age of the buses that read its motors, encoders and tension
 * cells. What other buses do is nothing to it. Loop's thread; allocation-free after construction.
 */
public final class SampleAges
{
    /** A bus that keeps up with the loop is no older than this; the age of one with a rate of its own always counts. */
    private static final int FRESH_PERIODS = 2;
    private static final double NANOSECONDS = 1e-9;
    private static final double PERIOD_S = 1e-3;

    private final int[][] busesOf;
    /** By bus. */
    private final double[] freshS;
    private final double[] ageS;

    /**
     * @param robot   the robot.
     * @param monitor of the configured system; null where it has no buses.
     */
    public SampleAges(final RobotDescription robot, final BusMonitor monitor)
    {
        final List<TendonGroup> groups = robot.tendonGroups();
        busesOf = groups.stream().map(group -> monitor == null ? new int[0] : buses(robot, group, monitor))
            .toArray(int[][]::new);
        final double periodS = robot.rates() == null ? PERIOD_S : robot.rates().periodNs() * NANOSECONDS;
        freshS = robot.buses().stream()
            .mapToDouble(bus -> bus.rateHz() == BusDescription.EVERY_CYCLE ? FRESH_PERIODS * periodS : 0).toArray();
        ageS = new double[busesOf.length];
    }

    private static int[] buses(final RobotDescription robot, final TendonGroup group, final BusMonitor monitor)
    {
        final IntStream motors = group.tendons().stream().map(robot.tendons()::get)
            .mapToInt(TendonDescription::motor).map(m -> monitor.busOf(ChannelGroup.MOTORS, m));
        final IntStream joints = group.joints().stream().mapToInt(j -> monitor.busOf(ChannelGroup.JOINTS, j));
        final IntStream tendons = group.tendons().stream().mapToInt(t -> monitor.busOf(ChannelGroup.TENDONS, t));
        return Stream.of(motors, joints, tendons).flatMapToInt(part -> part)
            .filter(bus -> bus >= 0).distinct().toArray();
    }

    /**
     * @param busAge age of the newest sample of each bus, s; -1 before its first.
     * @return age of the oldest reading of each group of {@link RobotDescription#tendonGroups()}, s, 0 where the loop
     *     gets what it expects; the same array each time.
     */
    double[] byGroup(final Column busAge)
    {
        for (int g = 0; g < ageS.length; g++)
        {
            double oldest = 0;
            for (final int bus : busesOf[g])
            {
                final double age = busAge.get(bus);
                oldest = age > freshS[bus] ? Math.max(oldest, age) : oldest;
            }
            ageS[g] = oldest;
        }
        return ageS;
    }
}
