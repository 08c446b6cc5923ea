package dev.sinew.runtime.cli;

import java.util.List;
import java.util.Locale;

import dev.sinew.hal.calibration.Calibration;
import dev.sinew.hal.calibration.GroupCalibration;
import dev.sinew.hal.calibration.JointCalibration;
import dev.sinew.hal.calibration.MotorCalibration;
import dev.sinew.hal.calibration.ShiftedSystem;
import dev.sinew.hal.robot.RobotDescription;

/**
 * Compares the calibration of a simulated robot with where its encoders were drawn to stand: of that the calibration
 * itself knows nothing.
 */
final class CalibrationTruth
{
    private CalibrationTruth()
    {
    }

    /**
     * @param robot       robot as its file describes it.
     * @param seed        seed from which the offsets were drawn.
     * @param calibration what was found.
     * @param groups      groups to look at.
     * @return one line, empty where nothing was found.
     */
    static String line(
        final RobotDescription robot,
        final long seed,
        final Calibration calibration,
        final List<String> groups)
    {
        final double[] drawn = ShiftedSystem.unknownJoints(robot, seed);
        double worst = -1;
        String worstName = "";
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (final GroupCalibration group : calibration.groups())
        {
            if (!groups.contains(group.name()))
            {
                continue;
            }
            for (final JointCalibration joint : group.joints())
            {
                final double off = Math.abs(joint.offsetRad() - drawn[robot.jointIndex(joint.name())]);
                worstName = off > worst ? joint.name() : worstName;
                worst = Math.max(worst, off);
            }
            for (final MotorCalibration motor : group.motors())
            {
                least = Math.min(least, motor.travelRatio());
                most = Math.max(most, motor.travelRatio());
            }
        }
        return worst < 0 ? "" : String.format(Locale.ROOT, "encoders within %.2f mrad of where they stand (%s the " +
            "farthest), cables travel %.3f to %.3f of the file's way", 1e3 * worst, worstName, least, most);
    }
}
