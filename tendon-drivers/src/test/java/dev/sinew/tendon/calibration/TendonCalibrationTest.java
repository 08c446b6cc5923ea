package dev.sinew.tendon.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationStep;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.calibration.JointCalibration;
import dev.sinew.hal.calibration.MotorCalibration;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import org.junit.jupiter.api.Test;

class TendonCalibrationTest
{
    private static final String FINGER = "f0_abd";
    private static final String OTHER = "f1_abd";

    private final FingerRig rig = new FingerRig(SyntheticRobots.withJoints(4));

    private GroupCalibration run(final FingerRig.Mishap mishap)
    {
        final CalibrationRoutine routine = rig.routine(false, FINGER);
        rig.run(routine, mishap);
        assertEquals(1, routine.doneAcquire(), () -> "stands at " + routine.currentStep());
        return routine.result(0);
    }

    private void assertFound(final GroupCalibration found)
    {
        assertEquals(GroupCalibration.Outcome.DONE, found.outcome(), found.reason());
        for (final JointCalibration joint : found.joints())
        {
            assertEquals(rig.encoderOffset[rig.robot.jointIndex(joint.name())], joint.offsetRad(), 2e-3, joint.name());
            assertEquals(0, joint.errorRad(), 0.03, joint.name());
        }
        for (final MotorCalibration motor : found.motors())
        {
            final int m = rig.robot.motors().stream().filter(some -> some.name().equals(motor.name())).findFirst()
                .orElseThrow().index();
            assertEquals(rig.motorOffset[m], motor.zeroRad(), 0.02, motor.name());
            assertEquals(1, motor.travelRatio(), 0.01, motor.name());
            assertTrue(motor.residualM() < 3e-4, motor::toString);
        }
    }

    private void assertFailed(final String reason, final GroupCalibration found)
    {
        assertEquals(GroupCalibration.Outcome.FAILED, found.outcome());
        assertTrue(found.reason().contains(reason), found.reason());
        assertTrue(found.joints().isEmpty() && found.motors().isEmpty(), "nothing of a failed group is kept");
        assertEquals(0, rig.torqueNm("f0_"), "its motors are limp");
    }

    @Test
    void shouldFindWhereEveryEncoderOfAFingerStands()
    {
        final Set<CalibrationStep> seen = EnumSet.noneOf(CalibrationStep.class);
        assertFound(run(seen::add));
        assertEquals(EnumSet.range(CalibrationStep.WAITING, CalibrationStep.RETURN), seen);
        for (int j = 0; j < 4; j++)
        {
            assertEquals(rig.robot.joints().get(j).defaultPositionRad(), rig.q[j], 0.1, "it went back");
        }
        assertTrue(rig.torqueNm("f0_") > 0, "and holds on");
    }

    @Test
    void shouldNotWaitForAJointThatEqualTensionsLetCreep()
    {
        final int tendon = rig.tendon("f0_ext_r");
        rig.spool[tendon] *= 1.05; // the file promises a balance that is not there
        rig.frictionNmsRad = 0.05;
        final int[] winding = new int[1];
        final double[] crept = new double[1];
        final GroupCalibration found = run(step ->
        {
            winding[0] += step == CalibrationStep.TENSION ? 1 : 0;
            crept[0] = step == CalibrationStep.TENSION ? Math.abs(rig.q[0] - 0.05) : crept[0];
        });

        assertEquals(GroupCalibration.Outcome.DONE, found.outcome(), found.reason());
        assertTrue(crept[0] > 0.01, () -> "the case is no case: " + crept[0]);
        assertTrue(winding[0] < 3_000, () -> "cables are taut after a second, wound for ms: " + winding[0]);
    }

    @Test
    void shouldFindTheSameWhenSamplesAreMissing()
    {
        final CalibrationRoutine routine = rig.routine(false, FINGER);
        boolean more = true;
        for (int i = 0; i < 60_000 && more; i++)
        {
            for (int lost = i % 50 == 0 ? 15 : 0; lost > 0; lost--)
            {
                rig.advance();
            }
            more = rig.cycle(routine);
        }
        assertFound(routine.result(0));
    }

    @Test
    void shouldNotCountTimeInWhichNothingWasHeard()
    {
        final CalibrationRoutine routine = rig.routine(false, FINGER);
        for (int i = 0; i < 100; i++)
        {
            rig.cycle(routine);
        }
        assertEquals(CalibrationStep.TENSION, routine.currentStep());
        rig.cycle += 60_000; // a minute without a sample, in which the robot stood still
        rig.cycle(routine);
        rig.cycle(routine);
        assertEquals(0, routine.doneAcquire(), "a minute of silence is no time-out");
        assertTrue(rig.torqueNm("f0_") < 0.3 * 9 * 0.005, "and the ramp goes on where it was");
    }

    @Test
    void shouldStopAtAMotorThatDoesNotAnswer()
    {
        final int motor = rig.robot.tendons().get(rig.tendon("f0_fl1")).motor();
        assertFailed("motor f0_fl1_motor does not answer",
            run(step -> rig.silent[motor] |= step == CalibrationStep.SEEK_LOWER));
    }

    @Test
    void shouldStopAtAMotorThatIsStuck()
    {
        final int motor = rig.robot.tendons().get(rig.tendon("f0_fl2")).motor();
        rig.stuck[motor] = true;
        assertFailed("motor f0_fl2_motor has not moved at all", run(step -> { }));
    }

