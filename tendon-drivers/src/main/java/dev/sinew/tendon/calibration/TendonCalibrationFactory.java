package dev.sinew.tendon.calibration;

import java.util.Arrays;

import dev.sinew.hal.calibration.CalibrationRequest;
import dev.sinew.hal.calibration.CalibrationRoutine;
import dev.sinew.hal.calibration.CalibrationRoutineFactory;
import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.tendon.TendonTransmission;
import dev.sinew.tendon.TransmissionOptions;
import dev.sinew.tendon.routing.TendonRouting;

/**
 * Makes calibrations of robots whose motors wind tendons.
 */
public final class TendonCalibrationFactory implements CalibrationRoutineFactory
{
    /** Found by the service loader. */
    public TendonCalibrationFactory()
    {
    }

    @Override
    public CalibrationRoutine create(final RobotDescription robot, final CalibrationRequest request)
    {
        return new TendonCalibration(robot, request);
    }

    @Override
    public double[] standingMotors(final RobotDescription robot)
    {
        final TendonRouting routing = TendonRouting.of(robot);
        final double[] rest = new TendonTransmission(robot, TransmissionOptions.DEFAULT).restTensions();
        final double[] pose = robot.joints().stream().mapToDouble(JointDescription::defaultPositionRad).toArray();
        final double[] standing = new double[robot.tendonCount()];
        final double[] straight = new double[robot.tendonCount()];
        routing.lengths(pose, standing);
        Arrays.fill(pose, 0);
        routing.lengths(pose, straight);
        final double[] motors = new double[robot.motorCount()];
        for (final MotorDescription motor : robot.motors())
        {
            final TendonDescription tendon = robot.tendons().get(motor.tendon());
            final int t = tendon.index();
            motors[motor.index()] = (straight[t] - standing[t] + rest[t] / tendon.stiffnessNM()) /
                robot.spoolRadiusM(tendon);
        }
        return motors;
    }
}
