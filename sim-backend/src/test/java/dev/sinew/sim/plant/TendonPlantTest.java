package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.MotorThermal;
import dev.sinew.hal.robot.RobotDescription;
import org.junit.jupiter.api.Test;

class TendonPlantTest
{
    private static final double PERIOD_S = 0.001;

    private final RobotDescription robot = PlantRobot.elbow(1);
    private final TendonPlant plant = new TendonPlant(robot);
    private final CommandBlock command = CommandBlock.of(robot);
    private final double[] q = new double[1];
    private final double[] qd = new double[1];
    private final double[] effort = new double[1];

    TendonPlantTest()
    {
        command.stamp(1, 0, true);
    }

    @Test
    void shouldBeTautAndWithoutEffortAfterReset()
    {
        q[0] = 0.4;
        plant.reset(q);
        hold(0.4, 0.4);

        step(0);

        assertArrayEquals(new double[] {40, 40}, plant.tendonTension(), 1e-9);
        assertEquals(0, effort[0], 1e-12);
        assertEquals(0.3 - 0.02 * 0.4, plant.tendonLength()[0], 1e-15);
        assertEquals(25, plant.motorTemperature()[0], 0.01);
    }

    @Test
    void shouldSettleWhereTheTorqueBalancesTheTension()
    {
        hold(1.2, 0.7);
        for (int i = 0; i < 3_000; i++)
        {
            step(0);
        }
        assertArrayEquals(new double[] {120, 70}, plant.tendonTension(), 1e-6);
        assertEquals(0.02 * 50, effort[0], 1e-8);
        assertArrayEquals(new double[] {1.2, 0.7}, plant.motorEffort(), 1e-12);
    }

    @Test
    void shouldStretchTwiceAsFarAtHalfTheStiffness()
    {
        final double stiff = stretch(1);
        final double soft = stretch(0.5);

        assertEquals(60.0 / 60_000, stiff, 1e-9);
        assertEquals(2 * stiff, soft, 1e-9);
    }

    /** How far the spool winds in between 40 N and 100 N with the joint held. */
    private double stretch(final double stiffnessRatio)
    {
        final TendonPlant other = new TendonPlant(PlantRobot.elbow(stiffnessRatio));
        hold(0.4, 0.4);
        settle(other);
        final double before = other.motorPosition()[0];
        hold(1.0, 0.4);
        settle(other);
        return 0.01 * (other.motorPosition()[0] - before);
    }

    private void settle(final TendonPlant other)
    {
        for (int i = 0; i < 5_000; i++)
        {
            other.step(q, qd, command, effort, PERIOD_S);
        }
    }

    @Test
    void shouldPutNoEffortOnAJointWithoutTension()
    {
        plant.slack(0, 0.05);
        plant.slack(1, 0.05);
        command.stamp(1, 0, false);
        qd[0] = 3;
        step(0);

        assertArrayEquals(new double[] {0, 0}, plant.tendonTension());
        assertEquals(0.0, effort[0]);
    }

    @Test
    void shouldNeverPush()
    {
        hold(0.4, 0.4);
        qd[0] = 200;
        step(0);

        assertEquals(0.0, plant.tendonTension()[0], "the joint runs towards the flexor, which goes slack");
        assertTrue(plant.tendonTension()[1] > 40);
        assertTrue(effort[0] < 0);
    }

    @Test
    void shouldLoseOneDirectionWithACutTendon()
    {
        hold(2, 0.2);
        for (int i = 0; i < 500; i++)
        {
            step(0);
        }
        assertTrue(effort[0] > 1);
        plant.cut(0);
        for (int i = 0; i < 500; i++)
        {
            step(0);
            assertTrue(effort[0] <= 0, "only the extensor is left");
        }
        assertEquals(0.0, plant.tendonTension()[0]);
        plant.reset(q);
        assertEquals(40, plant.tendonTension()[0], 1e-9);
    }

    @Test
    void shouldGoLimpWithoutPowerAndOnANumberThatIsNone()
    {
        hold(2, 2);
        command.stamp(1, 0, false);
        step(0);
        assertArrayEquals(new double[] {0, 0}, plant.motorEffort());
        command.stamp(2, 0, true);
        command.motorEffort.set(0, Double.NaN);
        command.motorDamping.set(1, Double.POSITIVE_INFINITY);
        step(0);
        assertArrayEquals(new double[] {0, 0}, plant.motorEffort());
        for (int i = 0; i < 2_000; i++)
        {
            step(0);
        }
        assertTrue(Math.abs(plant.tendonTension()[0]) < 1, "unwound by its own tension");
    }