    @Test
    void shouldStopWhenATendonIsCutInAnyStep()
    {
        for (final CalibrationStep when : EnumSet.range(CalibrationStep.TENSION, CalibrationStep.RETURN))
        {
            final FingerRig fresh = new FingerRig(SyntheticRobots.withJoints(4));
            final int tendon = fresh.tendon("f0_ext_r");
            final CalibrationRoutine routine = fresh.routine(false, FINGER);
            fresh.run(routine, step -> fresh.cut[tendon] |= step == when);
            final GroupCalibration found = routine.result(0);

            assertEquals(GroupCalibration.Outcome.FAILED, found.outcome(), () -> "cut in " + when);
            assertTrue(found.reason().contains("tendon f0_ext_r"), () -> when + ": " + found.reason());
            assertEquals(0, fresh.torqueNm("f0_"), () -> "limp after a cut in " + when);
        }
    }

    @Test
    void shouldStopAtAnEncoderThatStandsStill()
    {
        rig.frozenEncoder[2] = true;
        assertFailed("the encoder of joint f0_pip stands still", run(step -> { }));
    }

    @Test
    void shouldNotRecordAnEncoderThatStoodStillWhileItWasRead()
    {
        for (final CalibrationStep when : List.of(CalibrationStep.RELEASE_LOWER, CalibrationStep.READ_LOWER,
            CalibrationStep.SEEK_UPPER, CalibrationStep.RELEASE_UPPER, CalibrationStep.READ_UPPER))
        {
            final FingerRig fresh = new FingerRig(SyntheticRobots.withJoints(4));
            final CalibrationRoutine routine = fresh.routine(false, FINGER);
            fresh.run(routine, step -> fresh.frozenEncoder[1] |= step == when);
            final GroupCalibration found = routine.result(0);

            assertEquals(GroupCalibration.Outcome.FAILED, found.outcome(), () -> "from " + when);
            assertTrue(found.reason().contains("f0_mcp"), () -> when + ": " + found.reason());
        }
    }

    @Test
    void shouldPassOverSamplesWithoutAValueAndStopWhenTheyGoOn()
    {
        final int[] count = new int[1];
        assertFound(run(step -> rig.blindEncoder[3] = step.ordinal() > 3 && count[0]++ % 40 < 10));

        final FingerRig fresh = new FingerRig(SyntheticRobots.withJoints(4));
        final CalibrationRoutine routine = fresh.routine(false, FINGER);
        fresh.run(routine, step -> fresh.blindEncoder[3] |= step == CalibrationStep.ANCHOR_UPPER);
        assertTrue(routine.result(0).reason().contains("the encoder of joint f0_dip gives no value"),
            routine.result(0).reason());
    }

    @Test
    void shouldRefuseAJointThatDoesNotReachItsStop()
    {
        rig.upper[1] -= 0.3;
        assertFailed("joint f0_mcp moves 1.5", run(step -> { }));
    }

    @Test
    void shouldRefuseASpoolThatTakesInTooMuch()
    {
        final int tendon = rig.tendon("f0_fl3");
        rig.spool[tendon] *= 0.7;
        assertFailed("the cable of motor f0_fl3_motor travels", run(step -> { }));
    }

    @Test
    void shouldKeepTheOthersResultsWhenOneFingerFails()
    {
        final FingerRig two = new FingerRig(SyntheticRobots.withJoints(8));
        two.silent[two.robot.tendons().get(two.tendon("f0_fl1")).motor()] = true;
        final CalibrationRoutine routine = two.routine(false, FINGER, OTHER);
        assertThrows(IndexOutOfBoundsException.class, () -> routine.result(0), "it is not over yet");
        two.run(routine, step ->
        {
            assertTrue(routine.doneAcquire() == 0 || two.torqueNm("f0_") == 0, "the failed one stays limp");
            assertTrue(routine.doneAcquire() > 0 || two.torqueNm("f1_") == 0, "the other waits for its turn");
        });

        assertEquals(GroupCalibration.Outcome.FAILED, routine.result(0).outcome());
        assertEquals(GroupCalibration.Outcome.DONE, routine.result(1).outcome(), routine.result(1).reason());
        assertEquals(two.encoderOffset[5], routine.result(1).joints().get(1).offsetRad(), 2e-3);
    }

    @Test
    void shouldOnlyWindWhereNothingElseIsAskedFor()
    {
        final CalibrationRoutine routine = rig.routine(true, FINGER);
        rig.run(routine, step -> assertTrue(step.ordinal() <= CalibrationStep.TENSION.ordinal(), step::toString));

        assertEquals(GroupCalibration.Outcome.TENSIONED, routine.result(0).outcome());
        assertTrue(rig.state.tendonTension.get(rig.tendon("f0_fl1")) > 4);
    }

    @Test
    void shouldNameAGroupThatTheRobotDoesNotHave()
    {
        final CalibrationRequest request = new CalibrationRequest(List.of("elsewhere"), 0.3, 1, false);
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> new TendonCalibrationFactory().create(rig.robot, request)).getMessage().contains("elsewhere"));
    }

    @Test
    void shouldNotAllocate()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++)
        {
            final FingerRig fresh = new FingerRig(SyntheticRobots.withJoints(4));
            final CalibrationRoutine routine = fresh.routine(false, FINGER);
            long sum = 0;
            boolean more = true;
            for (int i = 0; i < 40_000 && more; i++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                more = routine.step(fresh.state, fresh.command, i * FingerRig.CYCLE_NS);
                sum += threads.getCurrentThreadAllocatedBytes() - before;
                fresh.advance();
            }
            least = Math.min(least, sum);
        }
        assertEquals(0, least, "bytes in a whole calibration");
    }
}
