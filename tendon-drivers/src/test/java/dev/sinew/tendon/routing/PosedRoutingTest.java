package dev.sinew.tendon.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lengths and moment arms against known numbers, against differences, and against the power that they move. */
class PosedRoutingTest
{
    private static final int HANDS = 8;
    private static final int POSES = 100;
    private static final double STEP = 1e-4;

    @ParameterizedTest
    @CsvSource({
        "-1.0, 27.925712, 16.169926",
        "-0.5, 35.058829, 12.213675",
        "0.0, 40.012498, 7.497657",
        "0.1, 40.711951, 6.488477",
        "0.2, 41.323644, 6.000000",
        "0.5, 43.123644, 6.000000",
        "1.0, 46.123644, 6.000000",
        "1.5, 49.123644, 6.000000"})
    void shouldRunOverOneCylinderAsTheReferenceTableSays(final double q, final double lengthMm, final double slopeMm)
    {
        final TendonRouting routing = TendonRouting.of(RoutedRobot.oneJoint().build());
        final double[] length = new double[1];
        routing.lengths(new double[] {q}, length);
        assertEquals(lengthMm, length[0] * 1000, 5e-7);
        assertEquals(slopeMm, -routing.momentArm(new double[] {q}, 0, 0) * 1000, 5e-7);
    }

    @Test
    void shouldMeetTheCylinderWithoutAJump()
    {
        final TendonRouting routing = TendonRouting.of(RoutedRobot.oneJoint().build());
        final double[] length = new double[2];
        double off = 0.1;
        double on = 0.2;
        while (Math.nextUp(off) < on && on - off > 1e-15)
        {
            final double middle = (off + on) / 2;
            if (wrapped(routing, middle) > 0)
            {
                on = middle;
            }
            else
            {
                off = middle;
            }
        }
        assertEquals(0.147820, on, 5e-7);
        routing.lengths(new double[] {off}, length);
        final double before = length[0];
        routing.lengths(new double[] {on}, length);
        assertEquals(before, length[0], 1e-16);
        final double arm = routing.momentArm(new double[] {off}, 0, 0);
        assertEquals(arm, routing.momentArm(new double[] {on}, 0, 0), 1e-9);
    }

    private static double wrapped(final TendonRouting routing, final double q)
    {
        final double[] angle = new double[1];
        routing.wrapAngles(new double[] {q}, angle);
        return angle[0];
    }

    @Test
    void shouldSayByHowMuchTheCylinderTurnsTheCable()
    {
        final TendonRouting routing = TendonRouting.of(RoutedRobot.oneJoint().build());
        assertEquals(0, wrapped(routing, 0.1));
        assertEquals(0.052180, wrapped(routing, 0.2), 5e-7);
        assertEquals(0.052180 + 0.8, wrapped(routing, 1.0), 5e-7);
    }

    @Test
    void shouldSayByHowMuchEyesTurnTheCable()
    {
        final String eyes = "{link: base, at_m: [-0.02, 0, 0.001]}, {link: base, at_m: [0, 0, 0.001]}, ";
        final RobotDescription robot = new RoutedRobot()
            .joint("tip", "base", "[0, 0, 0]", "[0, 1, 0]", "[-1.5, 1.5]")
            .tendon("path: [" + eyes + "{link: tip, at_m: [0.02, 0, 0.001]}]")
            .tendon("path: [" + eyes + "{pulley: 4}, " + eyes + "{link: tip, at_m: [0.02, 0, 0.001]}]")
            .build();
        final double[] angle = new double[2];
        TendonRouting.of(robot).wrapAngles(new double[] {0.7}, angle);
        final double x = 0.02 * Math.cos(0.7) + 0.001 * Math.sin(0.7);
        final double z = 0.001 * Math.cos(0.7) - 0.02 * Math.sin(0.7) - 0.001;
        assertEquals(Math.atan2(-z, x), angle[0], 1e-15);
        assertEquals(Math.atan2(-z, x) / 4, angle[1], 1e-15);
    }

