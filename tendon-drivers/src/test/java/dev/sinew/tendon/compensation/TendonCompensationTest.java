package dev.sinew.tendon.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.Column;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonLosses;
import dev.sinew.tendon.TestRobot;
import dev.sinew.tendon.routing.ConstantRouting;
import org.junit.jupiter.api.Test;

class TendonCompensationTest
{
    private static final double ARM = 0.01;
    private static final double SPOOL = 0.02;
    private static final double INERTIA = 1e-5;
    private static final double VISCOUS = 1e-4;

    private final RobotDescription robot = lossy(0.3, 1);
    private final StateBlock state = StateBlock.of(robot);
    private final Column effort = Columns.of(0, 0);

    private static RobotDescription lossy(final double coefficient, final double wrap)
    {
        final RobotDescription plain = new TestRobot().antagonist("joint", 1, ARM, 100).build();
        final List<TendonDescription> tendons = plain.tendons().stream().map(t -> new TendonDescription(t.name(),
            t.index(), t.motor(), t.winding(), t.route(), t.restLengthM(), t.tensionMinN(), t.tensionMaxN(),
            t.pretensionN(), t.stiffnessNM(), t.dampingNsM(), new TendonLosses(coefficient, wrap, 0, 0.1, 10)))
            .toList();
        return plain.withActuation(plain.motors(), tendons);
    }

    private TendonCompensation with(
        final boolean stretch, final boolean friction, final boolean inertia, final boolean motorFriction)
    {
        final CompensationSettings s = CompensationSettings.STANDARD;
        return new TendonCompensation(robot, new ConstantRouting(robot), new CompensationSettings(stretch, friction,
            true, inertia, motorFriction, true, true, s.directionSpeedMS(), s.directionErrorS(), s.referenceHz(),
            s.takeUpRatio()));
    }

    /** The joint moves at a speed for long enough that the filter has settled. */
    private void move(final TendonCompensation compensation, final double speed, final double... tension)
    {
        for (int i = 0; i < 400; i++)
        {
            compensation.aim(Columns.of(0), Columns.of(speed), Columns.of(0));
            compensation.torques(Columns.of(tension), state, effort);
        }
    }

    @Test
    void shouldPullHarderAtTheMotorThatWindsInAndLessAtTheOther()
    {
        move(with(false, true, false, false), 400, 40, 20);
        assertEquals(SPOOL * 40 * 1.349859, effort.get(0), 1e-6);
        assertEquals(SPOOL * 20 * 0.740818, effort.get(1), 1e-6);
        move(with(false, true, false, false), -400, 40, 20);
        assertEquals(SPOOL * 40 * 0.740818, effort.get(0), 1e-6);
    }

    @Test
    void shouldNeverPullACableHarderThanItBears()
    {
        move(with(false, true, false, false), 400, 95, 20);
        assertEquals(SPOOL * 100, effort.get(0), 1e-12, "95 N at the joint would take 128 N of 100");
    }

    @Test
    void shouldAccelerateRotorsWithTheJoint()
    {
        final TendonCompensation compensation = with(false, false, true, false);
        double speed = 0;
        for (int i = 0; i < 400; i++)
        {
            speed += 0.001 * 50;
            compensation.aim(Columns.of(0), Columns.of(speed), Columns.of(0));
            compensation.torques(Columns.of(40, 20), state, effort);
        }
        assertEquals(SPOOL * 40 + INERTIA * 50 * ARM / SPOOL, effort.get(0), 1e-9);
        assertEquals(SPOOL * 20 - INERTIA * 50 * ARM / SPOOL, effort.get(1), 1e-9);
    }

    @Test
    void shouldLeaveACableTautHoweverHardItsRotorIsSlowedDown()
    {
        final TendonCompensation compensation = with(false, false, true, false);
        compensation.aim(Columns.of(0), Columns.of(0), Columns.of(0));
        compensation.torques(Columns.of(4, 4), state, effort);
        compensation.aim(Columns.of(0), Columns.of(5_000), Columns.of(0));
        compensation.torques(Columns.of(4, 4), state, effort);
        assertEquals(SPOOL * 0.5 * 2, effort.get(1), 1e-12, "half of its least tension of 2 N stays");
        assertEquals(SPOOL * 100, effort.get(0), 1e-12, "and the other bears no more than 100 N");
    }