    @Test
    void shouldSaturateWeakenAndBlockMotors()
    {
        hold(9, 1);
        plant.motorStrength(1, 0.5);
        step(0);
        assertArrayEquals(new double[] {4, 0.5}, plant.motorEffort(), 1e-12);
        plant.motorStuck(0, true);
        final double stood = plant.motorPosition()[0];
        step(0);
        assertEquals(stood, plant.motorPosition()[0]);
        assertEquals(0.0, plant.motorVelocity()[0]);
    }

    @Test
    void shouldBrakeWithTheDrivesOwnDamping()
    {
        plant.cut(0);
        hold(0.1, 0.4);
        command.motorDamping.set(0, 0.02);
        for (int i = 0; i < 2_000; i++)
        {
            step(0);
        }
        assertEquals(0.1 / (0.02 + 1e-4), plant.motorVelocity()[0], 1e-6);
    }

    @Test
    void shouldWarmTowardsItsLimitAtItsContinuousTorque()
    {
        hold(2, 0);
        for (int i = 0; i < 120_000; i++)
        {
            step(0);
        }
        assertEquals(25 + windingRise(MotorThermal.assumed(4, 90), 2, 120), plant.motorTemperature()[0], 0.01);
        assertEquals(25, plant.motorTemperature()[1], 1e-6);
    }

    /** Closed form of winding and case, both cold at first, under a constant torque: the sum of two exponentials. */
    private static double windingRise(final MotorThermal thermal, final double torque, final double time)
    {
        final double power = thermal.lossWPerNm2() * torque * torque;
        final double a = -1 / (thermal.windingJK() * thermal.windingToCaseKW());
        final double c = 1 / (thermal.caseJK() * thermal.windingToCaseKW());
        final double d = -c - 1 / (thermal.caseJK() * thermal.caseToAirKW());
        final double middle = (a + d) / 2;
        final double half = Math.sqrt((a - d) * (a - d) / 4 - a * c);
        final double slow = middle + half;
        final double fast = middle - half;
        final double end = power * (thermal.windingToCaseKW() + thermal.caseToAirKW());
        // end + x e^(slow t) + y e^(fast t) begins at 0 with the slope power / C_w.
        final double slope = power / thermal.windingJK();
        final double x = (slope + end * fast) / (slow - fast);
        final double y = -end - x;
        return end + x * Math.exp(slow * time) + y * Math.exp(fast * time);
    }

    @Test
    void shouldNotGainEnergyOnItsOwn()
    {
        final double inertia = 2e-3;
        command.stamp(1, 0, false);
        plant.motorStuck(0, true);
        plant.motorStuck(1, true);
        qd[0] = 1;
        double last = energy(inertia);
        final double begin = last;
        for (int window = 0; window < 50; window++)
        {
            double most = 0;
            for (int i = 0; i < 40; i++)
            {
                step(inertia);
                most = Math.max(most, energy(inertia));
            }
            assertTrue(most <= last * 1.0001 + 1e-12 * begin,
                "window " + window + ": " + most + " J after " + last + " J");
            last = most;
        }
        assertTrue(last < 0.5 * begin, "cable damping takes energy out");
    }

    private double energy(final double inertia)
    {
        double sum = 0.5 * inertia * qd[0] * qd[0];
        for (int i = 0; i < 2; i++)
        {
            // Both rotors stand: the pretension's part is constant, and the joint's displacement stretches one cable
            // by as much as it relieves the other.
            final double stretch = 0.02 * q[0];
            sum += 0.5 * 60_000 * stretch * stretch;
        }
        return sum;
    }

    @Test
    void shouldGiveTheSameBitsTwiceAndAllocateNothing()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final TendonPlant twin = new TendonPlant(robot);
        final double[] twinEffort = new double[1];
        hold(1, 0.5);
        final long thread = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 10_000; i++)
            {
                plant.step(q, qd, command, effort, PERIOD_S);
                twin.step(q, qd, command, twinEffort, PERIOD_S);
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, bytes);
        assertArrayEquals(plant.tendonTension(), twin.tendonTension());
        assertArrayEquals(plant.motorPosition(), twin.motorPosition());
        assertEquals(effort[0], twinEffort[0]);
    }

    private void hold(final double flexor, final double extensor)
    {
        command.motorEffort.set(0, flexor);
        command.motorEffort.set(1, extensor);
    }

    /** One period; with an inertia above 0 the joint then moves as a rigid body on a bearing. */
    private void step(final double inertia)
    {
        plant.step(q, qd, command, effort, PERIOD_S);
        if (inertia > 0)
        {
            qd[0] += PERIOD_S * effort[0] / inertia;
            q[0] += PERIOD_S * qd[0];
        }
    }
}
