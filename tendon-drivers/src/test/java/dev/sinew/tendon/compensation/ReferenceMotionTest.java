package dev.sinew.tendon.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.routing.ConstantRouting;
import org.junit.jupiter.api.Test;

class ReferenceMotionTest
{
    private static final double ARM = 0.01;
    private static final CompensationSettings SETTINGS = CompensationSettings.STANDARD;

    private final RobotDescription robot = new TestRobot().antagonist("joint", 1, ARM, 100).build();
    private final ReferenceMotion reference = new ReferenceMotion(robot, new ConstantRouting(robot), SETTINGS, true);

    private void follow(final double target, final double velocity, final double position)
    {
        reference.follow(Columns.of(target), Columns.of(velocity), Columns.of(position));
    }

    @Test
    void shouldWindInTheTendonThatPullsTheJointWhereItIsMeantToGo()
    {
        for (int i = 0; i < 500; i++)
        {
            follow(0, 2, 0);
        }
        assertEquals(2 * ARM, reference.speedMS[0], 1e-9);
        assertEquals(-2 * ARM, reference.speedMS[1], 1e-9);
        assertTrue(reference.direction[0] > 0.99 && reference.direction[0] < 1);
        assertEquals(-reference.direction[0], reference.direction[1], 1e-15);
    }

    @Test
    void shouldFollowTheErrorWhereTheTargetStandsStill()
    {
        // An error of 0.01 rad is 0.1 mm of tendon, to be made good in 50 ms: 2 mm/s, the speed of a known direction.
        follow(0.01, 0, 0);
        assertEquals(Math.sqrt(0.5), reference.direction[0], 1e-9);
        follow(0, 0, 0);
        assertEquals(0, reference.direction[0], 1e-12);
    }

    @Test
    void shouldFindTheAccelerationOfASine()
    {
        final double omega = 2 * Math.PI;
        double worst = 0;
        for (int i = 0; i < 3_000; i++)
        {
            final double t = 0.001 * i;
            follow(Math.sin(omega * t), omega * Math.cos(omega * t), Math.sin(omega * t));
            if (i > 200)
            {
                worst = Math.max(worst, Math.abs(reference.accelerationMS2[0] +
                    ARM * omega * omega * Math.sin(omega * (t - 1 / (2 * Math.PI * 30)))));
            }
        }
        assertTrue(worst < 0.01 * ARM * omega * omega, "off by " + worst + " m/s²");
    }

    /** 0.5 mrad of noise must not turn the friction's sign while the joint is meant to move slowly, or to stand. */
    @Test
    void shouldNotChatterUnderNoise()
    {
        final SplittableRandom random = new SplittableRandom(4);
        double most = 0;
        int turns = 0;
        double last = 0;
        for (int i = 0; i < 20_000; i++)
        {
            final double noise = 0.0005 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 2;
            final boolean standing = i < 10_000;
            follow(0, standing ? 0 : 0.3, noise);
            most = standing ? Math.max(most, Math.abs(reference.direction[0])) : most;
            turns += !standing && reference.direction[0] * last < 0 ? 1 : 0;
            last = standing ? 0 : reference.direction[0];
        }
        assertTrue(most < 0.2, "standing: " + most);
        assertEquals(0, turns, "moving slowly");
    }

    @Test
    void shouldNotJumpWhereTheMotionTurns()
    {
        final double omega = 2 * Math.PI;
        double last = 0;
        double step = 0;
        for (int i = 0; i < 2_000; i++)
        {
            final double t = 0.001 * i;
            final double q = 0.7 * Math.sin(omega * t);
            follow(q, 0.7 * omega * Math.cos(omega * t), q);
            step = i > 100 ? Math.max(step, Math.abs(reference.direction[0] - last)) : 0;
            last = reference.direction[0];
        }
        assertTrue(step < 0.2, "in one cycle: " + step);
    }

    @Test
    void shouldForgetTheMotion()
    {
        follow(1, 5, 0);
        reference.stand();
        assertEquals(0.0, reference.direction[0]);
        assertEquals(0.0, reference.speedMS[0]);
        assertEquals(0.0, reference.accelerationMS2[0]);
        follow(0, 0, 0);
        assertEquals(0, reference.accelerationMS2[0], 1e-12);
    }
}
