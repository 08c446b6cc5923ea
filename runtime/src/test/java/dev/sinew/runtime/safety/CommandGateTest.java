package dev.sinew.runtime.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.TestRobots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test robot: effort at most 100 N·m, speed 10 rad/s, limits -1 and 2 rad, slew 50/s, tension 1 to 500 N. */
class CommandGateTest
{
    private static final double STEP_NM = 50.0 * 100.0 / 1000.0;

    private final RobotDescription robot = TestRobots.small();
    private final CycleFrame frame = CycleFrame.allocate(new FrameLayout(robot, List.of(), List.of()));
    private CommandGate gate;

    @BeforeEach
    void rest()
    {
        final double[] rest = new double[robot.tendonCount()];
        java.util.Arrays.fill(rest, 10.0);
        gate = new CommandGate(robot, rest);
        frame.tensionWanted.fill(10.0);
    }

    @Test
    void shouldPassWhatIsWithinAllLimitsUnchanged()
    {
        frame.targetPosition.fill(0.5);
        frame.effortWanted.fill(3.0);

        assertEquals(0, gate.gateTargets(frame) | gate.gateEffort(frame) | gate.gateTension(frame.state, frame));
        assertEquals(0.5, frame.targetPosition.get(0));
        assertEquals(3.0, frame.effortGated.get(0));
        assertEquals(10.0, frame.tensionGated.get(0));
    }

    @Test
    void shouldMoveTargetsInsideTheJointLimits()
    {
        frame.targetPosition.set(1, 2.5);
        frame.targetPosition.set(2, -7.0);

        assertEquals(GateAction.POSITION.mask(), gate.gateTargets(frame));
        assertEquals(2.0, frame.targetPosition.get(1));
        assertEquals(-1.0, frame.targetPosition.get(2));
    }

    @Test
    void shouldCutEffortAndSlowOnlyItsIncrease()
    {
        frame.effortWanted.set(0, 1e6);
        double last = 0;
        for (int cycle = 0; cycle < 100; cycle++)
        {
            gate.gateEffort(frame);
            final double gated = frame.effortGated.get(0);
            assertTrue(gated <= 100.0 && gated <= last + STEP_NM + 1e-12);
            last = gated;
        }
        assertEquals(100.0, last);

        frame.effortWanted.set(0, 1.0);
        gate.gateEffort(frame);
        assertEquals(1.0, frame.effortGated.get(0));
    }

    @Test
    void shouldLetCoContractionFollowNoFasterThanTheFileAllows()
    {
        frame.targetCoContraction.set(0, 7);
        frame.targetCoContraction.set(1, Double.NaN);
        double last = 0;
        for (int cycle = 0; cycle < 600; cycle++)
        {
            gate.gateCoContraction(frame);
            final double level = frame.coContraction.get(0);
            assertTrue(level <= 1 && level - last <= 0.002 + 1e-12, "a step of " + (level - last));
            last = level;
        }
        assertEquals(1.0, last, 1e-9);
        assertEquals(0.0, frame.coContraction.get(1));
        assertEquals(GateAction.NOT_FINITE.mask(), gate.gateTargets(frame));

        gate.reset();
        frame.targetCoContraction.set(0, 1);
        gate.gateCoContraction(frame);
        assertEquals(0.002, frame.coContraction.get(0), 1e-12);
    }

    @Test
    void shouldCountAChangeOfSignAsAnIncreaseFromNothing()
    {
        assertEquals(-5.0, CommandGate.slew(-50.0, 40.0, 5.0));
        assertEquals(-3.0, CommandGate.slew(-3.0, 40.0, 5.0));
        assertEquals(40.0, CommandGate.slew(40.0, 90.0, 5.0));
    }

    @Test
    void shouldTakeAwayEffortThatSpeedsUpATooFastJointButNotTheOneThatBrakesIt()
    {
        frame.estimateVelocity.set(0, 11.0);
        frame.estimateVelocity.set(1, 11.0);
        frame.effortWanted.set(0, 4.0);
        frame.effortWanted.set(1, -4.0);

        assertEquals(GateAction.VELOCITY.mask(), gate.gateEffort(frame));
        assertEquals(0.0, frame.effortGated.get(0));
        assertEquals(-4.0, frame.effortGated.get(1));
    }

    @Test
    void shouldTakeAwayEffortThatPushesAJointFurtherOutOfItsLimits()
    {
        frame.estimatePosition.set(0, 2.1);
        frame.estimatePosition.set(1, 2.1);
        frame.effortWanted.set(0, 4.0);
        frame.effortWanted.set(1, -4.0);

        assertEquals(GateAction.JOINT_LIMIT.mask(), gate.gateEffort(frame));
        assertEquals(0.0, frame.effortGated.get(0));
        assertEquals(-4.0, frame.effortGated.get(1));
    }