    @Test
    void shouldTurnRotorsAgainstTheirOwnFriction()
    {
        move(with(false, false, false, true), 10, 40, 20);
        assertEquals(SPOOL * 40 + VISCOUS * 10 * ARM / SPOOL, effort.get(0), 1e-9);
        assertEquals(SPOOL * 20 - VISCOUS * 10 * ARM / SPOOL, effort.get(1), 1e-9);
    }

    @Test
    void shouldBePlainStaticsWhenEverythingIsSwitchedOffOrNothingIsMeantToMove()
    {
        final TendonCompensation none =
            new TendonCompensation(robot, new ConstantRouting(robot), CompensationSettings.NONE);
        move(none, 400, 40, 20);
        assertEquals(SPOOL * 40, effort.get(0));
        assertEquals(SPOOL * 20, effort.get(1));

        final TendonCompensation all = with(true, true, true, true);
        move(all, 400, 40, 20);
        assertTrue(effort.get(0) > SPOOL * 50);
        all.torques(Columns.of(40, 20), state, effort);
        assertEquals(SPOOL * 40, effort.get(0), "a cycle without an aim");
        assertEquals(SPOOL * 20, effort.get(1));
    }

    @Test
    void shouldLeaveAMotorWithoutTorqueOnANumberThatIsNone()
    {
        final TendonCompensation compensation = with(true, true, true, true);
        move(compensation, 1, Double.NaN, 20);
        assertEquals(0.0, effort.get(0));
        assertTrue(effort.get(1) > 0);
        compensation.aim(Columns.of(0), Columns.of(Double.NaN), Columns.of(0));
        compensation.torques(Columns.of(40, 20), state, effort);
        assertEquals(0.0, effort.get(0));
    }

    @Test
    void shouldTakeTheRateOfTheStretchOutOfTheSpeedOfTheMotor()
    {
        final TendonCompensation compensation = with(true, false, false, false);
        final double k = robot.tendons().get(0).stiffnessNM();
        double tension = 20;
        for (int i = 0; i < 20_000; i++)
        {
            tension += 0.001 * 3;
            compensation.torques(Columns.of(tension, 20), state, effort);
        }
        final double[] winding = {0.05, 0.05};
        compensation.unstretch(winding);
        assertEquals(0.05 - 3 / k, winding[0], 1e-3 * 3 / k);
        assertEquals(0.05, winding[1], 1e-12);
        final double[] plain = {0.05, 0.05};
        with(false, true, true, true).unstretch(plain);
        assertEquals(0.05, plain[0]);
    }

    @Test
    void shouldTakeFrictionOutOfWhatTheCellsAtTheMotorsMeasure()
    {
        final TendonCompensation compensation = with(false, true, false, false);
        move(compensation, 400, 40, 20);
        final double[] tension = {effort.get(0) / SPOOL, effort.get(1) / SPOOL};
        compensation.toJoints(tension);
        assertEquals(40, tension[0], 1e-9);
        assertEquals(20, tension[1], 1e-9);
    }

    @Test
    void shouldAllocateNothing()
    {
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        final TendonCompensation compensation = with(true, true, true, true);
        final Column tension = Columns.of(40, 20);
        final Column target = Columns.of(0.1);
        final Column speed = Columns.of(1);
        final double[] scratch = new double[2];
        state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        state.tendonTension.fill(30);
        final long thread = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        for (int window = 0; window < 40 && bytes > 0; window++)
        {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 10_000; i++)
            {
                compensation.unstretch(scratch);
                compensation.toJoints(scratch);
                compensation.aim(target, speed, target);
                compensation.torques(tension, state, effort);
            }
            bytes = Math.min(bytes, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, bytes);
    }
}
