package dev.sinew.tendon.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.Suggestion;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Poses of a robot and efforts wanted there, from CSV, JSON or YAML; {@code docs/tendons.md} explains the formats. A
 * joint that is not named stays in its default position and is asked for no effort. Every mistake is reported at once.
 */
final class PoseFile
{
    private static final Range ANGLE_RAD = Range.of(-100, 100, "rad");
    private static final Range EFFORT_NM = Range.of(-1e5, 1e5, "N·m");
    private static final String POSE = "pose";
    private static final String POSITION = "q.";
    private static final String EFFORT = "effort.";

    private final RobotDescription robot;
    private final Map<String, Integer> joints = new LinkedHashMap<>();
    private final Mistakes mistakes = new Mistakes();
    private final List<Pose> poses = new ArrayList<>();

    private PoseFile(final RobotDescription robot)
    {
        this.robot = robot;
        robot.joints().forEach(joint -> joints.put(joint.name(), joint.index()));
    }

    /**
     * One pose.
     *
     * @param name        its name, or its number from 1.
     * @param positionRad position of each joint of the robot, rad.
     * @param effortNm    effort that is wanted at each joint, N·m.
     */
    record Pose(String name, double[] positionRad, double[] effortNm)
    {
    }

    /**
     * @param robot robot.
     * @return its default pose, without effort.
     */
    static Pose standing(final RobotDescription robot)
    {
        return new Pose("default", robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray(),
            new double[robot.jointCount()]);
    }

    /**
     * @param path  file; its name tells the format: {@code .csv}, {@code .json}, {@code .yaml}.
     * @param robot robot whose joints are meant.
     * @return the poses in order, at least one.
     * @throws FileMistakesException when the file cannot be read or has a mistake; it holds all of them.
     */
    static List<Pose> read(final Path path, final RobotDescription robot)
    {
        final PoseFile file = new PoseFile(robot);
        final String name = path.toString();
        if (name.toLowerCase(Locale.ROOT).endsWith(".csv"))
        {
            file.csv(file.lines(path), false);
        }
        else
        {
            final YamlDocument document = YamlDocument.read(path, file.mistakes);
            document.root().ifPresent(file::structured);
        }
        return file.finish(name);
    }

    /**
     * @param path  CSV file, a column a joint, a row a pose, or one row for all.
     * @param robot robot whose joints are meant.
     * @param poses poses that they belong to.
     * @return the poses with these efforts.
     * @throws FileMistakesException when the file cannot be read or has a mistake; it holds all of them.
     */
    static List<Pose> withEfforts(final Path path, final RobotDescription robot, final List<Pose> poses)
    {
        final PoseFile file = new PoseFile(robot);
        file.csv(file.lines(path), true);
        final List<Pose> efforts = file.finish(path.toString());
        if (efforts.size() != 1 && efforts.size() != poses.size())
        {
            file.mistakes.add(1, "", efforts.size() + " rows of efforts for " + poses.size() +
                " poses; write one row, or one a pose");
            return file.finish(path.toString());
        }
        final List<Pose> both = new ArrayList<>();
        for (int k = 0; k < poses.size(); k++)
        {
            both.add(new Pose(poses.get(k).name(), poses.get(k).positionRad(),
                efforts.get(efforts.size() == 1 ? 0 : k).effortNm()));
        }
        return both;
    }

    private List<Pose> finish(final String name)
    {
        if (mistakes.isEmpty() && poses.isEmpty())
        {
            mistakes.add(1, "", "there is no pose in it; write a header with names of joints and a row of angles");
        }
        if (!mistakes.isEmpty())
        {
            throw new FileMistakesException("pose file", name, mistakes.list());
        }
        return poses;
    }

    private List<String> lines(final Path path)
    {
        try
        {
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            mistakes.add(0, "", "cannot be read: " + ex.getClass().getSimpleName() + " " + ex.getMessage());
            return List.of();
        }
    }

    /** Where a column's numbers go: the joint, plus the number of joints for an effort; -1 for the name, -2 nowhere. */
    private int target(final String column, final int line, final boolean efforts)
    {
        if (POSE.equals(column))
        {
            return -1;
        }
        final boolean isEffort = efforts || column.startsWith(EFFORT);
        final String name = column.startsWith(EFFORT) ? column.substring(EFFORT.length()) :
            column.startsWith(POSITION) ? column.substring(POSITION.length()) : column;
        final Integer joint = joints.get(name);
        if (joint == null)
        {
            mistakes.add(line, column, "the robot has no joint of that name" +
                Suggestion.sentence(name, joints.keySet()));
            return -2;
        }
        return joint + (isEffort ? joints.size() : 0);
    }

    private void csv(final List<String> lines, final boolean efforts)
    {
        int[] targets = null;
        String[] columns = {};
        for (int k = 0; k < lines.size(); k++)
        {
            final String text = lines.get(k).strip();
            if (text.isEmpty() || text.startsWith("#"))
            {
                continue;
            }
            final String[] cells = text.split(",", -1);
            if (targets == null)
            {
                columns = cells;
                targets = new int[cells.length];
                for (int c = 0; c < cells.length; c++)
                {
                    columns[c] = cells[c].strip();
                    targets[c] = target(columns[c], k + 1, efforts);
                }
            }
            else if (cells.length != targets.length)
            {
                mistakes.add(k + 1, "", cells.length + " values under " + targets.length + " columns");
            }
            else
            {
                row(k + 1, columns, targets, cells);
            }
        }
    }

    private void row(final int line, final String[] columns, final int[] targets, final String[] cells)
    {
        final Pose start = standing(robot);
        String name = Integer.toString(poses.size() + 1);
        for (int c = 0; c < cells.length; c++)
        {
            if (targets[c] == -1)
            {
                name = cells[c].strip();
            }
            else if (targets[c] >= 0)
            {
                final boolean isEffort = targets[c] >= joints.size();
                final double value = number(line, columns[c], cells[c].strip(), isEffort);
                (isEffort ? start.effortNm() : start.positionRad())[targets[c] % joints.size()] = value;
            }
        }
        poses.add(new Pose(name, start.positionRad(), start.effortNm()));
    }

    private double number(final int line, final String column, final String cell, final boolean isEffort)
    {
        final double most = isEffort ? 1e5 : 100;
        try
        {
            final double value = Double.parseDouble(cell);
            if (Math.abs(value) <= most)
            {
                return value;
            }
        }
        catch (final NumberFormatException ex)
        {
            // told below, like a number that is none
        }
        mistakes.add(line, column, "should be " + (isEffort ? "an effort in N·m" : "an angle in rad") + ", is '" +
            cell + "'");
        return 0;
    }

    private void structured(final YamlMap root)
    {
        for (final YamlMap entry : root.maps("poses"))
        {
            final Pose start = standing(robot);
            final String name = entry.has("name") ? entry.string("name") : Integer.toString(poses.size() + 1);
            entry.map("q").ifPresent(map -> fill(map, start.positionRad(), ANGLE_RAD));
            if (entry.has("effort"))
            {
                entry.map("effort").ifPresent(map -> fill(map, start.effortNm(), EFFORT_NM));
            }
            entry.close();
            poses.add(new Pose(name, start.positionRad(), start.effortNm()));
        }
        root.close();
    }

    private void fill(final YamlMap map, final double[] values, final Range range)
    {
        for (final String key : map.keys())
        {
            final Integer joint = joints.get(key);
            if (joint == null)
            {
                map.mistake(key, "the robot has no joint of that name" + Suggestion.sentence(key, joints.keySet()));
            }
            else
            {
                values[joint] = map.number(key, range);
            }
        }
    }
}
