package dev.sinew.sim.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import dev.sinew.hal.robot.TendonLosses;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One cable between two ends that are moved by hand: friction, its dead travel, creep, and what they do to energy. */
class CablesTest
{
    private static final double K = 60_000;
    private static final double H = 0.00025;

    private Cables cables = cables(new TendonLosses(0.3, 1, 0, 0, 1), 0);
    private double wound;

    private static Cables cables(final double coefficient, final double wrap)
    {
        return cables(new TendonLosses(coefficient, wrap, 0, 0, 1), 80);
    }

    private static Cables cables(final TendonLosses losses, final double dampingNsM)
    {
        final Cables made = new Cables(PlantRobot.with(new PlantRobot().joint("elbow")
            .tendon("flexor", K, dampingNsM, 0.02).tendon("extensor", K, dampingNsM, -0.02).build(), losses));
        made.length[0] = 0.3;
        made.length[1] = 0.3;
        made.reset(0, 40);
        made.reset(1, 40);
        return made;
    }

    /** Winds by {@code byM} in small slow steps with the joint held. */
    private void wind(final double byM)
    {
        final int steps = 2_000;
        for (int i = 0; i < steps; i++)
        {
            wound += byM / steps;
            cables.pull(0, wound, 0, H);
            cables.settle();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1, 0.740818", "0.1, 3.141592653589793, 0.730403"})
    void shouldLoseTheGoldenPartOfTheTensionWhenPulling(final double mu, final double wrap, final double kept)
    {
        cables = cables(mu, wrap);
        wind(0.002);
        assertTrue(cables.motorSide[0] > 80);
        assertEquals(kept, cables.loadSide[0] / cables.motorSide[0], 5e-7);
    }

    @Test
    void shouldHoldBackTheGoldenPartOfTheTensionWhenPayingOut()
    {
        wind(0.002);
        wind(-0.0015);
        assertTrue(cables.motorSide[0] > 10);
        assertEquals(1.349859, cables.loadSide[0] / cables.motorSide[0], 5e-7);
    }

    @Test
    void shouldStandStillAtTheJointWhileTheTensionAtTheMotorCrossesTheBand()
    {
        wind(0.002);
        final double high = cables.motorSide[0];
        final double load = cables.loadSide[0];
        final double low = load * 0.740818;

        wind(-(high - low) / (2 * K) * 0.999);

        assertEquals(load, cables.loadSide[0], 1e-9 * load, "the guide still holds");
        assertEquals(low, cables.motorSide[0], 0.01 * high);
        wind(-0.0001);
        assertTrue(cables.loadSide[0] < load - 1, "and slides after that");
    }

    /** Kaneko: pulling is stiffer than loosening although the wire is the same, and a dead travel lies between. */
    @Test
    void shouldAppearStifferWhenPullingThanWhenLoosening()
    {
        wind(0.002);
        final double pulling = stiffness(0.0002);
        wind(-0.0012);
        final double loosening = stiffness(-0.0002);
        final double turned = stiffness(0.00002);

        final double e = 1.349859;
        assertEquals(2 * K * e / (1 + e), pulling, 1e-3 * K);
        assertEquals(2 * K / (1 + e), loosening, 1e-3 * K);
        assertEquals(2 * K, turned, 1e-3 * K);
    }

    private double stiffness(final double byM)
    {
        final double before = cables.motorSide[0];
        wind(byM);
        return (cables.motorSide[0] - before) / byM;
    }

    @Test
    void shouldBeTheIdealCableInTheLimitOfNoFriction()
    {
        final Cables ideal = cables(0, 0);
        cables = cables(1e-12, 1);
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 1_000; i++)
        {
            final double rate = 0.1 * (random.nextDouble() - 0.5);
            wound += H * rate;
            final double lengthRate = 0.1 * (random.nextDouble() - 0.5);
            cables.length[0] += H * lengthRate;
            ideal.length[0] = cables.length[0];
            cables.lengthRate[0] = lengthRate;
            ideal.lengthRate[0] = lengthRate;
            assertEquals(ideal.pull(0, wound, rate, H), cables.pull(0, wound, rate, H), 1e-6);
            cables.settle();
        }
    }

    @Test
    void shouldGoSlackAtBothEndsAndCatchAgain()
    {
        wind(-0.002);
        assertEquals(0.0, cables.motorSide[0]);
        assertEquals(0.0, cables.loadSide[0]);
        wind(0.002);
        assertEquals(1.349859, cables.motorSide[0] / cables.loadSide[0], 1e-6);
        assertEquals(80, cables.motorSide[0] + cables.loadSide[0], 1e-6, "the elongation is what it was");
    }

    @Test
    void shouldCreepTowardsItsShareOfTheElasticStretch()
    {
        cables = cables(new TendonLosses(0.1, 0.5, 0, 0.2, 5), 80);
        final double first = 0.2 * 40 / K;
        stand(5);
        assertEquals(first, cables.creptM(0), 1e-9, "it had hung there for a long time");

        wind(0.001);
        final double elastic = 0.001 + 40 / K;
        stand(5);
        // Held at both ends it relaxes a sixth faster than it would stretch under a constant load.
        final double last = 0.2 / 1.2 * (elastic + first);
        assertEquals(last + (first - last) * Math.exp(-1.2), cables.creptM(0), 2e-3 * last);
        stand(60);
        assertEquals(last, cables.creptM(0), 1e-5 * last);
        assertEquals((elastic + first - last) * K, cables.loadSide[0], 0.1 * cables.loadSide[0]);
    }

    private void stand(final double seconds)
    {
        for (int i = 0; i < Math.round(seconds / 0.001); i++)
        {
            cables.pull(0, wound, 0, H);
            cables.settle();
            cables.creep(0.001);
        }
    }

    /** What both ends put in is at least what the cable holds more: friction, damping and creep only take. */
    @Property(tries = 200)
    void shouldNeverGiveMoreEnergyThanItGot(
        @ForAll @DoubleRange(min = 0, max = 3) final double exponent,
        @ForAll @DoubleRange(min = 0, max = 0.3) final double creep,
        @ForAll @LongRange(min = 0, max = 1_000_000) final long seed)
    {
        cables = cables(new TendonLosses(exponent, 1, 0, creep, 2), 80);
        final SplittableRandom random = new SplittableRandom(seed);
        final double speed = random.nextDouble() < 0.3 ? 2 : 0.05;
        wound = 0;
        double rate = 0;
        double lengthRate = 0;
        cables.pull(0, wound, 0, H);
        cables.settle();
        double energy = cables.energyJ(0);
        final double scale = Math.max(energy, 1e-6);
        for (int i = 0; i < 4_000; i++)
        {
            if (i % 25 == 0)
            {
                // Drawn to the middle, so that the cable is taut most of the time.
                rate = speed * (random.nextDouble() - 0.5) - 20 * wound;
                lengthRate = speed * (random.nextDouble() - 0.5) - 20 * (cables.length[0] - 0.3);
            }
            wound += H * rate;
            cables.length[0] += H * lengthRate;
            cables.lengthRate[0] = lengthRate;
            cables.pull(0, wound, rate, H);
            cables.settle();
            final double put = H * (cables.motorSide[0] * rate + cables.loadSide[0] * lengthRate);
            final double now = cables.energyJ(0);
            assertTrue(now <= energy + put + 1e-9 * scale, "step " + i + ": from " + energy + " J by " + put +
                " J to " + now + " J");
            energy = now;
            if (creep > 0 && i % 4 == 3)
            {
                cables.creep(4 * H);
                cables.lengthRate[0] = 0;
                cables.pull(0, wound, 0, H);
                cables.settle();
                final double crept = cables.energyJ(0);
                assertTrue(crept <= now + 1e-9 * scale, "creep at step " + i + " gave " + (crept - now) + " J");
                energy = crept;
            }
        }
    }
}
