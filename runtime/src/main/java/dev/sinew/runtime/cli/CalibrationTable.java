package dev.sinew.runtime.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.CalibrationFile;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.calibration.JointCalibration;
import dev.sinew.hal.calibration.MotorCalibration;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.yaml.FileMistakesException;
import dev.sinew.runtime.wiring.UserException;

/**
 * Shows what is in a calibration file.
 */
final class CalibrationTable
{
    private CalibrationTable()
    {
    }

    /**
     * @return exit code: 0 when every group is calibrated, else 1.
     */
    static int show(final Path file, final RobotDescription robot, final PrintStream out)
    {
        final Calibration calibration;
        try
        {
            calibration = CalibrationFile.read(file, robot);
        }
        catch (final FileMistakesException ex)
        {
            throw new UserException(ex.getMessage(), ex);
        }
        out.printf(Locale.ROOT, "%s: %s, made %s with %s%n", file, calibration.robot(), calibration.madeUtc(),
            calibration.madeWith());
        if (!calibration.robotSha256().equals(robot.sha256()))
        {
            out.println("the robot file has changed since, but nothing that a calibration depends on");
        }
        for (final GroupCalibration group : calibration.groups())
        {
            out.println(line(group));
            for (final JointCalibration joint : group.joints())
            {
                out.printf(Locale.ROOT, "  joint %-24s offset %9.5f rad   range %8.5f rad   error %8.5f rad%n",
                    joint.name(), joint.offsetRad(), joint.rangeRad(), joint.errorRad());
            }
            for (final MotorCalibration motor : group.motors())
            {
                out.printf(Locale.ROOT, "  motor %-24s zero %11.5f rad   residual %8.3f mm   travel %6.3f%n",
                    motor.name(), motor.zeroRad(), 1e3 * motor.residualM(), motor.travelRatio());
            }
        }
        final List<String> missing = calibration.missing(robot);
        out.println(missing.isEmpty() ? "every group is calibrated" : "not calibrated: " + String.join(", ", missing));
        return missing.isEmpty() ? 0 : 1;
    }

    /**
     * @param group what became of a group.
     * @return one line about it.
     */
    static String line(final GroupCalibration group)
    {
        if (group.outcome() == GroupCalibration.Outcome.FAILED)
        {
            return group.name() + ": failed, " + group.reason();
        }
        if (group.outcome() == GroupCalibration.Outcome.TENSIONED)
        {
            return group.name() + ": tensioned";
        }
        final double range = group.joints().stream().mapToDouble(joint -> Math.abs(joint.errorRad())).max().orElse(0);
        final double residual = group.motors().stream().mapToDouble(MotorCalibration::residualM).max().orElse(0);
        return String.format(Locale.ROOT, "%s: done, ranges within %.3f rad, motors within %.2f mm", group.name(),
            range, 1e3 * residual);
    }
}
