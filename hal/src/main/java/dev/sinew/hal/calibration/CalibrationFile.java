package dev.sinew.hal.calibration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.RoutingHash;
import dev.sinew.hal.robot.TendonGroup;
import dev.sinew.hal.yaml.Mistakes;
import dev.sinew.hal.yaml.Range;
import dev.sinew.hal.yaml.WholeFile;
import dev.sinew.hal.yaml.YamlDocument;
import dev.sinew.hal.yaml.YamlMap;

/**
 * Writes and reads calibrations. A file is replaced as a whole, {@link WholeFile}. The keys are explained in
 * {@code docs/calibration.md}.
 */
public final class CalibrationFile
{
    private static final int FORMAT = 1;
    private static final Range ANGLE_RAD = Range.radians(-1e6, 1e6);
    private static final Range LENGTH_M = Range.metres(-10, 10);
    private static final Range RATIO = Range.of(-1e3, 1e3, "");

    private CalibrationFile()
    {
    }

    /**
     * @param path        where it goes.
     * @param calibration what to write.
     * @throws IOException when it cannot be written; then the old file is as it was. The message is one line with the
     *                     remedy.
     */
    public static void write(final Path path, final Calibration calibration) throws IOException
    {
        WholeFile.replace(path, text(calibration), "calibration");
    }

    /**
     * @param calibration a calibration.
     * @return its file's text; the same calibration gives the same text.
     */
    public static String text(final Calibration calibration)
    {
        final StringBuilder out = new StringBuilder();
        out.append("# A calibration of ").append(calibration.robot())
            .append(", written by sinew calibrate and explained in docs/calibration.md.\n")
            .append("format: ").append(FORMAT).append('\n')
            .append("calibration: ").append(quoted(calibration.robot())).append('\n')
            .append("robot_sha256: ").append(quoted(calibration.robotSha256())).append('\n')
            .append("routing_sha256: ").append(quoted(calibration.routingSha256())).append('\n')
            .append("made_utc: ").append(quoted(calibration.madeUtc())).append('\n')
            .append("made_with: ").append(quoted(calibration.madeWith())).append('\n');
        if (calibration.groups().isEmpty())
        {
            return out.append("groups: []\n").toString();
        }
        out.append("groups:\n");
        for (final GroupCalibration group : calibration.groups())
        {
            out.append("  - name: ").append(quoted(group.name())).append('\n')
                .append("    outcome: ").append(group.outcome().name().toLowerCase(Locale.ROOT)).append('\n');
            if (!group.reason().isEmpty())
            {
                out.append("    reason: ").append(quoted(group.reason())).append('\n');
            }
            append(out, group);
        }
        return out.toString();
    }

    private static void append(final StringBuilder out, final GroupCalibration group)
    {
        if (group.outcome() != GroupCalibration.Outcome.DONE)
        {
            return;
        }
        out.append("    joints:\n");
        for (final JointCalibration joint : group.joints())
        {
            out.append("      - {name: ").append(quoted(joint.name()))
                .append(", offset_rad: ").append(joint.offsetRad())
                .append(", range_rad: ").append(joint.rangeRad())
                .append(", error_rad: ").append(joint.errorRad()).append("}\n");
        }
        out.append("    motors:\n");
        for (final MotorCalibration motor : group.motors())
        {
            out.append("      - {name: ").append(quoted(motor.name()))
                .append(", zero_rad: ").append(motor.zeroRad())
                .append(", residual_m: ").append(motor.residualM())
                .append(", travel_ratio: ").append(motor.travelRatio()).append("}\n");
        }
    }

    private static String quoted(final String text)
    {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }

    /**
     * @param path  calibration.
     * @param robot robot that it has to be of.
     * @return the calibration.
     * @throws CalibrationFileException when the file cannot be read, has a mistake, or is of another robot or of an
     *                                  older routing.
     */
    public static Calibration read(final Path path, final RobotDescription robot)
    {
        return finish(YamlDocument.read(path, new Mistakes()), robot, false);
    }

    /**
     * For whoever drives by it: encoders of some groups that read what they like are worse than none.
     *
     * @param path  calibration.
     * @param robot robot that it has to be of.
     * @return the calibration, of every group.
     * @throws CalibrationFileException as {@link #read} does, and when a group is not calibrated.
     */
    public static Calibration readWhole(final Path path, final RobotDescription robot)
    {
        return finish(YamlDocument.read(path, new Mistakes()), robot, true);
    }

    /**
     * @param name  name for messages.
     * @param text  text of a calibration.
     * @param robot robot that it has to be of.
     * @return the calibration.
     * @throws CalibrationFileException as {@link #read} does.
     */
    public static Calibration parse(final String name, final String text, final RobotDescription robot)
    {
        return finish(YamlDocument.of(name, text, new Mistakes()), robot, false);
    }

