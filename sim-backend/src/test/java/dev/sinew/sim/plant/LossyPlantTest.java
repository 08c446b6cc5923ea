package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonLosses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Motors, rotors and joints behind cables that rub and creep, and behind a drum with backlash. */
class LossyPlantTest
{
    private static final double PERIOD_S = 0.001;

    private RobotDescription robot;
    private TendonPlant plant;
    private CommandBlock command;
    private final double[] q = new double[1];
    private final double[] qd = new double[1];
    private final double[] effort = new double[1];

    private void use(final RobotDescription description)
    {
        robot = description;
        plant = new TendonPlant(robot);
        command = CommandBlock.of(robot);
        command.stamp(1, 0, true);
    }

    private void useLossy(final double exponent, final double creepRatio)
    {
        use(PlantRobot.with(PlantRobot.elbow(1), new TendonLosses(exponent, 1, 0, creepRatio, 0.5)));
    }

    private void hold(final double... torque)
    {
        for (int m = 0; m < torque.length; m++)
        {
            command.motorEffort.set(m, torque[m]);
        }
    }

    /** Periods; with an inertia above 0 the joint moves as a rigid body on a bearing. */
    private void step(final int periods, final double inertia)
    {
        for (int i = 0; i < periods; i++)
        {
            plant.step(q, qd, command, effort, PERIOD_S);
            if (inertia > 0)
            {
                qd[0] += PERIOD_S * effort[0] / inertia;
                q[0] += PERIOD_S * qd[0];
            }
        }
    }

    @Test
    void shouldStartWithoutEffortAndMeasureAtTheMotor()
    {
        useLossy(0.3, 0);
        hold(0.4, 0.4);
        step(1, 0);
        assertArrayEquals(new double[] {40, 40}, plant.tendonTension(), 1e-9);
        assertEquals(0, effort[0], 1e-12);

        for (int i = 0; i < 4_000; i++)
        {
            hold(0.4 + 0.8 * i / 4_000, 0.4);
            step(1, 0);
        }
        hold(1.2, 0.4);
        step(2_000, 0);
        assertEquals(120, plant.tendonTension()[0], 1e-6, "a load cell at the motor sees what the motor pulls");
        assertTrue(plant.jointTension()[0] < 120 * Math.exp(-0.29),
            "and the joint gets less: " + plant.jointTension()[0]);
        assertEquals(0.02 * (plant.jointTension()[0] - plant.jointTension()[1]), effort[0], 1e-9);
    }

    /** A joint that is pushed by the world needs a push beyond the band of friction before it moves. */
    @Test
    void shouldHoldAJointInItsBandOfFriction()
    {
        useLossy(0.2, 0);
        hold(0.4, 0.4);
        // 40 N at each motor: the joint can be loaded by 20 mm x 40 N x (e^0.2 - e^-0.2) = 0.322 N·m before a cable
        // slides, and moves by the stretch of the halves of the cables behind the guides alone.
        q[0] = 0.0001;
        step(200, 0);
        final double within = effort[0] / q[0];
        assertEquals(-2 * 2 * 60_000 * 0.02 * 0.02, within, 1e-3 * Math.abs(within));
        for (int i = 0; i < 400; i++)
        {
            q[0] += 0.0001;
            step(20, 0);
        }
        step(2_000, 0);
        final double beyond = 0.02 * (plant.jointTension()[1] - plant.jointTension()[0]);
        assertEquals(0.02 * 40 * (Math.exp(0.2) - Math.exp(-0.2)), beyond, 2e-3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 1.5})
    void shouldOnlyLoseEnergyWhileItSwings(final double exponent)
    {
        final double inertia = 2e-3;
        useLossy(exponent, 0.05);
        command.stamp(1, 0, false);
        plant.motorStuck(0, true);
        plant.motorStuck(1, true);
        qd[0] = 1;
        double last = plant.energyJ() + 0.5 * inertia;
        final double begin = last;
        for (int window = 0; window < 50; window++)
        {
            double most = 0;
            for (int i = 0; i < 40; i++)
            {
                step(1, inertia);
                most = Math.max(most, plant.energyJ() + 0.5 * inertia * qd[0] * qd[0]);
            }
            assertTrue(most <= last * 1.0001, "window " + window + ": " + most + " J after " + last + " J");
            last = most;
        }
        assertTrue(last < begin - 0.5 * inertia * 0.9, "it came to rest");
    }

    @Test
    void shouldLetTheRotorWindInWhatTheCableCreeps()
    {
        useLossy(0, 0.25);
        hold(0.4, 0.4);
        step(100, 0);
        hold(1.0, 0.4);
        step(300, 0);
        final double early = plant.motorPosition()[0];
        step(6_000, 0);
        final double crept = 0.01 * (plant.motorPosition()[0] - early);
        assertEquals(100, plant.tendonTension()[0], 1e-3);
        assertEquals(0.25 * 60 / 60_000 * Math.exp(-0.3 / 0.5), crept, 2e-5);
    }

    @Test
    void shouldTurnTheDrumThroughItsGapWithoutMovingTheCables()
    {
        use(PlantRobot.pair(0.002));
        step(100, 0);
        final double rest = plant.motorPosition()[0];
        hold(0.2);
        step(3_000, 0);
        final double forth = plant.motorPosition()[0];
        assertEquals(0.2, 0.01 * (plant.tendonTension()[0] - plant.tendonTension()[1]), 1e-4);
        hold(-0.2);
        step(3_000, 0);
        final double back = plant.motorPosition()[0];
        assertEquals(-0.2, 0.01 * (plant.tendonTension()[0] - plant.tendonTension()[1]), 1e-4);

        final double elastic = 0.2 / (2 * 60_000 * 0.01 * 0.01);
        assertEquals(0.1 + elastic, forth - rest, 1e-4);
        assertEquals(2 * (0.1 + elastic), forth - back, 1e-4);
    }

    @Test
    void shouldTurnATightDrumByTheStretchAlone()
    {
        use(PlantRobot.pair(0));
        hold(0.2);
        step(3_000, 0);
        assertEquals(0.2 / (2 * 60_000 * 0.01 * 0.01), plant.motorPosition()[0], 1e-5);
    }

    @Test
    void shouldNeverFeelTheBacklashOfASpoolThatWindsOneTautTendon()
    {
        use(PlantRobot.with(PlantRobot.elbow(1), new TendonLosses(0, 0, 0.002, 0, 1)));
        final TendonPlant tight = new TendonPlant(PlantRobot.elbow(1));
        final double[] other = new double[1];
        for (int i = 0; i < 500; i++)
        {
            hold(0.4 + 0.3 * (i / 50 % 2), 0.5);
            plant.step(q, qd, command, effort, PERIOD_S);
            tight.step(q, qd, command, other, PERIOD_S);
        }
        assertArrayEquals(tight.motorPosition(), plant.motorPosition());
    }

    @Test
    void shouldGiveTheSameBitsTwiceAndAllocateNothing()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        useLossy(0.2, 0.1);
        final TendonPlant twin = new TendonPlant(robot);
        final double[] twinEffort = new double[1];
        final long thread = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 10_000; i++)
            {
                command.motorEffort.set(0, i / 100 % 2 == 0 ? 1 : 0.2);
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
}
