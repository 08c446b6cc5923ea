package dev.sinew.sim.plant;

import java.util.Arrays;
import java.util.List;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Spools on their shafts: what the cables of a motor do to its rotor. A spool that fits tightly turns with the rotor.
 * One with backlash floats between two flanks:
 * <pre>
 *   rotor θ ──┤  gap  ├── drum δ, θ - g/2 <= δ <= θ + g/2 ── cables, each at its own winding
 * </pre>
 * <p>The drum has no mass: its cables turn it until they balance or it meets a flank, and only there the rotor feels
 * them. Cables that are all wound the same way hold their drum at one flank for as long as one of them pulls, so their
 * backlash is never felt; the two cables of an antagonist pair on one motor turn the drum through its gap each time
 * the sign of their difference changes. The simulator's thread; allocation-free after construction.</p>
 */
final class Drums
{
    /** Enough to halve a gap of 1 rad down to 1e-9 rad. */
    private static final int HALVINGS = 30;

    private final Cables cables;
    private final int[][] tendons;
    /** The tendon of each motor that has one and a tight spool, else -1: nearly all are so, and that is quick. */
    private final int[] only;
    private final boolean loose;
    /** Cable that a turn by 1 rad takes in, by tendon, m. */
    private final double[] radius;
    /** Half of the gap, rad; 0 of a tight spool. */
    private final double[] half;
    private final double[] drum;
    private final double[] drumNext;

    Drums(final RobotDescription robot, final Cables cables)
    {
        this.cables = cables;
        final int motors = robot.motorCount();
        tendons = new int[motors][];
        only = new int[motors];
        radius = new double[robot.tendonCount()];
        half = new double[motors];
        drum = new double[motors];
        drumNext = new double[motors];
        for (final MotorDescription motor : robot.motors())
        {
            final List<Integer> own = motor.tendons();
            tendons[motor.index()] = own.stream().mapToInt(Integer::intValue).toArray();
            boolean forth = false;
            boolean back = false;
            double gap = 0;
            for (final int i : own)
            {
                final TendonDescription tendon = robot.tendons().get(i);
                radius[i] = robot.spoolRadiusM(tendon);
                forth |= radius[i] > 0;
                back |= radius[i] < 0;
                gap = Math.max(gap, tendon.losses().backlashM() / Math.abs(radius[i]));
            }
            half[motor.index()] = forth && back ? 0.5 * gap : 0;
            only[motor.index()] = own.size() == 1 ? own.get(0) : -1;
        }
        loose = Arrays.stream(half).anyMatch(gap -> gap > 0);
    }

    /** Every drum in the middle of its gap, its rotor at 0. */
    void reset()
    {
        Arrays.fill(drum, 0);
        Arrays.fill(drumNext, 0);
    }

    /**
     * Lets the cables of a motor pull; {@link Cables} has their tensions then.
     *
     * @param m     a motor.
     * @param rotor position of its rotor, rad.
     * @param rate  speed of its rotor, rad/s.
     * @param h     length of the step, s.
     * @return torque by which they turn the rotor back, N·m.
     */
    double load(final int m, final double rotor, final double rate, final double h)
    {
        final int single = only[m];
        if (single >= 0)
        {
            return radius[single] * cables.pull(single, radius[single] * rotor, radius[single] * rate, h);
        }
        if (half[m] == 0)
        {
            double sum = 0;
            for (final int i : tendons[m])
            {
                sum += radius[i] * cables.pull(i, radius[i] * rotor, radius[i] * rate, h);
            }
            return sum;
        }
        return loose(m, rotor, h);
    }

    private double loose(final int m, final double rotor, final double h)
    {
        double low = rotor - half[m];
        double high = rotor + half[m];
        final double atLow = turn(m, low, h);
        if (atLow >= 0)
        {
            return atLow;
        }
        final double atHigh = turn(m, high, h);
        if (atHigh <= 0)
        {
            return atHigh;
        }
        for (int n = 0; n < HALVINGS; n++)
        {
            final double middle = 0.5 * (low + high);
            if (turn(m, middle, h) > 0)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        return 0;
    }

    private double turn(final int m, final double position, final double h)
    {
        drumNext[m] = position;
        final double rate = (position - drum[m]) / h;
        double sum = 0;
        for (final int i : tendons[m])
        {
            sum += radius[i] * cables.pull(i, radius[i] * position, radius[i] * rate, h);
        }
        return sum;
    }

    /** The drums stay where the last {@link #load} put them. */
    void settle()
    {
        if (loose)
        {
            System.arraycopy(drumNext, 0, drum, 0, drum.length);
        }
    }
}