    private static Calibration finish(final YamlDocument document, final RobotDescription robot, final boolean whole)
    {
        final Calibration calibration = document.root().map(root -> read(root, robot, whole)).orElse(null);
        if (calibration == null || !document.mistakes().isEmpty())
        {
            throw new CalibrationFileException(document.file(), document.mistakes().list());
        }
        return calibration;
    }

    private static Calibration read(final YamlMap root, final RobotDescription robot, final boolean whole)
    {
        root.integer("format", FORMAT, FORMAT);
        final String name = root.string("calibration");
        final String routing = root.string("routing_sha256");
        final String robotSha256 = root.string("robot_sha256");
        final String made = root.string("made_utc");
        if (!name.isEmpty() && !name.equals(robot.name()))
        {
            root.mistake("calibration", "is a calibration of robot " + name + ", this is robot " + robot.name() +
                "; give the file of this robot, or run sinew calibrate");
            return null; // nothing else in it means anything
        }
        if (!routing.isEmpty() && !routing.equals(RoutingHash.of(robot)))
        {
            root.mistake("routing_sha256", "was made with another routing: places of joints, spools or tendons of " +
                "the robot file have changed since " + made + "; run sinew calibrate again");
            return null;
        }
        final List<GroupCalibration> groups = new ArrayList<>();
        if (root.has("groups"))
        {
            final List<TendonGroup> known = robot.tendonGroups();
            for (final YamlMap entry : root.maps("groups"))
            {
                groups.add(group(entry, known, robot));
            }
        }
        final String madeWith = root.string("made_with");
        root.close();
        final Calibration calibration = new Calibration(name, robotSha256, routing, made, madeWith, groups);
        final List<String> missing = calibration.missing(robot);
        if (whole && !missing.isEmpty())
        {
            root.mistake("groups", "not calibrated: " + String.join(", ", missing) +
                "; go on with sinew calibrate --resume");
        }
        return calibration;
    }

    private static GroupCalibration group(
        final YamlMap entry,
        final List<TendonGroup> known,
        final RobotDescription robot)
    {
        final String name = entry.string("name");
        final String word = entry.string("outcome");
        final TendonGroup group = known.stream().filter(some -> some.name().equals(name)).findFirst().orElse(null);
        if (group == null && !name.isEmpty())
        {
            entry.mistake("name", "the robot has no group of tendons of that name");
        }
        GroupCalibration.Outcome outcome = GroupCalibration.Outcome.FAILED;
        boolean isKnown = false;
        for (final GroupCalibration.Outcome candidate : GroupCalibration.Outcome.values())
        {
            if (candidate.name().toLowerCase(Locale.ROOT).equals(word))
            {
                outcome = candidate;
                isKnown = true;
            }
        }
        if (!isKnown && !word.isEmpty())
        {
            entry.mistake("outcome", "should be done, failed or tensioned, is " + word);
        }
        final String reason = entry.has("reason") ? entry.string("reason") : "";
        final List<JointCalibration> joints = new ArrayList<>();
        final List<MotorCalibration> motors = new ArrayList<>();
        if (outcome == GroupCalibration.Outcome.DONE && group != null)
        {
            readParts(entry, group, robot, joints, motors);
        }
        entry.close();
        return new GroupCalibration(name, outcome, reason, joints, motors);
    }

    private static void readParts(
        final YamlMap entry,
        final TendonGroup group,
        final RobotDescription robot,
        final List<JointCalibration> joints,
        final List<MotorCalibration> motors)
    {
        for (final YamlMap joint : entry.maps("joints"))
        {
            joints.add(new JointCalibration(joint.string("name"), joint.number("offset_rad", ANGLE_RAD),
                joint.number("range_rad", ANGLE_RAD), joint.number("error_rad", ANGLE_RAD)));
            joint.close();
        }
        for (final YamlMap motor : entry.maps("motors"))
        {
            motors.add(new MotorCalibration(motor.string("name"), motor.number("zero_rad", ANGLE_RAD),
                motor.number("residual_m", LENGTH_M), motor.number("travel_ratio", RATIO)));
            motor.close();
        }
        requireAll(entry, "joints", group.joints().stream().map(j -> robot.joints().get(j).name()).toList(),
            joints.stream().map(JointCalibration::name).toList());
        requireAll(entry, "motors", group.tendons().stream()
            .map(t -> robot.motors().get(robot.tendons().get(t).motor()).name()).distinct().toList(),
            motors.stream().map(MotorCalibration::name).toList());
    }

    private static void requireAll(
        final YamlMap entry,
        final String key,
        final List<String> wanted,
        final List<String> found)
    {
        if (!found.isEmpty() && !found.equals(wanted))
        {
            entry.mistake(key, "should be " + String.join(", ", wanted) + ", is " + String.join(", ", found) +
                "; run sinew calibrate again");
        }
    }
}
