package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.recording.Recording;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * Finds what the tendons of a robot are really like, group by group, from what its sensors said while it moved. See the
 * package's description for the equations.
 */
public final class TendonIdentifier
{
    private static final int ROUNDS = 3;

    private final RobotDescription robot;
    private final Recording recording;

    /**
     * @param robot     robot as its file describes it.
     * @param recording recording of it.
     */
    public TendonIdentifier(final RobotDescription robot, final Recording recording)
    {
        this.robot = robot;
        this.recording = recording;
    }

    /**
     * @return what was found of each tendon of which the recording has the columns, in the order of the robot.
     */
    public List<IdentifiedTendon> identify()
    {
        final Map<Integer, IdentifiedTendon> found = new LinkedHashMap<>();
        for (final TendonGroup group : robot.tendonGroups())
        {
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
