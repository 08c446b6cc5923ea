package dev.sinew.runtime.frame;

import java.util.List;

import dev.sinew.hal.robot.ContactSphere;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.SensorDescriptions.Touch;
import dev.sinew.hal.robot.Vector3;

/**
 * Which fingers of a robot can grip with a force: touch cells on links at which a chain of hand joints ends.
 */
public final class GripFingers
{
    private GripFingers()
    {
    }

    /**
     * @param robot a robot.
     * @return names of those touch cells, in the robot's order.
     */
    public static List<String> of(final RobotDescription robot)
    {
        return robot.sensors().touches().stream().filter(touch -> isTip(robot, touch)).map(Touch::name).toList();
    }

    private static boolean isTip(final RobotDescription robot, final Touch touch)
    {
        if (touch.contacts().isEmpty())
        {
            return false;
        }
        final ContactSphere sphere = robot.contacts().get(touch.contacts().get(0));
        final int link = sphere.link();
        return link > 0 && robot.joints().get(link - 1).hand() && !sphere.centreM().equals(Vector3.ZERO) &&
            robot.joints().stream().mapToInt(JointDescription::parentLink).noneMatch(parent -> parent == link);
    }
}
