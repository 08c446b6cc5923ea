package dev.sinew.tendon.estimation;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * By how much the measured path of each tendon is longer than the one that the joint positions ask for. All tendons of
 * a robot in one pass. Loop's thread; allocation-free.
 */
final class PathExcess
{
    final TendonReadings readings;
    final TendonCorrections corrections;
    /** Measured and corrected less expected path length, m; 0 for a tendon that is not taut. */
    final double[] excessM;
    /** Excess up to which a tendon is not worth a closer look, m. */
    final double[] quietM;

    private final TendonRouting routing;
    private final double[] length;

    PathExcess(final RobotDescription robot, final TendonRouting routing, final TendonReadings readings)
    {
        this.routing = routing;
        this.readings = readings;
        corrections = new TendonCorrections(robot, routing);
        excessM = new double[robot.tendonCount()];
        quietM = new double[robot.tendonCount()];
        length = new double[robot.tendonCount()];
    }

    /**
     * Compares all tendons.
     *
     * @param q joint positions, rad.
     * @return true when one of them is worth a closer look.
     */
    boolean compare(final double[] q)
    {
        routing.lengths(q, length);
        boolean loud = false;
        for (int i = 0; i < length.length; i++)
        {
            compare(i, q);
            loud |= Math.abs(excessM[i]) > quietM[i];
        }
        return loud;
    }

    /**
     * Compares some tendons.
     *
     * @param q    joint positions, rad.
     * @param some indices of the tendons.
     */
    void compare(final double[] q, final int[] some)
    {
        routing.lengths(q, length);
        for (final int i : some)
        {
            compare(i, q);
        }
    }

    private void compare(final int i, final double[] q)
    {
        excessM[i] = readings.weight[i] > 0 ?
            readings.lengthM[i] + corrections.at(i, readings.stretchM[i], q) - length[i] : 0;
    }

    /** @return true when one of these tendons is worth a closer look. */
    boolean isLoud(final int[] some)
    {
        boolean loud = false;
        for (final int i : some)
        {
            loud |= Math.abs(excessM[i]) > quietM[i];
        }
        return loud;
    }
}