    @Test
    void shouldSendNoEffortAtAllWhenOneIsNotFinite()
    {
        frame.effortWanted.fill(4.0);
        frame.effortWanted.set(3, Double.NaN);

        assertEquals(GateAction.NOT_FINITE.mask(), gate.gateEffort(frame));
        for (int j = 0; j < robot.jointCount(); j++)
        {
            assertEquals(0.0, frame.effortGated.get(j));
        }
        frame.targetKp.set(0, Double.POSITIVE_INFINITY);
        assertEquals(GateAction.NOT_FINITE.mask(), gate.gateTargets(frame));
    }

    @Test
    void shouldMoveAWholeGroupTowardRestSoThatNoJointGetsStrongerThanWanted()
    {
        final Random random = new Random(7);
        for (int trial = 0; trial < 10_000; trial++)
        {
            for (int t = 0; t < robot.tendonCount(); t++)
            {
                frame.tensionWanted.set(t, random.nextDouble() * 1500.0 - 400.0);
            }
            gate.gateTension(frame.state, frame);
            for (int joint = 0; joint < robot.jointCount(); joint++)
            {
                final double wanted = effort(joint, true);
                final double gated = effort(joint, false);
                assertTrue(Math.abs(gated) <= Math.abs(wanted) + 1e-9 && gated * wanted >= -1e-9,
                    "trial=" + trial + ", joint=" + joint + ", wanted=" + wanted + ", gated=" + gated);
            }
            for (final TendonDescription tendon : robot.tendons())
            {
                final double tension = frame.tensionGated.get(tendon.index());
                assertTrue(tension >= tendon.tensionMinN() - 1e-6 && tension <= tendon.tensionMaxN() + 1e-6);
            }
        }
    }

    private double effort(final int joint, final boolean wanted)
    {
        double effort = 0;
        for (final TendonDescription tendon : robot.tendons())
        {
            for (final TendonDescription.MomentArm arm : tendon.momentArms())
            {
                if (arm.joint() == joint)
                {
                    effort += arm.momentArmM() *
                        (wanted ? frame.tensionWanted : frame.tensionGated).get(tendon.index());
                }
            }
        }
        return effort;
    }

    @Test
    void shouldGoToTheRestTensionWhenATensionIsNotFinite()
    {
        frame.tensionWanted.set(2, Double.NaN);
        frame.tensionWanted.set(3, 400.0);

        assertEquals(GateAction.TENSION.mask(), gate.gateTension(frame.state, frame));
        assertEquals(10.0, frame.tensionGated.get(2));
        assertEquals(10.0, frame.tensionGated.get(3));
    }

    @Test
    void shouldLetTheWholeGroupOfAHotMotorGoToItsRestTension()
    {
        frame.tensionWanted.set(4, 50.0);
        frame.tensionWanted.set(6, 50.0);
        frame.state.motorTemperature.set(5, 91.0);

        assertEquals(GateAction.TEMPERATURE.mask(), gate.gateTension(frame.state, frame));
        assertEquals(10.0, frame.tensionGated.get(5));
        assertEquals(10.0, frame.tensionGated.get(4));
        assertEquals(50.0, frame.tensionGated.get(6));
    }

    @Test
    void shouldNotAskALostTendonForAnything()
    {
        gate.tensionBounds(2, 0, 0, 0);
        frame.tensionWanted.set(2, 0);
        frame.tensionWanted.set(3, 30);

        assertEquals(0, gate.gateTension(frame.state, frame));
        assertEquals(0, frame.tensionGated.get(2));
        assertEquals(30, frame.tensionGated.get(3));
        frame.tensionWanted.set(2, 5);
        assertEquals(GateAction.TENSION.mask(), gate.gateTension(frame.state, frame));
        assertEquals(0, frame.tensionGated.get(2));
    }

    @Test
    void shouldHaveTheLastWordOnTorquesOfACalibration()
    {
        frame.command.motorEffort.fill(1e9);
        frame.command.motorDamping.fill(-1);
        assertEquals(GateAction.TENSION.mask(), gate.gateMotors(frame.command));
        for (int m = 0; m < robot.motorCount(); m++)
        {
            assertEquals(robot.motors().get(m).effortMaxNm(), frame.command.motorEffort.get(m));
            assertEquals(0, frame.command.motorDamping.get(m));
        }
        frame.command.motorEffort.set(1, Double.NaN);
        assertEquals(GateAction.NOT_FINITE.mask(), gate.gateMotors(frame.command));
        assertEquals(0, frame.command.motorEffort.get(0));
    }
}
