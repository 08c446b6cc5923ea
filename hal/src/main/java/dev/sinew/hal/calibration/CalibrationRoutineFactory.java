package dev.sinew.hal.calibration;

import dev.sinew.hal.robot.RobotDescription;

/**
 * Makes calibrations; found by {@link java.util.ServiceLoader}.
 */
public interface CalibrationRoutineFactory
{
    /**
     * @param robot   robot to calibrate.
     * @param request what is wanted.
     * @return a routine at its begin.
     * @throws IllegalArgumentException when the robot has no group of a name that is asked for; the message names it.
     */
    CalibrationRoutine create(RobotDescription robot, CalibrationRequest request);

    /**
     * @param robot a robot.
     * @return position of each motor in the default pose with tendons at rest, counted from where its first tendon is
     *         taut without tension at joint positions 0, rad.
     */
    double[] standingMotors(RobotDescription robot);
}
