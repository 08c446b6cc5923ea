package dev.sinew.tendon.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.tendon.TestRobot;
import org.junit.jupiter.api.Test;

class TakeUpTest
{
    private static final double PUSH = 0.2 * 2.0;

    /** One motor of 2 N·m and 20 mm that winds both tendons of a joint, the second the other way round. */
    private static RobotDescription pair(final double backlashM, final double second)
    {
        final RobotDescription two = new TestRobot().antagonist("joint", 1, 0.01, 100).build();
        final List<TendonDescription> tendons = new ArrayList<>();
        for (final TendonDescription t : two.tendons())
        {
            tendons.add(new TendonDescription(t.name(), t.index(), 0, t.index() == 0 ? 1 : second, t.route(),
                t.restLengthM(), t.tensionMinN(), t.tensionMaxN(), t.pretensionN(), t.stiffnessNM(), t.dampingNsM(),
                new TendonLosses(0, 0, backlashM, 0, 1)));
        }
        final MotorDescription m = two.motors().get(0);
        return two.withActuation(List.of(new MotorDescription("both", 0, List.of(0, 1), 0.02, 1e-5, 1e-4, 2, 300, 90,
            m.thermal())), tendons);
    }

    private static TakeUp of(final double backlashM, final double second)
    {
        final RobotDescription robot = pair(backlashM, second);
        return TakeUp.of(robot, robot.motors().get(0), 0.2);
    }

    @Test
    void shouldBeThereOnlyWhereAGapCanBeFelt()
    {
        assertNotNull(of(0.002, -1));
        assertNull(of(0, -1), "no gap");
        assertNull(of(0.002, 0.5), "both wound the same way: always at one flank");
        final RobotDescription lone = new TestRobot().antagonist("joint", 1, 0.01, 100).build();
        assertNull(TakeUp.of(lone, lone.motors().get(0), 0.2));
    }

    @Test
    void shouldPushThroughHalfTheGapWhenTheSignChanges()
    {
        final TakeUp takeUp = of(0.002, -1);
        assertEquals(0, takeUp.extra(0.1, 0.1, 0), "the first sign is no change");
        assertEquals(0, takeUp.extra(0.005, 0.005, 0), "too small to have a sign");
        assertEquals(-PUSH, takeUp.extra(-0.1, 0, 0));
        assertEquals(-PUSH, takeUp.extra(-0.1, 0, -0.04));
        assertEquals(0, takeUp.extra(-0.1, 0, -0.051), "half of 0.1 rad is behind it");
        assertEquals(0, takeUp.extra(-0.1, 0, -0.04), "once only");
        assertEquals(PUSH, takeUp.extra(0.1, 0, -0.1));
    }

    @Test
    void shouldEndWhenTheCablesAreFelt()
    {
        final TakeUp takeUp = of(0.002, -1);
        takeUp.extra(-0.1, -0.1, 0);
        assertEquals(PUSH, takeUp.extra(0.1, -0.1, 0));
        assertEquals(0, takeUp.extra(0.1, 0.05, 0.001));
        assertEquals(0, takeUp.extra(0.1, 0, 0.002));
    }

    @Test
    void shouldGiveUpOnAGapThatDoesNotEnd()
    {
        final TakeUp takeUp = of(0.002, -1);
        takeUp.extra(-0.1, -0.1, 0);
        int pushes = 0;
        for (int i = 0; i < 1_000; i++)
        {
            pushes += takeUp.extra(0.1, 0, 0) > 0 ? 1 : 0;
        }
        assertEquals(200, pushes);
        takeUp.extra(-0.1, 0, 0);
        assertEquals(0, takeUp.extra(-0.1, 0, Double.NaN), "a position that is none");
    }
}
