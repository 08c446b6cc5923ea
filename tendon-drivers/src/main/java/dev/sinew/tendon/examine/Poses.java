package dev.sinew.tendon.examine;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.yaml.Range;

/**
 * Poses in words.
 */
final class Poses
{
    private static final double ROUND = 1e3;

    private Poses()
    {
    }

    /** {@code "ff_mcp 0.5, ff_pip 1.2 rad"}: the joints named, or all of them where there are few. */
    static String show(final RobotDescription robot, final List<Integer> joints, final double[] q)
    {
        final List<String> parts = new ArrayList<>();
        for (final int joint : joints)
        {
            parts.add(robot.joints().get(joint).name() + " " + Range.show(Math.rint(q[joint] * ROUND) / ROUND));
        }
        return String.join(", ", parts) + " rad";
    }
}
