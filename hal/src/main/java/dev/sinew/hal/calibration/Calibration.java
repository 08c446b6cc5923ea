package dev.sinew.hal.calibration;

import java.util.ArrayList;
import java.util.List;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonGroup;

/**
 * A calibration of one robot, complete or not. Immutable.
 *
 * @param robot         name of the robot.
 * @param robotSha256   hash of the robot file that it was made with.
 * @param routingSha256 {@link RoutingHash} of that robot.
 * @param madeUtc       when, ISO 8601 in UTC.
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
     * @param description the robot, whose order of groups is kept.
     * @param entry       what became of a group; replaces what was known of it.
     * @return this calibration with it.
     */
    public Calibration with(final RobotDescription description, final GroupCalibration entry)
    {
        final List<GroupCalibration> merged = new ArrayList<>();
        for (final TendonGroup group : description.tendonGroups())
        {
            final GroupCalibration known = group.name().equals(entry.name()) ? entry : group(group.name());
            if (known != null)
            {
                merged.add(known);
            }
        }
        return new Calibration(robot, robotSha256, routingSha256, madeUtc, madeWith, merged);
    }
}
