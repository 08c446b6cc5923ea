package dev.sinew.hal.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.layout.TruthBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.synthetic.SyntheticRobots;
import dev.sinew.hal.system.ReturnCode;
import dev.sinew.hal.system.SimulatedSystem;
import dev.sinew.hal.system.SystemInterface;
import dev.sinew.hal.system.SystemTraits;
import org.junit.jupiter.api.Test;

class ShiftedSystemTest
{
    private final RobotDescription robot = SyntheticRobots.withJoints(4);
    private final double[] joints = {0.1, 0.2, 0.3, 0.4};
    private final double[] motors = {1, 2, 3, 4, 5};

    /** Fills a block once, as a bus does that has nothing new afterwards. */
    private class QuietSystem implements SystemInterface
    {
        private boolean filled;
        private ReturnCode next = ReturnCode.OK;

        @Override
        public SystemTraits traits()
        {
            return new SystemTraits("quiet", "1", false, true, false);
        }

        @Override
        public void onConfigure()
        {
        }

        @Override
        public ReturnCode onActivate(final long nowNs)
        {
            return ReturnCode.OK;
        }

        @Override
        public ReturnCode read(final StateBlock state, final long nowNs)
        {
            if (!filled)
            {
                state.jointPosition.fill(1);
                state.motorPosition.fill(10);
                state.tendonTension.fill(7);
                filled = true;
            }
            state.stamp(nowNs, nowNs, nowNs, ChannelGroup.ALL, 0);
            return next;
        }

        @Override
        public ReturnCode write(final CommandBlock command, final long nowNs)
        {
            return ReturnCode.OK;
        }

        @Override
        public void onDeactivate()
        {
        }

        @Override
        public void close()
        {
        }
    }

    private final class QuietSimulation extends QuietSystem implements SimulatedSystem
    {
        @Override
        public ReturnCode advance()
        {
            return ReturnCode.OK;
        }

        @Override
        public long simTimeNs()
        {
            return 42;
        }

        @Override
        public void truth(final TruthBlock truth)
        {
        }
    }

    @Test
    void shouldShiftOnceHoweverOftenTheSameReadingIsRead()
    {
        final SystemInterface shifted = ShiftedSystem.of(new QuietSystem(), robot, joints, motors);
        final StateBlock state = StateBlock.of(robot);
        for (int cycle = 1; cycle <= 5; cycle++)
        {
            assertEquals(ReturnCode.OK, shifted.read(state, cycle));
            assertEquals(cycle, state.sequence());
            assertEquals(1.3, state.jointPosition.get(2), 1e-15);
            assertEquals(15, state.motorPosition.get(4));
            assertEquals(7, state.tendonTension.get(0));
        }
    }

    @Test
    void shouldLeaveTheBlockAloneWhenNothingCame()
    {
        final QuietSystem quiet = new QuietSystem();
        quiet.next = ReturnCode.LOST;
        final StateBlock state = StateBlock.of(robot);
        state.jointPosition.fill(5);

        assertEquals(ReturnCode.LOST, ShiftedSystem.of(quiet, robot, joints, motors).read(state, 1));
        assertEquals(5, state.jointPosition.get(0));
    }

    @Test
    void shouldStayASimulationWhereItIsOne()
    {
        assertFalse(ShiftedSystem.of(new QuietSystem(), robot, joints, motors) instanceof SimulatedSystem);
        final SystemInterface shifted = ShiftedSystem.of(new QuietSimulation(), robot, joints, motors);
        assertTrue(shifted instanceof SimulatedSystem simulated && simulated.simTimeNs() == 42);
    }

    @Test
    void shouldTakeAwayExactlyWhatACalibrationFound()
    {
        final double[] unknownJoints = ShiftedSystem.unknownJoints(robot, 9);
        final double[] unknownMotors = ShiftedSystem.unknownMotors(robot, 9);
        final GroupCalibration found = new GroupCalibration("f0_abd", GroupCalibration.Outcome.DONE, "",
            robot.joints().stream().map(joint ->
                new JointCalibration(joint.name(), unknownJoints[joint.index()], 1, 0)).toList(),
            robot.motors().stream().map(motor ->
                new MotorCalibration(motor.name(), unknownMotors[motor.index()] - 3, 0, 1)).toList());
        final Calibration calibration = CalibrationFileTest.calibration(robot, 0).with(found, "test",
            "2026-11-26T02:00:00Z");
        assertEquals("2026-11-26T02:00:00Z", calibration.madeUtc());
        final double[] standing = new double[robot.motorCount()];
        Arrays.fill(standing, 3);
        final SystemInterface system = ShiftedSystem.calibrated(
            ShiftedSystem.withUnknownOffsets(new QuietSystem(), robot, 9), robot, calibration, standing);
        final StateBlock state = StateBlock.of(robot);
        system.read(state, 1);

        final double[] read = new double[robot.jointCount()];
        state.jointPosition.copyTo(read);
        assertArrayEquals(new double[] {1, 1, 1, 1}, read, 1e-12);
        final double[] motor = new double[robot.motorCount()];
        state.motorPosition.copyTo(motor);
        assertArrayEquals(new double[] {10, 10, 10, 10, 10}, motor, 1e-12);
    }

    @Test
    void shouldDrawTheSameOffsetsForTheSameSeedWithinTheirBounds()
    {
        assertArrayEquals(ShiftedSystem.unknownMotors(robot, 3), ShiftedSystem.unknownMotors(robot, 3));
        assertFalse(Arrays.equals(ShiftedSystem.unknownMotors(robot, 3), ShiftedSystem.unknownMotors(robot, 4)));
        for (final double offset : ShiftedSystem.unknownJoints(robot, 3))
        {
            assertTrue(Math.abs(offset) <= ShiftedSystem.ENCODER_OFFSET_MAX_RAD);
        }
    }
}
