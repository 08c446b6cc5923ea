package dev.sinew.runtime.grasp;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.layout.ChannelGroup;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions.Touch;
import dev.sinew.runtime.frame.CycleFrame;
import dev.sinew.runtime.frame.GripFingers;

/**
 * Grips of all fingers that {@link GripFingers} names. Loop's thread; allocation-free after construction.
 */
public final class GripControl
{
    private final List<String> names;
    private final Finger[] fingers;

    /**
     * @param robot    robot.
     * @param settings how fingers grip.
     */
    public GripControl(final RobotDescription robot, final GripSettings settings)
    {
        names = GripFingers.of(robot);
        final List<Finger> made = new ArrayList<>();
        for (int cell = 0; cell < robot.sensors().touches().size(); cell++)
        {
            final Touch touch = robot.sensors().touches().get(cell);
            if (names.contains(touch.name()))
            {
                made.add(new Finger(robot, new FingerChain(robot, robot.contacts().get(touch.contacts().get(0))), cell,
                    settings));
            }
        }
        fingers = made.toArray(new Finger[0]);
    }

    /**
     * Changes the targets of the fingers that grip or let go; the others keep theirs.
     *
     * @param frame estimates, touch, wishes and targets in; targets and what the fingers do out.
     */
    public void run(final CycleFrame frame)
    {
        final boolean touched = (frame.state.validGroups() & ChannelGroup.TOUCH.mask()) != 0;
        for (int f = 0; f < fingers.length; f++)
        {
            fingers[f].run(frame, frame.targetGrip.get(f), touched);
            frame.gripForce.set(f, fingers[f].feltN());
            frame.gripState.set(f, fingers[f].state().ordinal());
        }
    }

    /**
     * Every finger follows its targets: for the modes that do not act.
     */
    public void reset()
    {
        for (final Finger finger : fingers)
        {
            finger.reset();
        }
    }

    /**
     * @return names of the fingers.
     */
    public List<String> names()
    {
        return names;
    }
}