    @Test
    void shouldDivideTheLengthOfABranch()
    {
        final RobotDescription robot = new RoutedRobot()
            .joint("tip", "base", "[0, 0, 0]", "[0, 0, 1]", "[-1.5, 1.5]")
            .tendon("path: [{link: base, at_m: [0, 0, 0]}, {link: base, at_m: [0.1, 0, 0]}, {pulley: 2}, " +
                "{link: base, at_m: [0, 0.03, 0]}, {link: tip, at_m: [0.04, 0, 0]}, {pulley: 5}, " +
                "{link: base, at_m: [0, 0, 0]}, {link: base, at_m: [0, 0, 0.5]}]").build();
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] length = new double[1];
        routing.lengths(new double[] {0}, length);
        assertEquals(0.1 + 0.05 / 2 + 0.5 / 5, length[0], 1e-16);
        // The line from (0, 30) to (40, 0) mm passes the axis at 24 mm and turns the tip counter-clockwise.
        assertEquals(0.024 / 2, routing.momentArm(new double[] {0}, 0, 0), 1e-16);
    }

    @Test
    void shouldFollowAPolynomial()
    {
        final RobotDescription robot = new RoutedRobot()
            .joint("tip", "base", "[0, 0, 0]", "[0, 0, 1]", "[-1.5, 1.5]")
            .tendon("arms_poly_m: {tip: [0.01, -0.002, 0.0006]}, rest_length_m: 0.3").build();
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] length = new double[1];
        routing.lengths(new double[] {0.5}, length);
        assertEquals(0.3 - 0.01 * 0.5 + 0.001 * 0.25 - 0.0002 * 0.125, length[0], 1e-16);
        assertEquals(0.01 - 0.001 + 0.00015, routing.momentArm(new double[] {0.5}, 0, 0), 1e-17);
        assertFalse(routing.isConstant());
    }

    @Test
    void shouldHaveMomentArmsThatAreMinusTheSlopeOfTheLength()
    {
        int checked = 0;
        for (int seed = 0; seed < HANDS; seed++)
        {
            final RobotDescription robot = RoutedRobot.hand(seed).build();
            final PosedRouting routing = (PosedRouting)TendonRouting.of(robot);
            final SplittableRandom random = new SplittableRandom(seed);
            for (int pose = 0; pose < POSES; pose++)
            {
                final double[] q = pose(robot, random);
                for (int i = 0; i < robot.tendonCount(); i++)
                {
                    checked += routing.doubts(q, i).stream().anyMatch(WrapDoubt::wrapped) ? 1 : 0;
                    for (int j = 0; j < q.length; j++)
                    {
                        // Where a cable meets a cylinder the slope is continuous, its own slope is not.
                        assertEquals(slope(routing, q, i, j), -routing.momentArm(q, i, j),
                            touchesAlike(routing, q, i, j) ? 1e-9 : 1e-6,
                            "seed " + seed + " tendon " + i + " joint " + j);
                    }
                }
            }
        }
        assertTrue(checked > HANDS * POSES, "wrapped cables: " + checked);
    }

    private static boolean touchesAlike(final PosedRouting routing, final double[] q, final int tendon, final int joint)
    {
        final double[] moved = q.clone();
        moved[joint] = q[joint] - STEP;
        final List<Boolean> before =
            routing.doubts(moved, tendon).stream().map(WrapDoubt::wrapped).toList();
        moved[joint] = q[joint] + STEP;
        return before.equals(routing.doubts(moved, tendon).stream().map(WrapDoubt::wrapped).toList());
    }

    /** By Richardson's rule, so that 1e-9 m/rad can be asked for. */
    private static double slope(final TendonRouting routing, final double[] q, final int tendon, final int joint)
    {
        return (4 * slope(routing, q, tendon, joint, STEP / 2) - slope(routing, q, tendon, joint, STEP)) / 3;
    }

    private static double slope(final TendonRouting routing, final double[] q, final int tendon, final int joint,
        final double h)
    {
        final double[] length = new double[routing.tendonCount()];
        final double[] moved = q.clone();
        moved[joint] = q[joint] - h;
        routing.lengths(moved, length);
        final double before = length[tendon];
        moved[joint] = q[joint] + h;
        routing.lengths(moved, length);
        return (length[tendon] - before) / (2 * h);
    }

    @Test
    void shouldSpendAsMuchPowerOnTheTendonsAsOnTheJoints()
    {
        for (int seed = 0; seed < HANDS; seed++)
        {
            final RobotDescription robot = RoutedRobot.hand(seed).build();
            final TendonRouting routing = TendonRouting.of(robot);
            final SplittableRandom random = new SplittableRandom(seed + 1000);
            final double[] rate = new double[robot.tendonCount()];
            final double[] effort = new double[robot.jointCount()];
            for (int pose = 0; pose < POSES; pose++)
            {
                final double[] q = pose(robot, random);
                final double[] qd = random.doubles(q.length, -5, 5).toArray();
                final double[] tension = random.doubles(rate.length, 0, 100).toArray();
                routing.velocities(q, qd, rate);
                routing.efforts(q, tension, effort);
                double power = 0;
                double size = 0;
                for (int i = 0; i < rate.length; i++)
                {
                    power += tension[i] * rate[i];
                    size += Math.abs(tension[i] * rate[i]);
                }
                for (int j = 0; j < q.length; j++)
                {
                    power += effort[j] * qd[j];
                }
                assertEquals(0, power, 1e-13 * size);
            }
        }
    }

    @Test
    void shouldGiveTheSameBitsWhateverWasAskedBefore()
    {
        final RobotDescription robot = RoutedRobot.hand(3).build();
        final SplittableRandom random = new SplittableRandom(3);
        final double[] q = pose(robot, random);
        final double[] fresh = new double[robot.tendonCount()];
        TendonRouting.of(robot).lengths(q, fresh);
        final TendonRouting used = TendonRouting.of(robot);
        final double[] length = new double[robot.tendonCount()];
        for (int i = 0; i < 100; i++)
        {
            final double[] other = pose(robot, random);
            used.lengths(other, length);
            other[1] = Double.NaN;
            used.lengths(other, length);
            assertTrue(Double.isNaN(length[1]) && !Double.isNaN(length[3]));
            used.lengths(q, length);
            for (int t = 0; t < fresh.length; t++)
            {
                assertEquals(Double.doubleToLongBits(fresh[t]), Double.doubleToLongBits(length[t]));
            }
        }
    }

    @Test
    void shouldNotAllocate()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        final RobotDescription robot = RoutedRobot.hand(1).build();
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] q = new double[robot.jointCount()];
        final double[] perJoint = new double[q.length];
        final double[] perTendon = new double[robot.tendonCount()];
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 5_000; i++)
            {
                q[i % q.length] = 0.3 * (i % 7) / 7;
                routing.lengths(q, perTendon);
                routing.wrapAngles(q, perTendon);
                routing.efforts(q, perTendon, perJoint);
                routing.velocities(q, perJoint, perTendon);
                perTendon[0] += routing.momentArm(q, 0, 1);
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, bytes);
    }

    private static double[] pose(final RobotDescription robot, final SplittableRandom random)
    {
        return robot.joints().stream().mapToDouble((final JointDescription joint) -> joint.lowerRad() +
            (joint.upperRad() - joint.lowerRad()) * random.nextDouble()).toArray();
    }
}
