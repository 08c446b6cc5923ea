package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationStep;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.fault.FaultCode;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.layout.CommandBlock;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.frame.TestRobots;
import dev.sinew.runtime.safety.CommandGate;
import dev.sinew.runtime.safety.Mode;
import dev.sinew.runtime.safety.ModeMachine;
import dev.sinew.runtime.safety.OperatorCommand;
import org.junit.jupiter.api.Test;

class CalibratorTest
{
    private static final long CYCLE_NS = 1_000_000L;

    private final RobotDescription robot = TestRobots.small();
    private final CycleFrame frame = CycleFrame.allocate(new FrameLayout(robot, List.of(), List.of()));
    private final ModeMachine machine = new ModeMachine(3);
    private final Steps routine = new Steps();
    private final Calibrator calibrator = new Calibrator(robot, routine,
        new CommandGate(robot, new double[robot.tendonCount()]), machine);

    /** Counts what it is shown, and pulls a little. */
    private static final class Steps implements CalibrationRoutine
    {
        private int shown;
        private double effort = 0.01;

        @Override
        public boolean step(final StateBlock state, final CommandBlock command, final long nowNs)
        {
            shown++;
            command.motorEffort.fill(effort);
            command.motorDamping.fill(0);
            return shown < 500;
        }

        @Override
        public int doneAcquire()
        {
            return 0;
        }

        @Override
        public int groupCount()
        {
            return 1;
        }

        @Override
        public GroupCalibration result(final int place)
        {
            throw new IndexOutOfBoundsException(place);
        }

        @Override
        public int currentGroup()
        {
            return 0;
        }

        @Override
        public CalibrationStep currentStep()
        {
            return CalibrationStep.WAITING;
        }
    }

    private void cycle(final long cycle, final long groups)
    {
        frame.state.stamp(cycle, cycle * CYCLE_NS, 0, groups, 0);
        calibrator.step(frame, cycle * CYCLE_NS);
    }

    private static long withoutJoints()
    {
        return ChannelGroup.ALL & ~ChannelGroup.JOINTS.mask();
    }

    @Test
    void shouldHaveTheMotorsInCalibrateAndReadyOnly()
    {
        for (final Mode mode : Mode.values())
        {
            assertEquals(mode == Mode.CALIBRATE || mode == Mode.READY, calibrator.commands(mode), mode::toString);
        }
        assertFalse(new Calibrator(robot, null, null, new ModeMachine(3)).commands(Mode.CALIBRATE));
    }

    @Test
    void shouldNotShowASampleWhoseJointEncodersWereNotAnswered()
    {
        machine.onCommand(OperatorCommand.MODE_READY);
        cycle(1, ChannelGroup.ALL);
        assertEquals(1, routine.shown);
        for (int i = 2; i < 150; i++)
        {
            cycle(i, withoutJoints());
        }
        assertEquals(1, routine.shown, "what was read before is not read again");
        assertEquals(0.01, frame.command.motorEffort.get(0), "the last command stays in force");
        cycle(150, ChannelGroup.ALL);
        assertEquals(2, routine.shown);
        assertEquals(Mode.CALIBRATE, machine.mode());
    }

    @Test
    void shouldGiveUpLimpWhenJointEncodersStayAway()
    {
        machine.onCommand(OperatorCommand.MODE_READY);
        for (int i = 1; i < 250; i++)
        {
            cycle(i, withoutJoints());
        }
        assertEquals(Mode.LIMP, machine.mode());
        assertEquals(FaultCode.CALIBRATION_FAILED, machine.fault());
    }

    @Test
    void shouldStopForGoodWhenTheRoutineComputesNonsense()
    {
        machine.onCommand(OperatorCommand.MODE_READY);
        routine.effort = Double.NaN;
        cycle(1, ChannelGroup.ALL);
        assertEquals(0, frame.command.motorEffort.get(0));
        assertEquals(Mode.LIMP, machine.mode());
        routine.effort = 0.01;
        cycle(2, ChannelGroup.ALL);
        assertEquals(1, routine.shown, "it has lost its right to go on");
        assertTrue(machine.fault() == FaultCode.CALIBRATION_FAILED);
    }
}
