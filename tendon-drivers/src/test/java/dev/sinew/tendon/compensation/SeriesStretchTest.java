package dev.sinew.tendon.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.routing.ConstantRouting;
import org.junit.jupiter.api.Test;

/** A cable of 10 kN/m on a spool of 20 mm at a joint of 10 mm, which creeps by a fifth of its stretch in 10 s. */
class SeriesStretchTest
{
    private static final double K = 10_000;
    private static final double ARM = 0.01;
    private static final double SPOOL = 0.02;
    private static final double CUT_M = 0.437;
    private static final long ALL = ChannelGroup.ALL;
    private static final long BLIND = ChannelGroup.ALL & ~ChannelGroup.JOINTS.mask();

    private final RobotDescription robot = robot(0.2);
    private final StateBlock state = StateBlock.of(robot);
    private final SeriesStretch stretch =
        new SeriesStretch(robot, new ConstantRouting(robot), CompensationSettings.STANDARD, 1);
    private final double[] none = new double[2];
    private double cut = CUT_M;
    private double crept = 0.2 * 20 / K;

    private static RobotDescription robot(final double creepRatio)
    {
        final RobotDescription plain = new TestRobot().antagonist("joint", 1, ARM, 100).build();
        final List<TendonDescription> tendons = plain.tendons().stream().map(t -> new TendonDescription(t.name(),
            t.index(), t.motor(), t.winding(), t.route(), t.restLengthM(), t.tensionMinN(), t.tensionMaxN(),
            t.pretensionN(), K, t.dampingNsM(), new TendonLosses(0, 0, 0, creepRatio, 10))).toList();
        return plain.withActuation(plain.motors(), tendons);
    }

    /** One sample of a true cable whose joint stands at {@code q} under a tension; it creeps on. */
    private void sample(final double q, final double tension, final long valid)
    {
        crept += 0.001 / 10 * (0.2 * tension / K - crept);
        state.jointPosition.set(0, q);
        state.motorPosition.set(0, (cut - (0.3 - ARM * q) + tension / K + crept) / SPOOL);
        state.tendonTension.set(0, tension);
        state.stamp(1, 0, 0, valid, 0);
        stretch.update(state, none, none);
    }

    @Test
    void shouldTellTheSetPointOfAMotorAndThePathFromIt()
    {
        assertFalse(stretch.isKnown(0));
        sample(0.3, 20, ALL);
        assertTrue(stretch.isKnown(0));

        final double path = 0.3 - ARM * 0.5;
        final double wanted = (CUT_M - path + 60 / K + crept) / SPOOL;
        assertEquals(wanted, stretch.motorPositionRad(0, path, 60), 1e-9);
        assertEquals(path, stretch.pathLengthM(0, wanted, 60), 1e-12);
        final double rigid = (60 - 20) / K / SPOOL;
        assertTrue(rigid > 0.19, "what a rigid cable would miss, rad: " + rigid);
    }

    @Test
    void shouldKnowHowItCreepsWhileTheEncodersAreGone()
    {
        sample(0.3, 20, ALL);
        for (int i = 0; i < 30_000; i++)
        {
            sample(0.3 + 0.0001 * (i % 100), 80, BLIND);
        }
        assertTrue(crept > 0.001, "it did creep: " + crept + " m");
        assertEquals(crept, stretch.creptM(0), 1e-9);
        assertEquals(0.3 - ARM * 0.3, stretch.pathLengthM(0, (CUT_M - 0.3 + ARM * 0.3 + 80 / K + crept) / SPOOL, 80),
            1e-8);
    }

    @Test
    void shouldTakeUpSlowlyWhatTheModelDoesNotKnow()
    {
        sample(0.3, 20, ALL);
        final double before = stretch.biasM(0);
        for (int i = 0; i < 5_000; i++)
        {
            cut += 0.001 * 5e-5; // a knot that gives 0.05 mm a second
            sample(0.3, 20, ALL);
        }
        for (int i = 0; i < 25_000; i++)
        {
            sample(0.3, 20, ALL);
        }
        assertEquals(0.3 - ARM * 0.3, stretch.pathLengthM(0, state.motorPosition.get(0), 20), 2e-6);
        assertEquals(2.5e-4, stretch.biasM(0) - before, 3e-6);
    }

    @Test
    void shouldLearnNothingFromASlackCableOrABrokenNumber()
    {
        sample(0.3, 20, ALL);
        final double before = stretch.biasM(0);
        state.motorPosition.set(0, 99);
        state.tendonTension.set(0, 0.2);
        stretch.update(state, none, none);
        state.tendonTension.set(0, Double.NaN);
        stretch.update(state, none, none);
        state.tendonTension.set(0, 50);
        state.motorPosition.set(0, Double.NaN);
        stretch.update(state, none, none);
        state.stamp(1, 0, 0, 0, 0);
        stretch.update(state, none, none);
        assertEquals(before, stretch.biasM(0));
        assertFalse(stretch.isKnown(1));
    }
}
