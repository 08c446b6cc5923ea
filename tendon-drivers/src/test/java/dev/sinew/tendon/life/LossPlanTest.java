package dev.sinew.tendon.life;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.transmission.LifeState;
import dev.sinew.hal.transmission.TendonLoss;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.TransmissionOptions;
import org.junit.jupiter.api.Test;

class LossPlanTest
{
    /** Two joints, four tendons at the corners, bounds 2 to 100 N, efforts up to 2 N·m. */
    private static GroupNumbers wrist()
    {
        return new GroupNumbers(new double[] {0.02, 0.02, -0.02, -0.02, 0.02, -0.02, 0.02, -0.02},
            fill(4, 2), fill(4, 100), fill(4, 10), new double[] {2, 2});
    }

    /** One joint, three tendons: two pull one way. */
    private static GroupNumbers redundant()
    {
        return new GroupNumbers(new double[] {0.01, 0.01, -0.02}, fill(3, 2), fill(3, 100), fill(3, 10),
            new double[] {1});
    }

    private static double[] fill(final int size, final double value)
    {
        final double[] values = new double[size];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] efforts(final GroupNumbers group, final double[] tension)
    {
        final double[] effort = new double[group.joints()];
        for (int row = 0; row < effort.length; row++)
        {
            for (int i = 0; i < tension.length; i++)
            {
                effort[row] += group.arm(row, i) * tension[i];
            }
        }
        return effort;
    }

    @Test
    void shouldKeepEverythingWhereTheOthersAreClosed()
    {
        final LossPlan plan = new LossPlanner(redundant()).plan(0);

        assertEquals(LossPlan.Kind.CLOSED, plan.kind());
        assertEquals(0.01 * 100 - 0.02 * 2, plan.positive()[0], 0.02);
        assertEquals(1, plan.negative()[0], 1e-9);
    }

    @Test
    void shouldPullASingleJointTheWayThatIsLeft()
    {
        final GroupNumbers pair =
            new GroupNumbers(new double[] {0.02, -0.02}, fill(2, 4), fill(2, 100), fill(2, 10), new double[] {2});
        final LossVariant variant = new LossVariant(pair, new LossPlanner(pair).plan(0));
        final double[] tension = new double[2];

        assertEquals(LossPlan.Kind.ONE_SIDED, variant.plan().kind());
        assertEquals(1, variant.solve(new double[] {-1}, pair.pretension(), tension));
        assertArrayEquals(new double[] {0, 50}, tension, 1e-12);
        assertEquals(0, variant.solve(new double[] {1}, pair.pretension(), tension), "it cannot push");
        assertArrayEquals(new double[] {0, 2}, tension, 1e-12, "half of the least tension keeps it on its pulleys");
        assertEquals(0.8, variant.solve(new double[] {-2.5}, pair.pretension(), tension), 1e-12);
        assertArrayEquals(new double[] {0, 100}, tension, 1e-12);
    }

    @Test
    void shouldParkAJointAtTheStopThatBalancesWhatIsLeft()
    {
        final GroupNumbers wrist = wrist();
        final LossPlan plan = new LossPlanner(wrist).plan(0);

        assertEquals(LossPlan.Kind.PARKED, plan.kind());
        assertEquals(-1, plan.second());
        assertEquals(-1, plan.toward(), "what is left pulls more to the negative side of both joints");
        assertTrue(plan.weakest() > 0.5, plan.toString());
    }

    @Test
    void shouldMakeKeptEffortsExactlyAndPushTheParkedJointIntoItsStop()
    {
        final GroupNumbers wrist = wrist();
        final SplittableRandom random = new SplittableRandom(3);
        for (int lost = 0; lost < 4; lost++)
        {
            final LossPlan plan = new LossPlanner(wrist).plan(lost);
            final LossVariant variant = new LossVariant(wrist, plan);
            final double[] tension = new double[4];
            for (int trial = 0; trial < 200; trial++)
            {
                final double[] wanted = {4 * random.nextDouble() - 2, 4 * random.nextDouble() - 2};
                final double scale = variant.solve(wanted, wrist.pretension(), tension);
                final double[] made = efforts(wrist, tension);
                final int kept = 1 - plan.park();
                assertEquals(scale * wanted[kept], made[kept], 1e-9, "kept joint without tendon " + lost);
                assertTrue(made[plan.park()] * plan.toward() >= ReducedGroup.LEAN_MIN * 2 - 1e-9,
                    "parked joint without tendon " + lost + ": " + made[plan.park()]);
                assertEquals(0, tension[lost]);
                for (int i = 0; i < 4; i++)
                {
                    assertTrue(i == lost || tension[i] >= 2 && tension[i] <= 100, "tension " + tension[i]);
                }
            }
        }
    }

    @Test
    void shouldDescribeEveryLossOfARobot()
    {
        final RobotDescription robot = TestRobot.small();
        final TendonTransmission transmission = new TendonTransmission(robot, TransmissionOptions.DEFAULT);
        for (int t = 0; t < robot.tendonCount(); t++)
        {
            final TendonLoss loss = transmission.life().loss(t);
            assertEquals(LifeState.DEGRADED, loss.after(), loss.text());
            assertTrue(loss.text().contains(robot.tendons().get(t).name()), loss.text());
        }
        final TendonLoss flexor = transmission.life().loss(robot.tendonIndex("ff_t4"));
        assertEquals(List.of(0, 0, 0, -1), flexor.joints().stream().map(TendonLoss.Joint::parked).toList(),
            flexor.text());
        assertEquals("without ff_t4: keeps ff_abd, ff_mcp, ff_pip both ways, with at least 49 % of the effort; " +
            "ff_dip rests at its lower stop (-1.00 rad)", flexor.text());
    }

    @Test
    void shouldGoSafeWhereNothingIsKept()
    {
        // Two joints, three tendons; without the only extensor everything left bends both joints.
        final GroupNumbers thumb = new GroupNumbers(new double[] {0.01, 0.006, -0.008, 0, 0.007, -0.007},
            fill(3, 3), fill(3, 100), fill(3, 6), new double[] {0.5, 0.3});
        final LossPlan plan = new LossPlanner(thumb).plan(2);
        final LossVariant variant = new LossVariant(thumb, plan);
        final double[] tension = {1, 1, 1};

        assertEquals(LossPlan.Kind.NOTHING, plan.kind(), plan.toString());
        assertEquals(0, variant.solve(new double[] {0.1, 0.1}, thumb.pretension(), tension));
        assertArrayEquals(new double[3], tension, 0.0);
        assertTrue(variant.isLost(0) && variant.isLost(1));
    }
}
