package dev.sinew.tendon.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.TestRobot;
import org.junit.jupiter.api.Test;

class ConstantRoutingTest
{
    private final RobotDescription robot = TestRobot.small();
    private final ConstantRouting routing = new ConstantRouting(robot);
    private final double[] q = new double[robot.jointCount()];
    private final double[] qd = new double[robot.jointCount()];
    private final double[] effort = new double[robot.jointCount()];
    private final double[] tension = new double[robot.tendonCount()];
    private final double[] rate = new double[robot.tendonCount()];

    ConstantRoutingTest()
    {
        final SplittableRandom random = new SplittableRandom(5);
        for (int j = 0; j < q.length; j++)
        {
            q[j] = random.nextDouble() - 0.5;
            qd[j] = 4 * (random.nextDouble() - 0.5);
        }
        for (int i = 0; i < tension.length; i++)
        {
            tension[i] = 100 * random.nextDouble();
        }
    }

    @Test
    void shouldSpendAsMuchPowerOnTheTendonsAsOnTheJoints()
    {
        routing.velocities(q, qd, rate);
        routing.efforts(q, tension, effort);
        double tendonPower = 0;
        double jointPower = 0;
        for (int i = 0; i < rate.length; i++)
        {
            tendonPower += tension[i] * rate[i];
        }
        for (int j = 0; j < qd.length; j++)
        {
            jointPower += effort[j] * qd[j];
        }
        assertEquals(-jointPower, tendonPower, 1e-13 * Math.abs(jointPower) + 1e-15);
    }

    @Test
    void shouldHaveMomentArmsThatAreMinusTheSlopeOfTheLength()
    {
        final double[] before = new double[tension.length];
        final double[] after = new double[tension.length];
        for (int j = 0; j < q.length; j++)
        {
            final double step = 1e-3;
            q[j] -= step;
            routing.lengths(q, before);
            q[j] += 2 * step;
            routing.lengths(q, after);
            q[j] -= step;
            for (int i = 0; i < before.length; i++)
            {
                assertEquals(-(after[i] - before[i]) / (2 * step), routing.momentArm(q, i, j), 1e-12);
            }
        }
    }

    @Test
    void shouldShortenATendonThatPullsItsJointTheWayItMoves()
    {
        final double[] length = new double[tension.length];
        routing.lengths(new double[q.length], length);
        assertEquals(0.3, length[5]);
        final double[] bent = new double[q.length];
        bent[4] = 0.5;
        routing.lengths(bent, length);
        assertEquals(0.3 - 0.04 * 0.5, length[5], 1e-15);
        assertEquals(0.3 + 0.04 * 0.5, length[6], 1e-15);
    }
}
