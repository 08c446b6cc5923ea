package dev.sinew.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import dev.sinew.hal.robot.CompensationSettings;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import dev.sinew.runtime.wiring.TestRuns;
import org.junit.jupiter.api.Test;

class ImpedanceTest
{
    private static final int JOINT = 40;

    private final RobotDescription robot = TestRuns.neo();
    private final double dampingNmsRad = robot.joints().get(JOINT).dampingNmsRad();

    /** Effort of a joint with a spring of 2 N·m/rad, a damper of 0.1 N·m·s/rad and 0.3 N·m in advance. */
    private double effort(final RobotDescription known, final double targetVelocity, final double velocity)
    {
        final CycleFrame frame = CycleFrame.allocate(new FrameLayout(known, List.of(), List.of()));
        frame.targetEffort.set(JOINT, 0.3);
        frame.targetKp.set(JOINT, 2);
        frame.targetKd.set(JOINT, 0.1);
        frame.targetPosition.set(JOINT, 0.5);
        frame.estimatePosition.set(JOINT, 0.4);
        frame.targetVelocity.set(JOINT, targetVelocity);
        frame.estimateVelocity.set(JOINT, velocity);
        new Impedance(known).wanted(frame);
        return frame.effortWanted.get(JOINT);
    }

    @Test
    void shouldMakeUpForTheJointsOwnDampingAtTheWantedSpeed()
    {
        assertTrue(dampingNmsRad > 0, "the case is no case");
        assertEquals(0.3 + 2 * 0.1 + 0.1 * (3 - 1) + 3 * dampingNmsRad, effort(robot, 3, 1), 1e-12);
    }

    @Test
    void shouldTakeNoMeasuredSpeedForTheWantedOne()
    {
        assertEquals(0.3 + 2 * 0.1 - 0.1 * 5, effort(robot, 0, 5), 1e-12);
    }

    @Test
    void shouldLeaveItOutWhereTheFileSaysSo()
    {
        assertEquals(0.3 + 2 * 0.1 + 0.1 * (3 - 1), effort(robot.withCompensation(CompensationSettings.NONE), 3, 1),
            1e-12);
    }
}
