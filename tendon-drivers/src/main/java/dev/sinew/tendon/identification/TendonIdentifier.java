package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.identification.Identifier;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * Finds what the tendons of a robot are really like, group by group, from what its sensors said while it moved. See the
 * package's description for the equations.
 */
public final class TendonIdentifier implements Identifier
{
    private static final int ROUNDS = 3;

    /** Found by the service loader. */
    public TendonIdentifier()
    {
    }

    @Override
    public boolean uses(final String column)
    {
        return column.startsWith(GroupData.JOINT_POSITION) || column.startsWith(GroupData.MOTOR_POSITION) ||
            column.startsWith(GroupData.MOTOR_EFFORT) || column.startsWith(GroupData.TENDON_TENSION);
    }

    @Override
    public String firstMissing(final RobotDescription robot, final Recording recording)
    {
        return robot.tendonGroups().stream().map(group -> GroupData.missing(recording, robot, group))
            .filter(name -> name != null).findFirst().orElse("");
    }

    @Override
    public List<IdentifiedTendon> identify(
        final RobotDescription robot, final Recording recording, final Progress progress)
    {
        final Map<Integer, IdentifiedTendon> found = new LinkedHashMap<>();
        final List<TendonGroup> groups = robot.tendonGroups();
        for (int g = 0; g < groups.size(); g++)
        {
            final TendonGroup group = groups.get(g);
            progress.at((double)g / groups.size(), "group of " + robot.joints().get(group.joints().get(0)).name());
            if (GroupData.missing(recording, robot, group) == null)
            {
                final GroupIdentifier one = new GroupIdentifier(robot, new GroupData(recording, robot, group));
                one.run(ROUNDS);
                for (int i = 0; i < group.tendons().size(); i++)
                {
                    found.put(group.tendons().get(i), one.result(i));
                }
            }
        }
        final List<IdentifiedTendon> ordered = new ArrayList<>();
        for (final TendonDescription tendon : robot.tendons())
        {
            if (found.containsKey(tendon.index()))
            {
                ordered.add(found.get(tendon.index()));
            }
        }
        return ordered;
    }
}
