package dev.sinew.runtime.grasp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

import com.sun.management.ThreadMXBean;
import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RobotFile;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.FrameLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readings that are not numbers, and what a cycle allocates. */
class GripSpoiledTest
{
    private RobotDescription robot;
    private CycleFrame frame;
    private GripControl grip;
    private int cell;

    @BeforeEach
    void load() throws Exception
    {
        robot = RobotFile.load(Path.of("../hal/robots/neo/robot.yaml"));
        frame = CycleFrame.allocate(new FrameLayout(robot, List.of(), List.of()));
        grip = new GripControl(robot, GripSettings.DEFAULT);
        cell = robot.sensors().touches().stream().map(t -> t.name()).toList().indexOf(grip.names().get(0));
        frame.state.stamp(1, 0, 0, ChannelGroup.ALL, 0);
        frame.targetGrip.set(0, 2);
        frame.targetKp.fill(0.5);
        frame.estimatePosition.fill(0.2);
    }

    /** As the loop: targets anew in every cycle. */
    private void cycles(final int count)
    {
        for (int k = 0; k < count; k++)
        {
            frame.targetPosition.fill(0.2);
            frame.targetEffort.fill(0);
            grip.run(frame);
        }
    }

    private boolean isFinite()
    {
        return frame.targetPosition.isFinite() && frame.targetEffort.isFinite() && frame.gripForce.isFinite();
    }

    @Test
    void shouldKeepPressingWhenNothingIsFeltAnyMore()
    {
        cycles(100);
        frame.state.touch.set(cell, 1.9);
        cycles(500);
        assertEquals(GripState.HOLDING.ordinal(), frame.gripState.get(0));
        frame.state.touch.set(cell, Double.NaN);
        frame.estimateEffort.fill(Double.NaN);
        cycles(500);

        assertTrue(isFinite());
        assertEquals(GripState.HOLDING.ordinal(), frame.gripState.get(0));
        assertEquals(1.9, frame.gripForce.get(0), 1e-6);
    }

    @Test
    void shouldRecoverFromAnythingThatIsNotANumber()
    {
        cycles(100);
        frame.state.touch.set(cell, 1.9);
        cycles(100);
        frame.estimatePosition.fill(Double.NaN);
        cycles(10);
        frame.estimatePosition.fill(0.2);
        frame.targetGrip.set(0, Double.NaN);
        cycles(5_000);

        assertTrue(isFinite());
        assertEquals(GripState.IDLE.ordinal(), frame.gripState.get(0));
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        frame.targetGrip.fill(2);
        cycles(2_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        cycles(20_000);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Less than a byte a cycle: the virtual machine itself takes some when it throws compiled code away.
        assertTrue(allocated < 20_000, allocated + " bytes");
    }
}
