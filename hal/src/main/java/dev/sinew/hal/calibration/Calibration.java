package dev.sinew.hal.calibration;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.TendonGroup;

/**
 * A calibration of one robot, complete or not. Immutable.
 *
 * @param robot         name of the robot.
 * @param robotSha256   hash of the robot file that it was made with.
 * @param routingSha256 {@link RoutingHash} of that robot.
 * @param madeUtc       when its newest group was finished, ISO 8601 in UTC.
 * @param madeWith      system that it was made with: {@code native dynamixel 1.0}, {@code embedded 1}.
 * @param groups        one entry a group that was tried, in order.
 */
public record Calibration(
    String robot,
    String robotSha256,
    String routingSha256,
    String madeUtc,
    String madeWith,
    List<GroupCalibration> groups)
{
    /**
     * Makes the list unmodifiable.
     */
    public Calibration
    {
        groups = List.copyOf(groups);
    }

    /**
     * @param group name of a group.
     * @return what became of it, null when it was not tried.
     */
    public GroupCalibration group(final String group)
    {
        return groups.stream().filter(entry -> entry.name().equals(group)).findFirst().orElse(null);
    }

    /**
     * @param description the robot.
     * @return names of its groups that are not calibrated.
     */
    public List<String> missing(final RobotDescription description)
    {
        return description.tendonGroups().stream().map(TendonGroup::name).filter(name ->
        {
            final GroupCalibration entry = group(name);
            return entry == null || entry.outcome() != GroupCalibration.Outcome.DONE;
        }).toList();
    }

    /**
     * @param entry what became of a group; replaces what was known of it, else comes last.
     * @param with  system that it was made with.
     * @param atUtc when, ISO 8601 in UTC.
     * @return this calibration with it.
     */
    public Calibration with(final GroupCalibration entry, final String with, final String atUtc)
    {
        final List<GroupCalibration> merged = new ArrayList<>();
        boolean replaced = false;
        for (final GroupCalibration known : groups)
        {
            final boolean same = known.name().equals(entry.name());
            merged.add(same ? entry : known);
            replaced |= same;
        }
        if (!replaced)
        {
            merged.add(entry);
        }
        return new Calibration(robot, robotSha256, routingSha256, atUtc, with, merged);
    }
}
